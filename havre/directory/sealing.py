"""Which address may be sealed by one person: the one that stands there, or of a place that
shelters nobody yet. The place is then given to a service by two (`proposals.place`)."""

from typing import Any

from django.db import transaction

from havre.directory import actions, fields
from havre.directory.models import Location
from havre.directory.tiers import is_guarded


class AlreadyGuarded(Exception):
    """Another address cannot be typed for a place that shelters somebody. Nothing changed."""


def standing(place: Location) -> dict[str, Any]:
    """The address and the point that stand open now; empty if there is no street and no point."""
    found = dict(fields.value_of(place, "address"))
    if place.lat is not None and place.lon is not None:
        found |= {"lat": place.lat, "lon": place.lon}
    return found


def may_type(place: Location) -> bool:
    """Whether one person may say which address it is: as long as it shelters nobody."""
    return not is_guarded(place)


def may_seal(place: Location) -> bool:
    """Whether there is anything to seal here, by one person."""
    return not place.is_hidden and (bool(standing(place)) or may_type(place))


@transaction.atomic
def seal(place: Location, exact: dict[str, Any], *, by: str) -> None:
    """Seal it. Raises AlreadyGuarded."""
    now = Location.objects.select_for_update().get(pk=place.pk)
    if now.is_hidden or (exact != standing(now) and not may_type(now)):
        raise AlreadyGuarded
    actions.seal_place(now, exact, by=by)
    place.refresh_from_db()
