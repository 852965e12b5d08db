"""The last days as a quiet picture: how high, how many dots, and the same in words."""

import datetime as dt
from dataclasses import dataclass

from havre.staff.care import DAYS, Meter

_STEPS = 5  # heights of a column
_FULL = 6.0  # hours of listening that fill one


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the picture."""

    on: dt.date
    hard: int
    hours: int
    height: int  # 0 to _STEPS

    @property
    def dots(self) -> str:
        """One for each hard contact; more than three are as heavy as three."""
        return "•" * min(self.hard, 3)


def week_of(meter: Meter, hours: list[float]) -> list[Day]:
    """Oldest first, as both lists are."""
    first = meter.today - dt.timedelta(days=DAYS - 1)
    return [
        Day(first + dt.timedelta(days=n), hard, round(hour), _height(hour))
        for n, (hard, hour) in enumerate(zip(meter.hard, hours, strict=True))
    ]


def _height(hours: float) -> int:
    return min(_STEPS, -int(-hours * _STEPS // _FULL)) if hours > 0 else 0
