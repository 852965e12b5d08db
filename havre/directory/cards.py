"""A service as one tier sees it, whole: what a page shows, what is printed, what is searched.

A card is plain JSON. It carries its organization and its places, so that it can be read where no
database is: by the public search, in print, in the pack for a laptop without a network.
"""

from typing import Any

from havre.directory import doubts
from havre.directory.models import (
    ACTIVE,
    RESPONDER,
    TIERS,
    Capacity,
    Confirmation,
    Location,
    Service,
)
from havre.directory.tiers import seen, sees
from havre.lib import clock

Card = dict[str, Any]
FOUND_BY = TIERS[:3]  # sealed is searched by nobody
_BESIDE = ("names", "alternate_names", "kind", "is_partner", "phones", "website", "networks",
           "police_for", "jurisdiction", "summaries", "email", "identifiers")  # fmt: skip


def card(service: Service, viewer: str) -> Card | None:
    """The card, or None where this tier may not see the service, or nobody may for now."""
    organization = service.organization
    if service.status != ACTIVE or organization.status != ACTIVE or organization.is_suspended:
        return None
    return whole(service, viewer)


def whole(service: Service, viewer: str) -> Card | None:
    """The card whatever state the service is in, for whoever keeps a copy and must hear of it."""
    organization, places = service.organization, service.location_set.all()
    own, theirs = seen(service, viewer), seen(organization, viewer)
    if own is None or theirs is None:
        return None
    made: Card = own | {
        "id": str(service.id),
        "key": service.key,
        "organization": {name: theirs[name] for name in _BESIDE if name in theirs}
        | {"id": str(organization.id)},
        "places": [found for each in places if (found := place(each, viewer))],
        "beds": _beds(service),
        "writes": _writes(service, viewer),
        "changed": clock.line_time(service.changed_at).date().isoformat(),
        "modified": max(each.changed_at for each in (service, organization, *places)).isoformat(),
        "said": _unsure(service),
    }
    made |= _checked(service, viewer)
    made["doubted"] = doubts.among(doubts.numbers_on(made), doubts.doubted(organization.id))
    return {name: value for name, value in made.items() if value not in (None, [], {})}


def cards(service: Service) -> dict[str, Card]:
    """tier → card, only where it differs from the tier before it (most do not)."""
    found: dict[str, Card] = {}
    before: Card | None = None
    for tier in FOUND_BY:
        now = card(service, tier)
        if now is not None and now != before:
            found[tier] = now
        before = now if now is not None else before
    return found


def of_tier(found: dict[str, Card], viewer: str) -> Card | None:
    """The card that `viewer` sees, of those kept by `cards`."""
    for tier in reversed(FOUND_BY):
        if tier in found and sees(viewer, tier):
            return found[tier]
    return None


def place(location: Location, viewer: str) -> Card | None:
    """What a tier sees of a place."""
    found = seen(location, viewer)
    return found and found | {"id": str(location.id), "hidden": location.is_hidden}


def _writes(service: Service, viewer: str) -> bool | None:
    """Whether a letter could go there: its address was verified. For whoever would write it."""
    return (sees(viewer, RESPONDER) and service.organization.address_is_verified) or None


def _beds(service: Service) -> Card | None:
    newest = Capacity.objects.filter(service=service).order_by("-at").first()
    if newest is None:
        return None
    found = {
        "available": newest.available,
        "unit": newest.unit,
        "at": newest.at.isoformat(),
        "expires": newest.expires.isoformat(),
        "maximum": newest.maximum,
        "waiting": newest.waiting,
    }
    return {name: value for name, value in found.items() if value is not None}


def _checked(service: Service, viewer: str) -> Card:
    """When somebody there last answered, and when they are asked again."""
    rows = Confirmation.objects.filter(record=service.id).order_by("-at")
    newest = rows.exclude(result="unreached").first()
    if newest is None:
        return {}
    found = {
        "checked": clock.line_time(newest.at).date().isoformat(),
        "due": newest.due.isoformat(),
    }
    return found | ({"checked_how": newest.how} if sees(viewer, RESPONDER) else {})


def _unsure(service: Service) -> Card:
    """field.language → machine or stale: words that nobody vouches for."""
    return {
        place: said["as"]
        for place, said in service.said.items()
        if said.get("as") in {"machine", "stale"}
    }
