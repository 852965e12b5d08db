"""The same questions in SQL: the tables, and the conditions that say who fits.

What was understood of a question (words put right, synonyms, its place) is the finder's; who fits
it is counted here by tables and joins, with the hours and the distances told anew. SQLite's FTS5
is given the finder's stems; PostgreSQL bare words, which it stems itself, each language apart.
"""

# ruff: noqa: S608 -- names of tables are ours, stems are letters; all else of a question is bound

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from havre.directory.finder import hours, keys
from havre.directory.finder.entry import Entry
from havre.directory.finder.holidays import is_holiday
from havre.directory.finder.hours import DAY, WEEK, span, zone
from havre.directory.finder.places import EARTH_KM, gazetteer, key, neighbours
from havre.directory.finder.reading import Question, Term
from havre.directory.finder.wanted import Found
from havre.directory.finder.words import form

COLUMNS = ("en", "fr", "xx")
TABLES = {
    "service": "n int primary key, police int, national int, by_distance int, province_for text, "
    "zone text, closes_in text",
    "point": "n int, lat float8, lon float8",
    "facet": "n int, code text",
    "area": "n int, name text",
    "opening": "n int, day int, opens int, closes int",
    "closing": "n int, day int",
}
_AROUND_KM = 10.0
PROVINCES = ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT")
Row = tuple[Any, ...]


@dataclass(slots=True)
class Count:
    """A query as it grows: conditions, and what stands for their marks."""

    conditions: list[str]
    values: list[Any]

    def add(self, condition: str, *values: Any) -> None:
        """One more that must hold."""
        self.conditions.append(condition)
        self.values += values


def rows_of(number: int, entry: Entry) -> Iterator[tuple[str, Row]]:
    """(table, row) of all that is known of one service but its words."""
    by_distance = entry.reach == "local" and not entry.areas
    here = hours.home_of(entry)
    yield "service", (
        number, int(keys.is_police(entry)), int(entry.reach == "national"), int(by_distance),
        entry.province if entry.reach == "province" else "", entry.zone,
        here if entry.holidays else "",
    )  # fmt: skip
    yield from (("point", (number, p.lat, p.lon)) for p in entry.points)
    codes = [f"need|{code}" for code in entry.needs]
    codes += [f"language|{code}" for code in entry.languages]
    codes += [f"rule|{rule}:{answer}" for rule, answer in entry.eligibility.items()]
    yield from (("facet", (number, code)) for code in codes)
    yield from (("area", (number, _area(name, here))) for name in entry.areas)
    for rule in entry.openings:
        opens, closes = span(rule.opens, rule.closes)
        yield from (("opening", (number, WEEK.index(d), opens, closes)) for d in rule.days)
    for one in entry.closings:
        if one.opens or one.is_open:
            raise ValueError("Only whole closed days are told in SQL.")
        yield "closing", (number, one.day.toordinal())


def _area(name: str, home: str) -> str:
    found = gazetteer().settlement(key(name), home) or gazetteer().settlement(key(name))
    return f"{found.province if found else home}|{key(name)}"


def words_of(entry: Entry, *, stemmed: bool) -> tuple[str, ...]:
    """What can be read in an entry, by column: the finder's stems, or bare words."""
    told: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for _, language, word in keys.words_of(entry):
        column, _, stem = form(word, language).partition(":")
        told[column].append(stem if stemmed else word)
    return tuple(" ".join(told[column]) for column in COLUMNS)


def counted(question: Question, found: Found, zones: Iterable[str], words: Any) -> Count:
    """How many fit, as far as the finder widened it. `words`: term → (condition, values)."""
    count, given_up = Count([], []), set(found.widened)
    count.add("s.police = 0")
    for rule in question.rules if "eligibility" not in given_up else ():
        count.add("s.n NOT IN (SELECT n FROM facet WHERE code = ?)", f"rule|{rule}:no")
    if "national" in given_up:
        count.add("s.national = 1")
        return count
    terms = [_term(term, words) for term in question.terms]
    if "words" not in given_up:
        for condition, values in terms:
            count.add(condition, *values)
    elif terms:
        said = " OR ".join(condition for condition, _ in terms)
        count.add(f"({said})", *(value for _, values in terms for value in values))
    for code in question.languages if "language" not in given_up else ():
        count.add("s.n IN (SELECT n FROM facet WHERE code = ?)", f"language|{code}")
    if question.must_be_open and "open" not in given_up:
        _open(count, question.at, sorted(zones))
    if question.place is not None:
        _near(count, question, found.radius_km)
    return count


def _term(term: Term, words: Any) -> tuple[str, list[Any]]:
    condition, values = words(term)
    if not term.needs:
        return condition, values
    marks = ", ".join("?" for _ in term.needs)
    needs = [f"need|{code}" for code in term.needs]
    return f"({condition} OR s.n IN (SELECT n FROM facet WHERE code IN ({marks})))", values + needs


def _near(count: Count, question: Question, radius: float | None) -> None:
    place = question.place
    assert place is not None
    around = _AROUND_KM + place.uncertain_km
    names = {*neighbours(place.lat, place.lon, place.province, around), key(place.name)}
    marks = ", ".join("?" for _ in names)
    served = f"s.n IN (SELECT n FROM area WHERE name IN ({marks}))"
    serves = f"s.national = 1 OR s.province_for = ? OR {served}"
    values: list[Any] = [place.province, *(f"{place.province}|{n}" for n in sorted(names))]
    if radius is None:
        count.add(f"({serves} OR s.by_distance = 1)", *values)
        return
    far = (
        f"{EARTH_KM} * asin(sqrt(power(sin(radians(p.lat - ?) / 2), 2) "
        "+ cos(radians(?)) * cos(radians(p.lat)) * power(sin(radians(p.lon - ?) / 2), 2)))"
    )
    near = (
        "s.by_distance = 1 AND s.n IN (SELECT n FROM point p WHERE p.lat BETWEEN ? AND ? "
        f"AND {far} <= ?)"
    )
    high = radius / 111.0
    values += [place.lat - high, place.lat + high, place.lat, place.lat, place.lon, radius]
    count.add(f"({serves} OR ({near}))", *values)


def _open(count: Count, at: dt.datetime, zones: list[str]) -> None:
    """Open then: by an opening of today or of last night, on a day that is not closed."""
    either = []
    for name in zones:
        local = at.astimezone(zone(name))
        today, minute = local.date(), local.hour * 60 + local.minute
        before = today - dt.timedelta(days=1)
        runs = (
            f"s.n IN (SELECT n FROM opening WHERE day = {today.weekday()} "
            f"AND opens <= {minute} AND {minute} < closes)"
        )
        late = (
            f"s.n IN (SELECT n FROM opening WHERE day = {before.weekday()} "
            f"AND opens <= {minute + DAY} AND {minute + DAY} < closes) AND NOT {_closed(before)}"
        )
        either.append(f"(s.zone = ? AND NOT {_closed(today)} AND ({runs} OR ({late})))")
    count.add(f"({' OR '.join(either)})", *zones)


def _closed(day: dt.date) -> str:
    shut = [f"'{code}'" for code in sorted(PROVINCES) if is_holiday(code, day)]
    holiday = f"s.closes_in IN ({', '.join(shut)}) OR " if shut else ""
    return f"({holiday}s.n IN (SELECT n FROM closing WHERE day = {day.toordinal()}))"
