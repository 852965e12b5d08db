"""What nobody changes alone: how to reach, find or see a house that shelters somebody (000-12).

A trafficker's number in the place of a shelter's is the worst that can happen to a directory.
"""

from typing import Any

from havre.directory import fields, leading
from havre.directory.models import TIERS, Record, Service
from havre.directory.tiers import is_guarded

_RANK = {tier: rank for rank, tier in enumerate(TIERS)}
_OUTSIDE = frozenset({"provider", "responder", "import"})

__all__ = ["differing", "is_guarded", "needed", "of_two", "shelters"]


def shelters(values: dict[str, Any]) -> bool:
    """Whether a service with these values would be guarded."""
    return Service(kind=values.get("kind", ""), needs=values.get("needs", [])).is_guarded


def differing(row: Record, values: dict[str, Any]) -> dict[str, Any]:
    """Of some checked values, those that are not what the record says already."""
    return {n: value for n, value in values.items() if fields.value_of(row, n) != value}


def of_two(row: Record, changes: dict[str, Any]) -> set[str]:
    """Of some changes, those that one curator may not make alone.

    Words count where they hold a number or an address that did not stand there: whoever reads them
    calls it. Its kind and needs count where they make a service guarded, or no longer: else
    somebody would turn a shelter into something else first. Showing to fewer is never held up.
    """
    known = fields.catalogue(fields.kind_of(row))
    guarded = is_guarded(row)
    found = {
        name for name in changes if guarded and (known[name].twice or _leads(row, name, changes))
    }
    if isinstance(row, Service):
        becomes = {"kind": row.kind, "needs": row.needs} | changes
        found |= {"kind", "needs"} & set(changes) if shelters(becomes) != guarded else set()
    return {name for name in found if not _shows_less(row, name, changes[name])}


def needed(row: Record, changes: dict[str, Any], source: str) -> int:
    """How many must agree beside who proposes: two where it did not come from a curator."""
    known = fields.catalogue(fields.kind_of(row))
    named = {name: value for name, value in changes.items() if name in known}
    places = len(named) < len(changes) and is_guarded(row)
    if source in _OUTSIDE:
        return 2 if places or of_two(row, named) else 1
    return 1 if places or of_two(row, named) else 0


def _leads(row: Record, name: str, changes: dict[str, Any]) -> bool:
    """Whether words would lead somewhere that they do not lead to now."""
    return not leading.found_in(changes[name]) <= leading.found_in(fields.value_of(row, name))


def _shows_less(row: Record, name: str, value: Any) -> bool:
    if name == "visibility":
        return _RANK[value] >= _RANK[row.visibility]
    if name != "hidden":
        return False
    known = fields.catalogue(fields.kind_of(row))
    now = {name: row.hidden.get(name) or fact.tier for name, fact in known.items()}
    return all(_RANK[value.get(n) or known[n].tier] >= _RANK[tier] for n, tier in now.items())
