"""What a reader hands over: drafts of records, and a sentence for each row it cannot read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from havre.directory import fields
from havre.directory.shapes import Malformed

LONGEST_ID = 200  # characters, as Origin keeps them


class Unreadable(Exception):
    """The whole import is refused; the sentence names the file or the row, and the remedy."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that does not come in. `external`: its id, if that could be read."""

    row: str
    why: str
    kind: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the report that is of no one row."""

    sentence: str


@dataclass(slots=True)
class Draft:
    """What the other system says of one record.

    `row`: where it stands there, for whoever looks it up. `values`: field → value, not yet checked.
    `of`: the id there of its organization. `services`: of a place, the ids of those given there.
    `hidden`: field → tier. `exact`: an address that must not be known, never kept unsealed.
    `notes`: what was left out, a sentence each.
    """

    kind: str
    external: str
    row: str
    values: dict[str, Any] = field(default_factory=dict)
    of: str = ""
    services: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    exact: dict[str, Any] | None = None
    notes: list[str] = field(default_factory=list)


Stream = Iterator[Draft | Refusal | Note]


def salvage(draft: Draft) -> tuple[dict[str, Any], set[str]]:
    """Its values as they are kept, and the fields of which something had to be left out.

    One bad telephone does not cost a record, nor the other telephones: each thing left out is a
    note. Without a name in a language of this line there is no record; the caller looks.
    """
    kept: dict[str, Any] = {}
    spoilt: set[str] = set()
    for name, value in draft.values.items():
        try:
            kept |= fields.checked(draft.kind, {name: value})
        except Malformed as error:
            draft.notes.append(f"{draft.row}: {error}; left out.")
            spoilt.add(name)
            if rows := _good_rows(draft, name, value):
                kept[name] = rows
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in spoilt:
            kept.pop(other, None)  # half a point is none
            spoilt.add(other)
    return kept, spoilt


def _good_rows(draft: Draft, name: str, value: Any) -> list[Any]:
    known = fields.catalogue(draft.kind).get(name)
    if known is None or known.shape not in {"rows", "codes", "list"} or not isinstance(value, list):
        return []
    good: list[Any] = []
    for row in value[:1000]:
        try:
            good += known.check([row])
        except Malformed:
            continue
    try:
        return list(known.check(good))
    except Malformed:
        return []
