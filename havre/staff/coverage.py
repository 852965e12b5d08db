"""Who is on when, and when nobody is: rules that look and decide, and write nothing.

Every stretch is of real time, from one moment to another; only a shift's beginning and end are read
off the wall clock. So a day of 23 or 25 hours has 1,380 or 1,500 minutes, each counted once.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from havre.staff.models import Holiday, Member, Shift, Substitute

_MINUTE, _DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another."""

    start: dt.datetime
    end: dt.datetime

    @property
    def minutes(self) -> int:
        """How long, in minutes that really pass."""
        return int((self.end - self.start) // _MINUTE)


@dataclass(frozen=True, slots=True)
class Stint:
    """One shift on one day. `member`: who is on, None if nobody is or may be."""

    shift: Shift
    day: dt.date
    span: Stretch
    member: Member | None
    is_taken_over: bool = False

    @property
    def supervises(self) -> bool:
        """Whether a supervisor is reached in it."""
        return self.shift.duty == Shift.SUPERVISE

    @property
    def languages(self) -> frozenset[str]:
        """What is spoken in it: of the member's own languages those the shift names, if any."""
        spoken = frozenset(self.member.languages.split()) if self.member else frozenset()
        return spoken & frozenset(self.shift.languages.split() or spoken)

    @property
    def spoken(self) -> list[str]:
        """The same in a fixed order, for a page."""
        return sorted(self.languages)


@dataclass(frozen=True, slots=True)
class Need:
    """What must be covered at all hours: a supervisor, or one language on one channel."""

    channel: str = ""
    language: str = ""

    @property
    def is_supervisor(self) -> bool:
        """The hard rule: whatever happens, somebody decides."""
        return not self.channel

    def is_met_by(self, stint: Stint) -> bool:
        """Whether this stint covers it. A channel or language that is not said is none."""
        if stint.member is None or stint.supervises != self.is_supervisor:
            return False
        on_channel = self.channel in stint.shift.channels.split()
        return self.is_supervisor or (on_channel and self.language in stint.languages)


@dataclass(frozen=True, slots=True)
class Lane:
    """One need over a time: when it is met, and when it is not."""

    need: Need
    covered: tuple[Stretch, ...]
    uncovered: tuple[Stretch, ...]

    @property
    def minutes(self) -> int:
        """How many minutes nobody covers."""
        return sum(stretch.minutes for stretch in self.uncovered)


@dataclass(frozen=True)
class Plan:
    """The rota as it stands. `may`: by duty, the members who work here and have the role."""

    zone: ZoneInfo
    shifts: tuple[Shift, ...] = ()
    substitutes: Mapping[tuple[uuid.UUID, dt.date], Substitute] = field(default_factory=dict)
    holidays: Mapping[dt.date, Holiday] = field(default_factory=dict)
    may: Mapping[str, frozenset[uuid.UUID]] = field(default_factory=dict)

    def stints(self, span: Stretch) -> list[Stint]:
        """Every shift that is on at some moment of the stretch, in the order of beginning."""
        day = span.start.astimezone(self.zone).date() - _DAY  # no shift is longer than a day
        last = span.end.astimezone(self.zone).date()
        found: list[Stint] = []
        while day <= last:
            found += [s for s in self.beginning_on(day) if _overlap(s.span, span)]
            day += _DAY
        return sorted(found, key=lambda s: (s.span.start, s.shift.place, s.span.end, s.shift.id))

    def beginning_on(self, day: dt.date) -> Iterator[Stint]:
        """The shifts that begin on this day of the line."""
        holiday = self.holidays.get(day)
        for shift in self.shifts:
            rests = holiday is not None and not holiday.holds and not shift.is_one_day
            if shift.is_on(day) and not rests:
                yield self._stint(shift, day)

    def _stint(self, shift: Shift, day: dt.date) -> Stint:
        start = moment_of(day, shift.from_minute, self.zone)
        end = moment_of(day, shift.from_minute + shift.minutes, self.zone)
        substitute = self.substitutes.get((shift.id, day))
        member = substitute.member if substitute else shift.member
        may = member is not None and member.id in self.may.get(shift.duty, frozenset())
        return Stint(
            shift, day, Stretch(start, end), member if may else None, substitute is not None
        )


def moment_of(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """The moment at which the wall shows this minute of the day; they run on past midnight.

    A minute that the clock leaves out in spring is the moment of the leap; one that it shows twice
    in autumn is the first. So two shifts that meet on the wall meet in truth.
    """
    wall = dt.datetime.combine(day, dt.time()) + minute * _MINUTE
    while _is_left_out(wall, zone):
        wall += _MINUTE
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def days(first: dt.date, count: int, zone: ZoneInfo) -> Stretch:
    """So many whole days of the line: of 23 to 25 hours each."""
    return Stretch(moment_of(first, 0, zone), moment_of(first + count * _DAY, 0, zone))


def lane(need: Need, stints: Iterable[Stint], within: Stretch) -> Lane:
    """When the need is met within the stretch, and when it is not; together they are all of it."""
    met = [stint.span for stint in stints if need.is_met_by(stint)]
    covered = merged(met, within)
    return Lane(need, tuple(covered), tuple(_between(covered, within)))


def merged(spans: Iterable[Stretch], within: Stretch) -> list[Stretch]:
    """The same time without overlaps, in order, cut to the stretch."""
    found: list[Stretch] = []
    for span in sorted(spans, key=lambda each: each.start):
        start, end = max(span.start, within.start), min(span.end, within.end)
        if start >= end:
            continue
        if found and start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Stretch(start, end))
    return found


def ladder(stints: Iterable[Stint], at: dt.datetime) -> list[Member]:
    """The supervisors on at this moment, whom to call first first, each of them once."""
    on = [s for s in stints if s.supervises and s.span.start <= at < s.span.end and s.member]
    ordered = sorted(on, key=lambda s: (s.shift.place, s.span.start, s.shift.id))
    return list({s.member.id: s.member for s in ordered if s.member}.values())


def _between(covered: Iterable[Stretch], within: Stretch) -> Iterator[Stretch]:
    at = within.start
    for stretch in covered:
        if stretch.start > at:
            yield Stretch(at, stretch.start)
        at = stretch.end
    if at < within.end:
        yield Stretch(at, within.end)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end


def _is_left_out(wall: dt.datetime, zone: ZoneInfo) -> bool:
    back = wall.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return back.replace(tzinfo=None) != wall
