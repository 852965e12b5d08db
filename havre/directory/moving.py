"""What hangs on a record that becomes part of another, carried over and back: services, places,
ties between them, and where imports know it from."""

from typing import Any

from django.db.models import Q

from havre.directory import actions
from havre.directory.models import (
    Location,
    Merge,
    Organization,
    Origin,
    Record,
    Service,
    ServiceAtLocation,
)

OWNER = "_organization"
_WHY = "merged"
Moved = dict[str, Any]


def over(kept: Any, gone: Any, *, by: str) -> Moved:
    """Carry over all of `gone`; what was carried."""
    moved: Moved = {"origins": [], "services": [], "locations": [], "ties": [], "places": []}
    for origin in Origin.objects.filter(record=gone.pk):
        moved["origins"].append(str(origin.pk))
    Origin.objects.filter(record=gone.pk).update(record=kept.pk)
    if isinstance(kept, Organization):
        for name, rows in (("services", gone.service_set), ("locations", gone.location_set)):
            for row in rows.all():
                moved[name].append(str(row.pk))
                _give(row, kept, by)
    elif isinstance(kept, Location):
        for tie in ServiceAtLocation.objects.filter(location=gone).select_related("service"):
            moved["ties"].append(_retie(tie, kept, by))
    elif not actions.places_of(kept) and (places := actions.places_of(gone)):
        actions.settle_at(kept, places, by=by, why=_WHY)
        moved["places"] = places
    return moved


def back(made: Merge, kept: Any, gone: Any, *, by: str) -> None:
    """Carry it back, but for what went elsewhere since."""
    moved: Moved = made.before
    Origin.objects.filter(pk__in=moved["origins"], record=kept.pk).update(record=gone.pk)
    for row in _returning(made, kept):
        _give(row, gone, by)
    for tie in moved["ties"]:
        _untie(tie, kept, gone, by)
    if moved["places"] and actions.places_of(kept) == moved["places"]:
        actions.settle_at(kept, [], by=by, why=_WHY)


def stays(made: Merge, kept: Any) -> bool:
    """Whether some of it went elsewhere since, so that it does not come back."""
    moved: Moved = made.before
    if len(_returning(made, kept)) < len(moved["services"]) + len(moved["locations"]):
        return True
    tied = ServiceAtLocation.objects.filter(location=kept.pk) if moved["ties"] else None
    services = {str(tie.service_id) for tie in tied} if tied is not None else set()
    if any(tie["service"] not in services for tie in moved["ties"]):
        return True
    return bool(moved["places"]) and actions.places_of(kept) != moved["places"]


def _returning(made: Merge, kept: Any) -> list[Any]:
    """What came with the merge and can go back: still there, and no part of a later merge."""
    found: list[Any] = []
    models: list[tuple[Any, str]] = [(Service, "services"), (Location, "locations")]
    for model, name in models:
        ids = made.before[name]
        later = Merge.objects.filter(Q(record__in=ids) | Q(gone__in=ids), unmerge=None)
        busy = {id for pair in later.filter(at__gt=made.at).values_list("record", "gone")
                for id in pair}  # fmt: skip
        rows = model.objects.filter(pk__in=ids, organization=kept.pk) if ids else []
        found += [row for row in rows if row.pk not in busy]
    return found


def _give(row: Any, owner: Organization, by: str) -> None:
    before = str(row.organization_id)
    row.organization = owner
    actions.keep(row, {OWNER: before}, {OWNER: str(owner.pk)}, by=by, why=_WHY)


def _retie(tie: ServiceAtLocation, place: Location, by: str) -> Moved:
    """A service is given at `place` instead; what stood there, if it was given there too."""
    service, before = tie.service, actions.places_of(tie.service)
    told = {"id": str(tie.pk), "service": str(service.pk), "content": tie.content, "double": False}
    if ServiceAtLocation.objects.filter(service=service, location=place).exists():
        told["double"] = True
        tie.delete()
    else:
        tie.location = place
        tie.save(update_fields=["location"])
    _say_places(service, before, by)
    return told


def _untie(told: Moved, kept: Location, gone: Location, by: str) -> None:
    tie = ServiceAtLocation.objects.filter(service=told["service"], location=kept).first()
    if tie is None or ServiceAtLocation.objects.filter(service=tie.service, location=gone).exists():
        return
    service, before = tie.service, actions.places_of(tie.service)
    if told["double"]:
        ServiceAtLocation.objects.create(
            id=told["id"], service=service, location=gone, content=told["content"]
        )
    else:
        tie.location = gone
        tie.save(update_fields=["location"])
    _say_places(service, before, by)


def _say_places(service: Record, before: list[str], by: str) -> None:
    now = {actions.PLACES: actions.places_of(service)}  # type: ignore[arg-type]
    actions.keep(service, {actions.PLACES: before}, now, by=by, why=_WHY)
