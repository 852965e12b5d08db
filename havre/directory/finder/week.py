"""Everybody's hours at once: the state of every kind of week in the index, at one time.

Services share their hours, so what is kept is each different `Hours` once (a pattern, by its
number). The same rules as in `hours`, told with numpy; a test holds the two together.
"""

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from havre.directory.finder.holidays import is_holiday
from havre.directory.finder.hours import (
    ANY,
    CLOSED,
    DAY,
    KINDS,
    OPEN,
    WEEK,
    Hours,
    State,
    span,
    zone,
)
from havre.directory.finder.usual import Usual, state, usual_of

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_ALWAYS = date.max.toordinal()
_REMEMBERED = 8  # minutes
PATTERN, KIND, OPENS, CLOSES, FROM, TO = range(6)


class Patterns:
    """The different hours of an index, numbered in the order they came."""

    def __init__(self) -> None:
        self.all: list[Hours] = []
        self._number: dict[Hours, int] = {}
        self._built = -1
        self._usual: dict[tuple[int, str], Usual | None] = {}
        self._answered: dict[tuple[int, str], NDArray[np.int8]] = {}

    def number(self, hours: Hours) -> int:
        """The number of these hours, new or not."""
        if hours not in self._number:
            self._number[hours] = len(self.all)
            self.all.append(hours)
        return self._number[hours]

    def state(self, number: int, at: datetime, kind: str = "") -> State:
        """How one pattern stands at `at` (aware), with the minutes until that changes."""
        hours = self.all[number]
        if (number, kind) not in self._usual:
            self._usual[number, kind] = usual_of(hours, kind)
        return state(hours, self._usual[number, kind], at, kind)

    def states(self, at: datetime, kind: str = "") -> NDArray[np.int8]:
        """UNKNOWN, CLOSED or OPEN for every pattern at `at` (aware), for one kind or any.

        Nothing changes within a minute, and one types several questions in it.
        """
        if self._built != len(self.all):
            self._build()
            self._answered.clear()
        minute = (int(at.timestamp() // 60), kind)
        if minute not in self._answered:
            while len(self._answered) >= _REMEMBERED:
                self._answered.pop(next(iter(self._answered)))
            self._answered[minute] = self._states(at, kind)
        return self._answered[minute]

    def _states(self, at: datetime, kind: str) -> NDArray[np.int8]:
        wanted = KINDS[kind] if kind else ANY
        clock = [at.astimezone(zone(name)) for name in self._zones]
        days = np.array([c.date().toordinal() for c in clock], dtype=np.int64)[self._zone]
        minutes = np.array([c.hour * 60 + c.minute for c in clock], dtype=np.int64)[self._zone]
        is_open = np.zeros(len(self.all), dtype=bool)
        for day in {c.date().toordinal() for c in clock}:
            here = days == day
            for late in (0, 1):
                self._open(is_open, here, day - late, (minutes + late * DAY, wanted))
            self._close(is_open, here, day, minutes)
        known = days <= self._until[wanted]
        for day in {c.date().toordinal() for c in clock}:
            said = self._days.get(day)
            if said is not None:
                known[said[PATTERN]] |= days[said[PATTERN]] == day
        return np.where(is_open, OPEN, np.where(known, CLOSED, 0)).astype(np.int8)

    def _open(self, is_open: Bools, here: Bools, day: int, asked: tuple[Ints, int]) -> None:
        """Mark what began on `day` and still runs; `asked` are minutes after it, and the kind."""
        minutes, wanted = asked
        rows = self._week[date.fromordinal(day).weekday()]
        usual = ~(self._whole_day(day) | self._instead(day))
        of = rows[PATTERN]
        runs = here[of] & usual[of] & ((rows[KIND] & wanted) > 0)
        runs &= (rows[FROM] <= day) & (day <= rows[TO])
        runs &= (rows[OPENS] <= minutes[of]) & (minutes[of] < rows[CLOSES])
        is_open[of[runs]] = True
        for row in self._said(day, is_open=True):
            of = row[PATTERN]
            runs = here[of] & (row[OPENS] <= minutes[of]) & (minutes[of] < row[CLOSES])
            is_open[of[runs]] = True

    def _close(self, is_open: Bools, here: Bools, day: int, minutes: Ints) -> None:
        """Take out whole closed days, and hours that were closed, also since yesterday."""
        is_open &= ~(here & self._whole_day(day))
        for late in (0, 1):
            for row in self._said(day - late, is_open=False):
                of, now = row[PATTERN], minutes[row[PATTERN]] + late * DAY
                shut = here[of] & (row[OPENS] <= now) & (now < row[CLOSES])
                is_open[of[shut]] = False

    def _whole_day(self, day: int) -> Bools:
        """By pattern: closed all day, by its holiday or by a closing without times."""
        there = date.fromordinal(day)
        closed = np.array([is_holiday(p, there) for p in self._provinces], dtype=bool)
        shut = closed[self._province]
        for row in self._said(day, is_open=False, whole=True):
            shut[row[PATTERN]] = True
        result: Bools = shut & ~self._instead(day)
        return result

    def _instead(self, day: int) -> Bools:
        """By pattern: this day has hours of its own."""
        has = np.zeros(len(self.all), dtype=bool)
        for row in self._said(day, is_open=True):
            has[row[PATTERN]] = True
        return has

    def _said(self, day: int, *, is_open: bool, whole: bool = False) -> Iterator[Ints]:
        """The rows of a day's closings of one sort, as one block if there are any."""
        rows = self._days.get(day)
        if rows is None:
            return
        sort = OPEN if is_open else CLOSED
        without_times = rows[CLOSES] < 0
        these = rows[:, (rows[KIND] == sort) & (without_times == whole)]
        if these.size:
            yield these

    def _build(self) -> None:
        """Lay the rules out in columns; patterns only ever grow in number."""
        self._zones = sorted({hours.zone for hours in self.all})
        self._provinces = sorted({hours.province for hours in self.all})
        self._zone = np.array([self._zones.index(h.zone) for h in self.all], dtype=np.int64)
        places = {name: n for n, name in enumerate(self._provinces)}
        self._province = np.array([places[h.province] for h in self.all], dtype=np.int64)
        week: list[list[tuple[int, ...]]] = [[] for _ in WEEK]
        days: dict[int, list[tuple[int, ...]]] = {}
        for number, hours in enumerate(self.all):
            for name, row in _rules(number, hours):
                week[WEEK.index(name)].append(row)
            for day, row in _days(number, hours):
                days.setdefault(day, []).append(row)
        self._week = [_columns(rows) for rows in week]
        self._days = {day: _columns(rows) for day, rows in days.items()}
        self._until = {wanted: self._last(wanted) for wanted in (*KINDS.values(), ANY)}
        self._built = len(self.all)

    def _last(self, wanted: int) -> Ints:
        """By pattern: the last day that any rule of this kind tells anything of."""
        ends = [
            [
                rule.valid_to.toordinal() if rule.valid_to else _ALWAYS
                for rule in hours.openings
                if KINDS[rule.kind] & wanted
            ]
            for hours in self.all
        ]
        return np.array([max(each, default=0) for each in ends], dtype=np.int64)


def _rules(number: int, hours: Hours) -> Iterator[tuple[str, tuple[int, ...]]]:
    for rule in hours.openings:
        first = rule.valid_from.toordinal() if rule.valid_from else 0
        last = rule.valid_to.toordinal() if rule.valid_to else _ALWAYS
        start, end = span(rule.opens, rule.closes)
        for name in sorted(set(rule.days)):
            yield name, (number, KINDS[rule.kind], start, end, first, last)


def _days(number: int, hours: Hours) -> Iterator[tuple[int, tuple[int, ...]]]:
    for one in hours.closings:
        start, end = (-1, -1) if not (one.opens or one.closes) else span(one.opens, one.closes)
        yield one.day.toordinal(), (number, OPEN if one.is_open else CLOSED, start, end, 0, 0)


def _columns(rows: list[tuple[int, ...]]) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, 6).T.copy()
