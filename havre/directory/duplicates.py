"""Records that may be one, with the reasons; a curator says whether they are. Nothing is guessed:
the same number, web page, address to write to or street, or the same words in the name."""

from collections.abc import Iterator
from itertools import combinations
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import doubts, fields, merging
from havre.directory.models import (
    Distinct,
    Likeness,
    Location,
    Merge,
    Organization,
    Record,
    Service,
)
from havre.lib import lang

PHONE, WEBSITE, EMAIL, NAME, ADDRESS = "phone", "website", "email", "name", "address"
MANY = 12  # as many that share one thing share a switchboard, and are not one
_EMPTY_WORDS = {"the", "of", "and", "le", "la", "les", "l", "de", "du", "des", "d", "et", "inc"}
Pair = tuple[UUID, UUID]


@transaction.atomic
def find(*, by: str) -> int:
    """Look at all records; how many pairs wait then. What somebody said of a pair stands."""
    found: dict[Pair, tuple[str, set[str]]] = {}
    for kind, model in fields.KINDS.items():
        gone = Merge.objects.filter(kind=kind, unmerge=None).values("gone")
        rows = list(model.objects.exclude(status="defunct").exclude(pk__in=gone))  # type: ignore[attr-defined]
        for pair, reason in _pairs(rows):
            found.setdefault(pair, (kind, set()))[1].add(reason)
    for (record, other), (kind, reasons) in found.items():
        Likeness.objects.update_or_create(
            record=record, other=other,
            defaults={"reasons": sorted(reasons)}, create_defaults={
                "kind": kind, "reasons": sorted(reasons), "by": by},
        )  # fmt: skip
    for stale in Likeness.objects.filter(distinct=None):
        if (stale.record, stale.other) not in found:
            stale.delete()
    return waiting().count()


def waiting() -> QuerySet[Likeness]:
    """Pairs of which nobody said anything."""
    gone = Merge.objects.filter(unmerge=None).values("gone")
    rows = Likeness.objects.filter(distinct=None).exclude(record__in=gone).exclude(other__in=gone)
    return rows.order_by("kind", "at", "id")


@transaction.atomic
def are_two(likeness: Likeness, *, by: str) -> None:
    """A curator looked: they are not one, and are not shown again."""
    _, is_new = Distinct.objects.get_or_create(likeness=likeness, defaults={"by": by})
    if is_new:
        audit(actor=by, verb=Verb.DIRECTORY_DISTINCT, target=str(likeness.record))


def merges() -> list[tuple[Merge, Record, Record, list[str]]]:
    """The newest merges that stand: (merge, kept, gone, what undoing would leave)."""
    rows = Merge.objects.filter(unmerge=None).order_by("-at", "id")[:20]
    return [(each, *merging.both(each), merging.left(each)) for each in rows]


def _pairs(rows: list[Record]) -> Iterator[tuple[Pair, str]]:
    buckets: dict[tuple[object, ...], set[UUID]] = {}
    for row in rows:
        for mark in _marks(row):
            buckets.setdefault(mark, set()).add(row.pk)
    for mark, ids in buckets.items():
        if 1 < len(ids) <= MANY:
            for one, two in combinations(sorted(ids), 2):
                yield (one, two), str(mark[0])


def _marks(row: Record) -> Iterator[tuple[object, ...]]:
    """What hardly two of them share. Services and places are looked at within an organization."""
    names = {_words(str(name)) for name in row.names.values()}
    if isinstance(row, Organization):
        yield from ((NAME, name) for name in names if name)
        for phone in row.phones:
            yield PHONE, doubts.same(phone["number"])
        host = (urlsplit(fields.value_of(row, "website")).hostname or "").removeprefix("www.")
        yield from ((WEBSITE, host),) if host else ()
        yield from ((EMAIL, row.email.casefold()),) if row.email else ()
    elif isinstance(row, Service):
        yield from ((NAME, row.organization_id, row.settlement, name) for name in names if name)
    elif isinstance(row, Location):
        yield from ((NAME, row.organization_id, row.settlement, name) for name in names if name)
        street = _words(str(fields.value_of(row, "address").get("address_1", "")))
        if street and not row.is_hidden:
            yield ADDRESS, row.organization_id, row.settlement, street


def _words(text: str) -> tuple[str, ...]:
    cut = "".join(c if c.isalnum() else " " for c in lang.fold(text))
    return tuple(sorted(set(cut.split()) - _EMPTY_WORDS))
