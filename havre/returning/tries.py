"""How often words may be tried: per pair of first words, and in all. Counted in the shared tables.

A try is written down before it is counted, so that of many at once, in however many processes, no
more than the limit come through. Only those that were let through stay written down: whoever
presses again while they wait makes nobody wait longer.
"""

import datetime as dt
import math
import uuid

from django.db.models import Max

from havre.lib import clock
from havre.returning.models import Try

FREE = 5  # tries of the same first words in a day, before one waits
LONGEST_WAIT = 4  # hours; the first wait is one, then two: whoever has the words gets in that day
A_MINUTE = 60  # tries of everybody: each takes a tenth of a second of one processor
_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


class Wait(Exception):
    """Not now. `seconds`: when to try again. `all_of_us`: so many try, whoever they are."""

    def __init__(self, seconds: int, *, all_of_us: bool) -> None:
        super().__init__("too many tries")
        self.seconds = seconds
        self.all_of_us = all_of_us


def begin(mark: uuid.UUID) -> Try:
    """Count one try of these first words. Raises Wait."""
    one = Try.objects.create(mark=mark)
    if seconds := _too_soon(one):
        return _refuse(one, seconds, all_of_us=False)
    if Try.objects.filter(at__gt=one.at - _MINUTE).count() > A_MINUTE:
        return _refuse(one, int(_MINUTE.total_seconds()), all_of_us=True)
    return one


def begin_any() -> Try:
    """Count a stretch that no first words were tried for: new words are drawn. Raises Wait."""
    return begin(uuid.uuid4())


def opened(one: Try) -> int:
    """It was right: how often others were not in this day. They are forgotten with it."""
    gone, _ = Try.objects.filter(mark=one.mark).delete()
    return max(0, gone - 1)


def of(mark: uuid.UUID) -> int:
    """How often these first words were tried in vain in a day."""
    return Try.objects.filter(mark=mark, at__gt=clock.now() - _DAY).count()


def _too_soon(one: Try) -> int:
    """Seconds until the next try of these first words; 0 is now."""
    last: dt.datetime
    others = Try.objects.filter(mark=one.mark, at__gt=one.at - _DAY).exclude(id=one.id)
    n = others.count()
    if n < FREE:
        return 0
    last = others.aggregate(at=Max("at"))["at"]
    wait = dt.timedelta(hours=min(2 ** (n - FREE), LONGEST_WAIT))
    since = min(last, one.at)  # a clock that was set back holds nobody longer
    return max(0, math.ceil((since + wait - one.at).total_seconds()))


def _refuse(one: Try, seconds: int, *, all_of_us: bool) -> Try:
    Try.objects.filter(id=one.id).delete()
    raise Wait(seconds, all_of_us=all_of_us)
