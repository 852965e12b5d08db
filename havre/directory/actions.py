"""The verbs of a curator: add, change, hide a place, suspend. Each leaves what was there before."""

import copy
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import cards, fields, hiding
from havre.directory.models import (
    Change,
    Counter,
    Location,
    Organization,
    Record,
    SearchDoc,
    Service,
    ServiceAtLocation,
    Suspension,
    Verification,
)
from havre.directory.shapes import Malformed
from havre.lib import clock

HUMAN, MACHINE, SOURCE, STALE = "human", "machine", "source", "stale"
PLACES = "places"  # in the history of a service: where it is given
EXACT = hiding.EXACT


class Overtaken(Exception):
    """Somebody else changed the record meanwhile. Nothing was changed."""


@transaction.atomic
def add(
    kind: str,
    values: dict[str, Any],
    *,
    key: str,
    by: str,
    why: str = "edited",
    id: uuid.UUID | None = None,
    as_said: str = HUMAN,
    **of: Any,
) -> Any:
    """A new record. `of`: its organization, for a service or a place. Raises Malformed."""
    kept = fields.checked(kind, values)
    if not kept.get("names"):
        raise Malformed("names has no name in a language of this line")
    row = fields.KINDS[kind](id=id or uuid.uuid4(), key=key, version=0, **of)
    _write(row, kept, by=by, why=why, new=True, as_said=as_said)
    return row


@transaction.atomic
def change(
    row: Record,
    values: dict[str, Any],
    *,
    by: str,
    why: str = "edited",
    base: int | None = None,
    as_said: str = HUMAN,
) -> Change | None:
    """Change some fields; None if nothing differs. `base`: the version that was looked at.

    `as_said`: how words came to be (human, machine, source). Raises Malformed, Overtaken.
    """
    kept = fields.checked(fields.kind_of(row), values)
    now = type(row).objects.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]
    if base is not None and now.version != base:
        raise Overtaken
    made = _write(now, kept, by=by, why=why, as_said=as_said)
    row.refresh_from_db()
    return made


def show_to(row: Record, hidden: dict[str, str], *, by: str) -> None:
    """Say who sees which field: field → tier, where it differs from the catalogue's."""
    change(row, {"hidden": hidden}, by=by)


@transaction.atomic
def vouch(row: Record, name: str, language: str, *, by: str) -> Change:
    """Somebody read words that were a machine's or stale: they are right. Raises Malformed."""
    now = type(row).objects.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]
    place = f"{name}.{language}"
    if now.said.get(place, {}).get("as") not in {MACHINE, STALE}:
        raise Malformed(f"{place[:60]} waits for nobody", "odd")
    now.said[place] = {"as": HUMAN, "by": by, "at": clock.now().isoformat()}
    return keep(now, {}, {}, by=by, why="vouched")


@transaction.atomic
def seal_place(location: Location, exact: dict[str, Any], *, by: str) -> None:
    """Seal an address that must not be known; from now on only its settlement is shown.

    Whatever street or point stood open is taken out, of the history and of proposals too.
    """
    file, box = hiding.sealed_for(location.id, exact)
    take_sealed(location, file, box, by=by)


@transaction.atomic
def take_sealed(location: Location, file: uuid.UUID, box: bytes, *, by: str) -> None:
    """The same with an address that was sealed for this place before, whoever can read it."""
    hiding.put(location, file, box)
    location.version += 1
    location.changed_at = clock.now()
    location.save()
    hiding.take_out(location.id)
    audit(actor=by, verb=Verb.PLACE_SEALED, target=str(location.id))
    reproject(_services_of(location))


@transaction.atomic
def place_at(service: Service, location: Location, *, by: str, content: Any = None) -> None:
    """A service is given at a place."""
    ServiceAtLocation.objects.get_or_create(
        service=service, location=location, defaults={"content": content or {}}
    )
    audit(actor=by, verb=Verb.DIRECTORY_CHANGED, target=str(service.id))
    reproject([service])


@transaction.atomic
def settle_at(service: Service, places: list[str], *, by: str, why: str = "edited") -> Change:
    """A service is given at exactly these places (ids), of its own organization.

    Raises Malformed. Unlike `place_at` it is a version of the service, so it can be undone.
    """
    now = Service.objects.select_for_update().get(pk=service.pk)
    before, kept = places_of(now), locations(now, places)
    ServiceAtLocation.objects.filter(service=now).exclude(location__in=kept).delete()
    for one in kept:
        ServiceAtLocation.objects.get_or_create(service=now, location=one)
    made = keep(now, {PLACES: before}, {PLACES: sorted(set(places))}, by=by, why=why)
    service.refresh_from_db()
    return made


def locations(service: Service, places: list[str]) -> list[Location]:
    """The places with these ids, all of its own organization. Raises Malformed."""
    rows = Location.objects.filter(organization=service.organization)
    theirs = {str(each.id): each for each in rows}
    if unknown := sorted(set(places) - theirs.keys()):
        raise Malformed(f"places knows no {unknown[0][:40]}", "choice")
    return [theirs[one] for one in dict.fromkeys(places)]


def places_of(service: Service) -> list[str]:
    """Ids of the places where it is given, in order."""
    found = ServiceAtLocation.objects.filter(service=service).values_list("location", flat=True)
    return sorted(str(one) for one in found)


@transaction.atomic
def suspend(organization: Organization, *, by: str) -> None:
    """Nothing is sent there, and nobody is sent there, until it is lifted."""
    Suspension.objects.get_or_create(organization=organization, defaults={"by": by})
    audit(actor=by, verb=Verb.ORGANIZATION_SUSPENDED, target=str(organization.id))
    reproject(organization.service_set.all())


@transaction.atomic
def lift(organization: Organization, *, by: str) -> None:
    """It may be turned to again."""
    Suspension.objects.filter(organization=organization).delete()
    audit(actor=by, verb=Verb.SUSPENSION_LIFTED, target=str(organization.id))
    reproject(Service.objects.filter(organization=organization))


@transaction.atomic
def verify_address(organization: Organization, *, by: str) -> None:
    """Somebody confirmed that the organization's e-mail address is its own (hostile 36)."""
    Verification.objects.create(organization=organization, address=organization.email, by=by)
    audit(actor=by, verb=Verb.ADDRESS_VERIFIED, target=str(organization.id))
    reproject(Service.objects.filter(organization=organization))


def keep_sealed(row: Record, values: Iterable[str]) -> None:
    """What is sealed is not written down in the open again. Raises Malformed."""
    if any(is_sealed(row, name) for name in values):
        raise Malformed("address is sealed here, and only its settlement may be shown", "sealed")


def is_sealed(row: Record, name: str) -> bool:
    """Whether a field tells where a place is that must not be known."""
    return isinstance(row, Location) and row.is_hidden and name in EXACT


@transaction.atomic
def reproject(services: Iterable[Service]) -> None:
    """Feed the finder with services as they are now. Inside the change's own transaction."""
    for service in services:
        fresh = (
            Service.objects.select_related("organization", "organization__suspension")
            .prefetch_related("location_set")
            .get(pk=service.pk)
        )
        SearchDoc.objects.update_or_create(
            service=fresh.id, defaults={"n": _next(), "entries": cards.cards(fresh)}
        )


def _next() -> int:
    Counter.objects.get_or_create(id=1)
    counter = Counter.objects.select_for_update().get(id=1)
    counter.n += 1
    counter.save(update_fields=["n"])
    return int(counter.n)


def _write(
    row: Record,
    kept: dict[str, Any],
    *,
    by: str,
    why: str,
    new: bool = False,
    as_said: str = HUMAN,
) -> Change | None:
    keep_sealed(row, kept)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in kept.items():
        was = fields.value_of(row, name)
        if was == value:
            continue
        before[name], after[name] = copy.deepcopy(was), value
        _put(row, name, value)
        if fields.catalogue(fields.kind_of(row))[name].is_words:
            _say(row, name, was, value, by=by, as_said=as_said)
    if not after and not new:
        return None
    return keep(row, before, after, by=by, why=why, new=new)


def _put(row: Record, name: str, value: Any) -> None:
    field = fields.catalogue(fields.kind_of(row))[name]
    if field.column:
        setattr(row, name, value)
    elif value == field.empty:
        row.content.pop(name, None)
    else:
        row.content[name] = value


def _say(row: Record, name: str, was: Any, value: Any, *, by: str, as_said: str) -> None:
    """Words that changed are of today; the same words in other languages are stale now.

    A translation that was missing, a machine's or stale only catches up: the others stand.
    """
    changed = {code for code in {*was, *value} if was.get(code) != value.get(code)}
    behind = {
        code
        for code in changed
        if not was.get(code) or row.said.get(f"{name}.{code}", {}).get("as") in {MACHINE, STALE}
    }
    for code in changed:
        if value.get(code):
            row.said[f"{name}.{code}"] = {"as": as_said, "by": by, "at": clock.now().isoformat()}
        else:
            row.said.pop(f"{name}.{code}", None)
    for code in set(value) - changed if changed - behind else ():
        row.said[f"{name}.{code}"] = row.said.get(f"{name}.{code}", {}) | {"as": STALE}


def keep(
    row: Record,
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: str,
    why: str,
    new: bool = False,
) -> Change:
    """Write a record as it is now, one version on, and what differs from before."""
    row.version += 1
    row.changed_at = clock.now()
    row.save(force_insert=new)
    made = Change.objects.create(
        kind=fields.kind_of(row), record=row.id, version=row.version, why=why,
        before={} if new else before, after=after, by=by,
    )  # fmt: skip
    audit(actor=by, verb=Verb.DIRECTORY_CHANGED, target=str(row.id))
    reproject(_services_of(row))
    return made


def _services_of(row: Record) -> Iterable[Service]:
    if isinstance(row, Service):
        return [row]
    if isinstance(row, Location):
        return list(row.services.all())
    return list(Service.objects.filter(organization=row.pk))
