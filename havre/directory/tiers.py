"""Who sees what: one function between what is kept and everybody who reads it.

Search, distances, order, counts, maps, print, feeds and exports ask here, so that none of them can
show more than the others (directory.md 6; requirement 000-12). What is sealed is in no answer.
"""

from typing import Any

from havre.directory.fields import LOCATION, catalogue, kind_of, value_of
from havre.directory.models.records import (
    PUBLIC,
    RESPONDER,
    SEALED,
    TIERS,
    Location,
    Record,
    Service,
)

_RANK = {tier: rank for rank, tier in enumerate(TIERS)}
_DIRECT = "direct"  # a line to one person: not for everybody
_POINT = ("lat", "lon")


def sees(viewer: str, tier: str) -> bool:
    """Whether whoever stands at `viewer` sees what is kept for `tier`. Sealed is seen by nobody."""
    return tier != SEALED and _RANK[tier] <= _RANK[viewer]


def tier_of(record: Record, name: str) -> str:
    """Who sees a field: as the record says, or else as the catalogue does.

    The street of a house that shelters somebody is never public, whatever was typed.
    """
    said = record.hidden.get(name) or catalogue(kind_of(record))[name].tier
    if name == "address" and is_guarded(record) and _RANK[said] < _RANK[RESPONDER]:
        return RESPONDER
    return str(said)


def is_guarded(record: Record) -> bool:
    """Whether somebody could be found by it: a shelter and the like, and each of their places."""
    if isinstance(record, Service):
        return record.is_guarded
    if isinstance(record, Location):
        return record.is_hidden or any(each.is_guarded for each in record.services.all())
    return any(each.is_guarded for each in record.service_set.all())  # type: ignore[attr-defined]


def seen(record: Record, viewer: str) -> dict[str, Any] | None:
    """What `viewer` sees of a record, by field, without what is empty; None if not even it is."""
    if not sees(viewer, record.visibility):
        return None
    kind = kind_of(record)
    found = {
        name: value_of(record, name)
        for name in catalogue(kind)
        if sees(viewer, tier_of(record, name))
    }
    if "phones" in found:
        found["phones"] = [row for row in found["phones"] if _sees_phone(row, viewer)]
    if kind == LOCATION and is_guarded(record):
        found = {name: value for name, value in found.items() if name not in _POINT}
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}


def _sees_phone(row: dict[str, Any], viewer: str) -> bool:
    fallback = RESPONDER if row.get("purpose") == _DIRECT else PUBLIC
    return sees(viewer, row.get("tier") or fallback)
