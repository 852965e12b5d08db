"""The card of a made-up service, without a database: as `havre.directory.cards` tells it.

A test holds the two together, so that what is measured on cards alone is true of a house.
"""

import datetime as dt
from typing import Any

from havre.directory.cards import Card
from havre.directory.models import PUBLIC, RESPONDER, Service
from havre.lib import clock
from havre.prompt.made_up.services import Made

ASKED_HOW = "phone"
BELIEVED = dt.timedelta(hours=12)  # what was said of beds
_STANDING = {"status": "active", "visibility": PUBLIC}
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def card(owner: Made, service: Made, viewer: str, now: dt.datetime) -> Card:
    """The card that `viewer` sees of a service of `owner`, if both were made at `now`."""
    values = service.values
    made = _STANDING | values | {
        "id": str(service.id),
        "key": service.key,
        "organization": owner.values | {"id": str(owner.id)},
        "places": [_place(service, service.place)] if service.place else [],
        "beds": _beds(service, now),
        "changed": clock.line_time(now).date().isoformat(),
        "modified": now.isoformat(),
    }  # fmt: skip
    if service.checked is not None:
        asked = asked_on(service.checked, now)
        made["checked"] = clock.line_time(asked).date().isoformat()
        made["due"] = due_on(service, asked).isoformat()
        if viewer == RESPONDER:
            made["checked_how"] = ASKED_HOW
    return {name: value for name, value in made.items() if value not in _EMPTY}


def cards(owner: Made, service: Made, now: dt.datetime) -> dict[str, Card]:
    """tier → card, only where it differs from the tier before it."""
    found = {PUBLIC: card(owner, service, PUBLIC, now)}
    if service.checked is not None:
        found[RESPONDER] = card(owner, service, RESPONDER, now)
    return found


def asked_on(days: int, now: dt.datetime) -> dt.datetime:
    """When somebody there was asked."""
    return now - dt.timedelta(days=days)


def due_on(service: Made, asked: dt.datetime) -> dt.date:
    """When they are asked again: where somebody sleeps after ninety days, else after a year."""
    days = 90 if _is_guarded(service) else 365
    return clock.line_time(asked).date() + dt.timedelta(days=days)


def _place(service: Made, place: Made) -> Card:
    hidden = {"lat", "lon"} if _is_guarded(service) else set()
    shown = {name: value for name, value in place.values.items() if name not in hidden}
    return _STANDING | shown | {"kind": "physical", "id": str(place.id), "hidden": False}


def _is_guarded(service: Made) -> bool:
    """As the house's own record says, which asks nothing of a database."""
    return Service(kind=service.values["kind"], needs=service.values["needs"]).is_guarded


def _beds(service: Made, now: dt.datetime) -> Card | None:
    if service.beds is None:
        return None
    free, most = service.beds
    expires = (now + BELIEVED).isoformat()
    return {
        "available": free, "unit": "bed", "at": now.isoformat(), "expires": expires,
        "maximum": most,
    }  # fmt: skip
