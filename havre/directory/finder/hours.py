"""Open, closed or unknown at a time, and for how long: one service, told exactly.

A closed day, a holiday or one said, closes every hour of that day, those that began on the day
before, and those that begin on it: we would rather say "closed" to an open door than "open" to
a closed one. Times are the wall clock of the service's zone, to the minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from havre.directory.finder.entry import Closing, Entry, Opening
from havre.directory.finder.holidays import is_holiday

DAY = 1440  # minutes
KINDS = {"operating": 1, "phone": 2, "intake": 4, "drop_in": 8}
ANY = 15
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AHEAD = 8  # days that are looked at for "closes in"

UNKNOWN, CLOSED, OPEN = 0, 1, 2
STATES = ("unknown", "closed", "open")


@dataclass(frozen=True, slots=True)
class Hours:
    """All that says when a service is open; `province` is whose holidays close it, or empty."""

    zone: str
    province: str
    openings: tuple[Opening, ...]
    closings: tuple[Closing, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state of STATES, with minutes until it closes or opens; None if not within a week."""

    state: int
    closes_in: int | None = None
    opens_in: int | None = None


def of(entry: Entry) -> Hours:
    """The hours of an entry. Raises ValueError for a time, a day or a zone that is none."""
    for rule in entry.openings:
        if rule.kind not in KINDS or not set(rule.days) <= set(WEEK):
            raise ValueError(f"Not a rule of opening hours: {rule.kind}, {', '.join(rule.days)}.")
        span(rule.opens, rule.closes)
    for one in entry.closings:
        if one.opens or one.closes or one.is_open:
            span(one.opens, one.closes)
    zone(entry.zone)
    province = home_of(entry) if entry.holidays else ""
    return Hours(entry.zone, province, entry.openings, entry.closings)


def home_of(entry: Entry) -> str:
    """The province whose calendar an entry keeps, two letters; empty if nobody knows."""
    return entry.province or (entry.points[0].province if entry.points else "")


@cache
def zone(name: str) -> ZoneInfo:
    """A zone by its IANA name. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as nobody:
        raise ValueError(f"Not a time zone: {name!r}.") from nobody


@cache
def span(opens: str, closes: str) -> tuple[int, int]:
    """Minutes after midnight; the end is past 1440 if it runs into the next day."""
    start, end = _minute(opens), _minute(closes)
    return (start, end) if end > start else (start, end + DAY)


def state_at(hours: Hours, at: datetime, kind: str = "") -> State:
    """How it stands at `at` (aware), for one kind of hours or for any of them."""
    local = at.astimezone(zone(hours.zone))
    wanted = KINDS[kind] if kind else ANY
    today = local.date()
    now = today.toordinal() * DAY + local.hour * 60 + local.minute
    state, until = _now(hours, today, wanted, now=now)
    if state == CLOSED and not knows(hours, today, wanted):
        return State(UNKNOWN)
    minutes = None if until is None else minutes_until(until, at, hours.zone)
    if state == OPEN:
        return State(OPEN, closes_in=minutes)
    return State(CLOSED, opens_in=minutes)


def _now(hours: Hours, today: date, wanted: int, *, now: int) -> tuple[int, int | None]:
    """OPEN or CLOSED, and the minute it changes; most change by tomorrow, so that is seen first."""
    for ahead in (1, AHEAD):
        end_of_sight = (today.toordinal() + ahead + 1) * DAY
        for start, end in _runs(hours, today, wanted, ahead=ahead):
            if start > now:
                return CLOSED, start
            if now < end < end_of_sight:
                return OPEN, end
            if now < end and ahead == AHEAD:
                return OPEN, None
    return CLOSED, None


def knows(hours: Hours, day: date, wanted: int) -> bool:
    """Whether anything says how it stands on that day: a rule not yet run out, or the day."""
    return any(one.day == day for one in hours.closings) or any(
        KINDS[rule.kind] & wanted and (rule.valid_to is None or day <= rule.valid_to)
        for rule in hours.openings
    )


def _runs(hours: Hours, today: date, wanted: int, *, ahead: int) -> list[tuple[int, int]]:
    """When it is open from yesterday on, in order, what touches made one, closings cut out."""
    days = [today + timedelta(days=n) for n in range(-1, ahead + 1)]
    opened = sorted(run for day in days for run in _opened(hours, day, wanted))
    closed = sorted(run for day in days for run in _closed(hours, day))
    merged: list[tuple[int, int]] = []
    for start, end in (part for run in opened for part in _without(run, closed)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _opened(hours: Hours, day: date, wanted: int) -> Iterator[tuple[int, int]]:
    base = day.toordinal() * DAY
    exceptional = [span(c.opens, c.closes) for c in hours.closings if c.day == day and c.is_open]
    if not exceptional and not _is_closed(hours, day):
        exceptional = [
            span(rule.opens, rule.closes)
            for rule in hours.openings
            if KINDS[rule.kind] & wanted and WEEK[day.weekday()] in rule.days and _valid(rule, day)
        ]
    yield from ((base + start, base + end) for start, end in exceptional)


def _closed(hours: Hours, day: date) -> Iterator[tuple[int, int]]:
    base = day.toordinal() * DAY
    if _is_closed(hours, day):
        yield base, base + DAY
    for one in hours.closings:
        if one.day == day and not one.is_open and (one.opens or one.closes):
            start, end = span(one.opens, one.closes)
            yield base + start, base + end


def _is_closed(hours: Hours, day: date) -> bool:
    """Whether the whole day is, by a holiday or a closing without times, and no hours instead."""
    those = [one for one in hours.closings if one.day == day]
    if any(one.is_open for one in those):
        return False
    if not hours.province and not those:
        return False
    return is_holiday(hours.province, day) or any(not (c.opens or c.closes) for c in those)


def _valid(rule: Opening, day: date) -> bool:
    return (rule.valid_from or day) <= day <= (rule.valid_to or day)


def _without(run: tuple[int, int], closed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = run
    for shut, again in closed:
        if shut < end and again > start:
            if shut > start:
                yield start, shut
            start = max(start, again)
    if start < end:
        yield start, end


def minutes_until(wall: int, at: datetime, zone_name: str) -> int:
    """Minutes from `at` to a wall-clock minute; right on the days of 23 and 25 hours."""
    day, minute = divmod(wall, DAY)
    there = datetime.combine(date.fromordinal(day), datetime.min.time(), zone(zone_name))
    there = there.replace(hour=minute // 60, minute=minute % 60)
    if there.timestamp() <= at.timestamp():
        there = there.replace(fold=1)
    return max(0, int((there.timestamp() - at.timestamp()) // 60))


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(text) == 5):
        raise ValueError(f"Not a time of day: {text!r}. Write it as 09:00.")
    total = int(hour) * 60 + int(minute)
    if total > DAY or int(minute) > 59:
        raise ValueError(f"Not a time of day: {text!r}. Write it as 09:00.")
    return total
