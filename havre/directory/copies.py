"""What a copy of the directory for one tier holds, record by record: services and organizations.

Every export is made of these. Unlike a card, a copy tells of what closed: whoever keeps it must
hear that it did. What is suspended reads as inactive.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from havre.directory import cards
from havre.directory.models import ACTIVE, Organization, Service
from havre.directory.tiers import seen

Found = dict[str, Any]
_AT_ONCE = 500  # rows held in memory: the whole directory never is
_INACTIVE = "inactive"


def services(tier: str, only: Iterable[UUID] | None = None) -> Iterator[Found]:
    """Every service that the tier may see, with all it may see of its organization.

    `only`: none but these few.
    """
    rows = Service.objects.select_related("organization__suspension").order_by("key")
    if only is not None:
        rows = rows.filter(id__in=list(only))
    wanted = ("location_set__services", "organization__service_set")
    for service in rows.prefetch_related(*wanted).iterator(chunk_size=_AT_ONCE):
        found = cards.whole(service, tier)
        theirs = organization(service.organization, tier)
        if found is not None and theirs is not None:
            yield found | {"status": _status(service), "organization": theirs}


def organizations(tier: str) -> Iterator[Found]:
    """Every organization that the tier may see, with its places."""
    rows = Organization.objects.select_related("suspension").order_by("key")
    wanted = ("service_set", "location_set__services")
    for row in rows.prefetch_related(*wanted).iterator(chunk_size=_AT_ONCE):
        found = organization(row, tier)
        if found is not None:
            places = [cards.place(each, tier) for each in row.location_set.all()]
            yield found | {"places": [place for place in places if place]}


def organization(row: Organization, tier: str) -> Found | None:
    """All that a tier may see of an organization; None if not even that it is there."""
    found = seen(row, tier)
    status = _INACTIVE if row.is_suspended and row.status == ACTIVE else row.status
    return None if found is None else found | {"id": str(row.id), "status": status}


def _status(service: Service) -> str:
    """As a reader elsewhere must take it: nobody turns to a service of whoever is not there."""
    theirs = service.organization
    if service.status != ACTIVE:
        return service.status
    if theirs.is_suspended:
        return _INACTIVE
    return theirs.status
