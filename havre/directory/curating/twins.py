"""What the pages show of entries that may be one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.directory import duplicates, fields, merging
from havre.directory.curating import parts, telling
from havre.directory.models import Likeness, Merge, Record
from havre.directory.tiers import is_guarded

_PAGE = 50
_REASONS: "dict[str, str | Promise]" = {
    duplicates.NAME: _("the same words in the name"),
    duplicates.PHONE: _("the same telephone number"),
    duplicates.WEBSITE: _("the same web page"),
    duplicates.EMAIL: _("the same e-mail address"),
    duplicates.ADDRESS: _("the same street"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records. `lines`: (label, what each says of it, whether that differs)."""

    likeness: Likeness
    rows: list[Record]
    reasons: list["str | Promise"]
    guarded: bool
    lines: list[tuple[str, list[telling.Fact], bool]]


def listed() -> dict[str, Any]:
    """Pairs that wait, how many there are in all, and merges that can be undone."""
    found = duplicates.waiting()
    pairs = [_pair(each, whole=False) for each in found[:_PAGE]]
    merged = [
        {"merge": each, "kept": kept, "gone": gone, "left": [_left(each, name) for name in left]}
        for each, kept, gone, left in duplicates.merges()
    ]
    return {"pairs": pairs, "total": found.count(), "merges": merged}


def pair(id: UUID) -> Pair | None:
    """One of them, whole; None where somebody was done with it."""
    found = duplicates.waiting().filter(pk=id).first()
    return _pair(found, whole=True) if found else None


def merge(id: UUID) -> Merge | None:
    """A merge, undone or not."""
    return Merge.objects.filter(pk=id).first()


def _pair(each: Likeness, *, whole: bool) -> Pair:
    rows = [merging.row_of(each.kind, one) for one in (each.record, each.other)]
    names = tuple(n for part in parts.parts(each.kind) for n in part.names) if whole else ()
    told = [telling.facts(row, names) for row in rows]
    known = [{fact.name: fact for fact in facts} for facts in told]
    lines = [
        (one.label, [one, other], one.lines != other.lines)
        for name, one in known[0].items()
        if (other := known[1].get(name)) and (one.lines or other.lines)
    ]
    return Pair(
        likeness=each,
        rows=rows,
        reasons=[_REASONS[reason] for reason in each.reasons],
        guarded=any(is_guarded(row) for row in rows),
        lines=lines,
    )


def _left(made: Merge, name: str) -> str:
    beside: dict[str, Any] = {"moved": _("what went elsewhere")}
    known = fields.catalogue(made.kind)
    return str(known[name].label if name in known else beside[name])
