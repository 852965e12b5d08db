"""Cutting loose: at month's end tallies become counters, and nothing leads back."""

from collections import Counter as Counts

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.statistics.models import INTERPRETED, SINGLE, Counted, Counter, PendingTally


@transaction.atomic
def cut_loose(*, by: str = "nightly run") -> int:
    """Count every tally of a month that is over, then delete it. Safe to run twice. How many.

    Counters are written in the order of their names, so no order of contacts survives.
    """
    over = list(
        PendingTally.objects.select_for_update().filter(month__lt=clock.month_of(clock.now()))
    )
    if not over:
        return 0
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
    for (month, dimension, value), n in sorted(counts.items()):
        add(month, dimension, value, n)
    Counted.objects.bulk_create(
        [Counted(contact_id=tally.contact_id) for tally in over], ignore_conflicts=True
    )
    PendingTally.objects.filter(id__in=[tally.id for tally in over]).delete()
    record(actor=by, verb=Verb.COUNTED)
    return len(over)


def add(month: str, dimension: str, value: str, n: int) -> None:
    """Raise one counter."""
    counter, _ = Counter.objects.get_or_create(
        key=f"{month}|{dimension}|{value}",
        defaults={"month": month, "dimension": dimension, "value": value},
    )
    counter.n += n
    counter.save(update_fields=["n"])
