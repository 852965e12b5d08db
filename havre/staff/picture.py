"""Where the rota's picture puts things: one week as lanes of covered and uncovered time."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from havre.staff.coverage import Need, Stretch, moment_of
from havre.staff.rota import Week

LEFT, WIDTH, HEAD, LANE, BAR = 176, 1008, 26, 34, 22  # in the picture's own measure
_WORDS_FIT = {True: 30, False: 46}  # for whole hours, for others: how wide words are


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch in its place. `minutes` stands in it where there is room."""

    x: float
    width: float
    minutes: int

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def has_room(self) -> bool:
        """Whether words fit."""
        return self.width >= _WORDS_FIT[self.minutes % 60 == 0]


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """One need, drawn."""

    need: Need
    y: int
    covered: tuple[Bar, ...]
    uncovered: tuple[Bar, ...]
    minutes: int

    @property
    def words_y(self) -> int:
        """The line its words stand on."""
        return self.y + 16


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A day of the line: as wide as it is long, 23 to 25 hours."""

    day: dt.date
    bar: Bar

    @property
    def is_odd(self) -> bool:
        """Whether the clock is put forward or back on it."""
        return self.bar.minutes != 24 * 60

    @property
    def words_x(self) -> float:
        """Where its name begins."""
        return self.bar.x + 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A week, drawn."""

    week: Week
    days: tuple[DrawnDay, ...]
    lanes: tuple[DrawnLane, ...]
    now_x: float | None
    left: int = LEFT
    width: int = LEFT + WIDTH
    bar: int = BAR

    @property
    def height(self) -> int:
        """How high the picture is."""
        return HEAD + LANE * len(self.lanes)


def draw(week: Week, *, now: dt.datetime, zone: ZoneInfo) -> Picture:
    """The week's picture. Every width is its share of the minutes that pass."""
    lanes = [
        DrawnLane(
            lane.need,
            HEAD + n * LANE + (LANE - BAR) // 2,
            tuple(_bar(stretch, week.span) for stretch in lane.covered),
            tuple(_bar(stretch, week.span) for stretch in lane.uncovered),
            lane.minutes,
        )
        for n, lane in enumerate(week.lanes)
    ]
    is_now = week.span.start <= now < week.span.end
    now_x = _bar(Stretch(week.span.start, now), week.span) if is_now else None
    at = round(LEFT + now_x.width, 1) if now_x else None
    return Picture(week, tuple(_days(week, zone)), tuple(lanes), at)


def _days(week: Week, zone: ZoneInfo) -> list[DrawnDay]:
    days = [week.monday + dt.timedelta(days=n) for n in range(8)]
    edges = [moment_of(day, 0, zone) for day in days]
    return [DrawnDay(days[n], _bar(Stretch(edges[n], edges[n + 1]), week.span)) for n in range(7)]


def _bar(stretch: Stretch, within: Stretch) -> Bar:
    scale = WIDTH / (within.end - within.start).total_seconds()
    x = (stretch.start - within.start).total_seconds() * scale
    width = (stretch.end - stretch.start).total_seconds() * scale
    return Bar(round(LEFT + x, 1), round(width, 1), stretch.minutes)
