"""How long somebody listened, for themselves alone: worked out from what is kept, and not kept.

It takes who is signed in and nobody else, so that no page can ask it about a colleague.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from havre.contacts.models import Taking
from havre.lib import clock
from havre.staff.signin import SHIFT, SignedIn

Span = tuple[dt.datetime, dt.datetime]


def hours_of(who: SignedIn, days: int) -> list[float]:
    """Hours with somebody in conversation on each of the last days; today is the last."""
    since = clock.now() - dt.timedelta(days=days + 1)
    rows = Taking.objects.filter(member=who.member, at__gt=since).select_related("contact__closure")
    return by_day([_span(row) for row in rows], clock.line_time(clock.now()), days)


def by_day(spans: Iterable[Span], now: dt.datetime, days: int) -> list[float]:
    """Each moment counts once, however many conversations it held. Days in the zone of `now`."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = [midnight - dt.timedelta(days=n) for n in range(days - 1, -2, -1)]
    merged = _merged(spans)
    return [
        sum(_overlap(span, (day, end)) for span in merged) / 3600 for day, end in pairwise(begins)
    ]


def _span(taking: Taking) -> Span:
    """One that nobody closed lasts no longer than a shift."""
    closure = getattr(taking.contact, "closure", None)
    end = closure.at if closure else clock.now()
    return taking.at, max(taking.at, min(end, taking.at + SHIFT))


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _overlap(one: Span, other: Span) -> float:
    """Seconds; in UTC, where a day of the clock change has its true length."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return max(0.0, (end.astimezone(dt.UTC) - begin.astimezone(dt.UTC)).total_seconds())
