"""The days on which the offices of a province close, from data/holidays.json."""

import json
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast


@lru_cache(maxsize=4096)
def is_holiday(province: str, day: date) -> bool:
    """Whether offices of the province (two letters) close on that day; unknown provinces never."""
    return day in _days_of(province, day.year)


@lru_cache(maxsize=512)
def _days_of(province: str, year: int) -> frozenset[date]:
    """All of one year, with the weekdays that stand for those on a weekend."""
    rules = {name: _data()["days"][name] for name in _data()["provinces"].get(province, ())}
    closed = {_on(rule, year) for rule in rules.values()}
    for rule in rules.values():
        day = instead = _on(rule, year)
        if day.weekday() >= 5:
            while instead.weekday() >= 5 or instead in closed:
                instead += timedelta(days=1)
            closed.add(instead)
    return frozenset(closed)


def _on(rule: dict[str, Any], year: int) -> date:
    if "easter" in rule:
        return _easter(year) + timedelta(days=rule["easter"])
    day = date(year, rule["month"], rule.get("day", 1))
    if "nth" in rule:
        day += timedelta(days=(rule["weekday"] - day.weekday()) % 7 + 7 * (rule["nth"] - 1))
    if "back_to" in rule:
        day -= timedelta(days=(day.weekday() - rule["back_to"]) % 7)
    return day


def _easter(year: int) -> date:
    """The Gregorian Easter Sunday (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "holidays.json"
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
