"""The week that comes back: what is asked about hours most often, answered without a calendar.

The same answers as `hours.state_at` wherever no closing, no holiday and no rule for a season is
near; elsewhere that one is asked. A test holds the two together.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from havre.directory.finder.holidays import is_holiday
from havre.directory.finder.hours import (
    AHEAD,
    ANY,
    CLOSED,
    DAY,
    KINDS,
    OPEN,
    WEEK,
    Hours,
    State,
    minutes_until,
    span,
    state_at,
    zone,
)

_WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Usual:
    """When it is open, as minutes after a Monday began, from the week before to the week after."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    unlike: frozenset[int]  # ordinals of the days that are told by themselves


def usual_of(hours: Hours, kind: str) -> Usual | None:
    """The week of one kind of hours, or of any; None where weeks are not alike, or never open."""
    wanted = KINDS[kind] if kind else ANY
    rules = [rule for rule in hours.openings if KINDS[rule.kind] & wanted]
    if not any(rule.days for rule in rules) or any(r.valid_from or r.valid_to for r in rules):
        return None
    runs = sorted(
        (day * DAY + start, day * DAY + end)
        for day in range(-7, 14)
        for rule in rules
        if WEEK[day % 7] in rule.days
        for start, end in (span(rule.opens, rule.closes),)
    )
    starts, ends = [runs[0][0]], [runs[0][1]]
    for start, end in runs[1:]:
        if start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Usual(tuple(starts), tuple(ends), frozenset(c.day.toordinal() for c in hours.closings))


def state(hours: Hours, usual: Usual | None, at: datetime, kind: str) -> State:
    """How it stands at `at` (aware), as `hours.state_at` says."""
    if usual is None:
        return state_at(hours, at, kind)
    local = at.astimezone(zone(hours.zone))
    day, today = local.weekday(), local.date().toordinal()
    now = day * DAY + local.hour * 60 + local.minute
    found = bisect_right(usual.starts, now) - 1
    is_open = found >= 0 and now < usual.ends[found]
    until = usual.ends[found] if is_open else usual.starts[found + 1]
    is_endless = is_open and until - usual.starts[found] > _WEEK
    ahead = AHEAD if is_endless else until // DAY - day
    if _is_unlike(hours, usual, today, ahead):
        return state_at(hours, at, kind)
    if is_endless:
        return State(OPEN)
    minutes = minutes_until((today - day) * DAY + until, at, hours.zone)
    return State(OPEN, closes_in=minutes) if is_open else State(CLOSED, opens_in=minutes)


def _is_unlike(hours: Hours, usual: Usual, today: int, ahead: int) -> bool:
    """Whether any day from yesterday on, `ahead` days from today, is unlike the others."""
    if hours.province and _holiday_after(hours.province, today) <= ahead:
        return True
    return any(today - 1 <= day <= today + ahead for day in usual.unlike)


@lru_cache(maxsize=4096)
def _holiday_after(province: str, today: int) -> int:
    """In how many days from today (-1: yesterday) offices close; AHEAD + 1 if not until then."""
    days = (n for n in range(-1, AHEAD + 1) if is_holiday(province, date.fromordinal(today + n)))
    return next(days, AHEAD + 1)
