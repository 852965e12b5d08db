"""Cutting loose: at month's end tallies become counters, and nothing leads back."""

from collections import Counter as Counts

from django.db import transaction
from django.db.models import F

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.statistics.models import (
    CALL_ENDS,
    INTERPRETED,
    SINGLE,
    CallsSoFar,
    Counted,
    Counter,
    PendingTally,
)


@transaction.atomic
def cut_loose(*, by: str = "nightly run") -> int:
    """Count every tally of a month that is over, then delete it. Safe to run twice. How many.

    Counters are written in the order of their names, so no order of contacts survives.
    """
    over = list(
        PendingTally.objects.select_for_update().filter(month__lt=clock.month_of(clock.now()))
    )
    counts: Counts[tuple[str, str, str]] = Counts()
    for tally in over:
        for language, *numbers in tally.interpreted:
            for dimension, n in zip(INTERPRETED, (1, *numbers), strict=True):
                counts[tally.month, dimension, language] += n
        if tally.apart:
            counts[tally.month, "apart", tally.apart] += 1
            continue
        for dimension in SINGLE:
            counts[tally.month, dimension, getattr(tally, dimension)] += 1
        for need in tally.needs:
            counts[tally.month, "need", need] += 1
    counts.update(_calls())
    if not counts:
        return 0
    for (month, dimension, value), n in sorted(counts.items()):
        add(month, dimension, value, n)
    Counted.objects.bulk_create(
        [Counted(contact_id=tally.contact_id) for tally in over], ignore_conflicts=True
    )
    PendingTally.objects.filter(id__in=[tally.id for tally in over]).delete()
    record(actor=by, verb=Verb.COUNTED)
    return len(over)


@transaction.atomic
def count_call(month: str, *, hour: int, language: str, how: str) -> None:
    """A call ended: one more of its hour and language. `language`: empty if none was chosen.

    Raises ValueError for another end than those of CALL_ENDS.
    """
    if how not in CALL_ENDS:
        raise ValueError(f"{how} is no end of a call")
    so_far, _ = CallsSoFar.objects.get_or_create(
        key=f"{month}|{hour}|{language}|{how}",
        defaults={"month": month, "hour": hour, "language": language, "how": how},
    )
    CallsSoFar.objects.filter(key=so_far.key).update(n=F("n") + 1)


def _calls() -> "Counts[tuple[str, str, str]]":
    """The calls of months that are over, by hour and, apart from it, by language."""
    counts: Counts[tuple[str, str, str]] = Counts()
    rows = CallsSoFar.objects.select_for_update().filter(month__lt=clock.month_of(clock.now()))
    for row in rows:
        counts[row.month, "call_hour", f"{row.hour:02d} {row.how}"] += row.n
        counts[row.month, "call_lang", f"{row.language or '-'} {row.how}"] += row.n
    rows.delete()
    return counts


def add(month: str, dimension: str, value: str, n: int) -> None:
    """Raise one counter."""
    counter, _ = Counter.objects.get_or_create(
        key=f"{month}|{dimension}|{value}",
        defaults={"month": month, "dimension": dimension, "value": value},
    )
    counter.n += n
    counter.save(update_fields=["n"])
