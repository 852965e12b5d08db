"""What an import would change of a record, field by field, and what it must not change alone.

Three things are compared: what we have, what the source says, and what it said when it was last
taken in. Where only the source changed, it is followed; where a curator changed something since,
ours is kept and the other is shown; of words, language by language.
"""

from dataclasses import dataclass, field
from typing import Any

from havre.directory import fields, guarding, hiding, tiers
from havre.directory.models import Location, Record

_NEVER = {"visibility", "hidden"}  # who may see a record is ours to say


@dataclass(slots=True)
class Difference:
    """`changes` go with the import, `apart` need two people of their own, `conflicts` are kept as
    they are here. `seen`: what the source says now."""

    changes: dict[str, Any] = field(default_factory=dict)
    apart: dict[str, Any] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)


def compare(
    record: Record, values: dict[str, Any], spoilt: set[str], then: dict[str, Any] | None
) -> Difference:
    """`then`: the values when they were last taken in, None if never; `spoilt`: unreadable now."""
    made = Difference(seen=dict(values))
    known = fields.catalogue(fields.kind_of(record))
    unread = spoilt - values.keys()
    made.seen |= {name: (then or {})[name] for name in unread & (then or {}).keys()}
    sealed: frozenset[str] = (
        hiding.EXACT if isinstance(record, Location) and record.is_hidden else frozenset()
    )
    names = values.keys() | (then or {}).keys()
    guarded = tiers.is_guarded(record)
    for name in [name for name in known if name in names - unread - _NEVER - sealed]:
        ours, new = fields.value_of(record, name), values.get(name, known[name].default())
        before = None if then is None else then.get(name, known[name].default())
        if known[name].is_words:
            result, clashes = _words(ours, new, before or {})
        else:
            result, clashes = _whole(ours, new, before, known[name].default())
        made.conflicts += [f"{name}.{part}".rstrip(".") for part in clashes]
        if result != ours:
            target = made.apart if _needs_two(record, name, result, guarded) else made.changes
            target[name] = result
    for name in sealed:
        made.seen.pop(name, None)
    return made


def _whole(ours: Any, new: Any, before: Any, empty: Any) -> tuple[Any, list[str]]:
    if new in (ours, before):
        return ours, []
    follows = ours == (empty if before is None else before)
    return (new, []) if follows else (ours, [""])


def _words(ours: Any, new: Any, before: Any) -> tuple[Any, list[str]]:
    result, clashes = dict(ours), []
    for code in new.keys() | before.keys():
        said, clash = _whole(ours.get(code, ""), new.get(code, ""), before.get(code, ""), "")
        result[code] = said
        clashes += [code] if clash else []
    return {code: said for code, said in result.items() if said}, sorted(clashes)


def _needs_two(record: Record, name: str, value: Any, guarded: bool) -> bool:
    if name == "kind" and fields.kind_of(record) == fields.ORGANIZATION:
        return True  # police are never offered by default; nobody stops being police by a feed
    if guarding.of_two(record, {name: value}):
        return True
    return guarded and name == "kind"  # of a house: a place for mail, or where one knocks
