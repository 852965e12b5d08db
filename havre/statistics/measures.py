"""The numbers of a page. Those of a running month hide small counts, and hide them for good."""

from collections import Counter as Counts
from dataclasses import dataclass

from havre.lib import clock, taxonomy
from havre.statistics.models import (
    CALL_ENDS,
    CALLS,
    DIMENSIONS,
    INTERPRETED,
    SINGLE,
    Counter,
    PendingTally,
)

SMALL = 5  # below this a count of a running month is not shown (domain.md 5)
_GROUPS = {
    "channel": "channel",
    "province": "province",
    "kind": "contact_kind",
    "phase": "phase",
    "need": "need",
    "apart": "apart",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One value with its count; None: fewer than SMALL, or hidden to protect one that is."""

    value: str
    n: int | None

    def label(self, dimension: str) -> str:
        """The value in words."""
        group = _GROUPS.get(dimension)
        return taxonomy.label(group, self.value) if group else self.value


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension of one month."""

    dimension: str
    rows: list[Row]


def months() -> list[str]:
    """The months that were cut loose, newest first."""
    return list(Counter.objects.order_by("-month").values_list("month", flat=True).distinct())


def total_of(month: str) -> int:
    """How many contacts a cut-loose month had."""
    rows = Counter.objects.filter(month=month, dimension="channel")
    return sum(row.n for row in rows)


def tables_of(month: str) -> list[Table]:
    """The counters of a month that was cut loose."""
    rows = Counter.objects.filter(month=month)
    return [
        Table(d, [Row(r.value, r.n) for r in rows.filter(dimension=d).order_by("-n", "value")])
        for d in DIMENSIONS
    ]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What interpreting took in a month, for one language or (no language) the rarer ones together.

    None: of fewer than SMALL, which would be the figure of one person.
    """

    language: str
    asked: int | None
    came: int | None
    waited: int | None  # minutes, on average, until somebody joined
    minutes: int | None  # started ones
    dollars: float | None


def interpretation_of(month: str) -> list[Interpretation]:
    """A month that was cut loose. No total stands beside the rows to subtract from."""
    found: dict[str, Counts[str]] = {}
    for row in Counter.objects.filter(month=month, dimension__in=INTERPRETED):
        found.setdefault(row.value, Counts())[row.dimension] = row.n
    often = {code: n for code, n in found.items() if n["interp_came"] >= SMALL}
    rare = sum((n for code, n in found.items() if code not in often), Counts())
    rows = [_interpretation(code, often[code]) for code in sorted(often)]
    return [*rows, _interpretation("", rare)] if rare else rows


def _interpretation(language: str, n: "Counts[str]") -> Interpretation:
    asked, came = n["interp_asked"], n["interp_came"]
    if came < SMALL:
        return Interpretation(language, asked if asked >= SMALL else None, *[None] * 4)
    waited, cost = round(n["interp_wait"] / came), n["interp_cents"] / 100
    return Interpretation(language, asked, came, waited, n["interp_mins"], cost)


@dataclass(frozen=True, slots=True)
class Calls:
    """How the calls of one hour (`14`), or of one language (`-`: none was chosen), ended.

    `ended`: in the order of CALL_ENDS; None is a number that would tell of few people.
    """

    value: str
    ended: list[int | None]


def calls_of(month: str) -> dict[str, list[Calls]]:
    """A month that was cut loose: by hour, and by language; small counts hidden in both, and so
    that the one does not tell what the other hides."""
    found = {}
    for dimension in CALLS:
        by_end: dict[str, Counts[str]] = {how: Counts() for how in CALL_ENDS}
        for row in Counter.objects.filter(month=month, dimension=dimension):
            value, how = row.value.split()
            by_end[how][value] = row.n
        shown = {
            how: {row.value: row.n for row in suppressed(counts, single=True)}
            for how, counts in by_end.items()
        }
        values = sorted({value for counts in by_end.values() for value in counts})
        found[dimension] = [
            Calls(value, [shown[how].get(value, 0) for how in CALL_ENDS]) for value in values
        ]
    return {dimension: rows for dimension, rows in found.items() if rows}


def running_month() -> str:
    """The month that is not over."""
    return clock.month_of(clock.now())


def tables_of_running_month() -> list[Table]:
    """Counts so far, small ones hidden. No total stands beside them to subtract from."""
    tallies = list(PendingTally.objects.filter(month=running_month()))
    tables = []
    for dimension in DIMENSIONS:
        counts: Counts[str] = Counts()
        for tally in tallies:
            counts.update(_values(tally, dimension))
        tables.append(Table(dimension, suppressed(counts, single=dimension != "need")))
    return tables


def _values(tally: PendingTally, dimension: str) -> list[str]:
    """What one contact counts as in a table; what was set apart, in its own table alone."""
    if tally.apart or dimension == "apart":
        return [tally.apart] if tally.apart and dimension == "apart" else []
    return [getattr(tally, dimension)] if dimension in SINGLE else tally.needs


def suppressed(counts: "Counts[str]", *, single: bool) -> list[Row]:
    """Hide counts below SMALL. Where values add up to a whole that another table could tell, the
    hidden ones together are the difference: then the next smallest are hidden as well, until
    that difference tells of none of them that it is one or two."""
    hidden = {value for value, n in counts.items() if n < SMALL}
    shown = sorted((n, value) for value, n in counts.items() if value not in hidden)
    while single and hidden and shown and _tells(sum(counts[v] for v in hidden), len(hidden)):
        hidden.add(shown.pop(0)[1])
    ordered = sorted(counts.items(), key=lambda item: (item[0] in hidden, -item[1], item[0]))
    return [Row(value, None if value in hidden else n) for value, n in ordered]


def _tells(whole: int, cells: int) -> bool:
    """Whether so many hidden cells, at least 1 each, are narrowed down by their sum."""
    return cells < 2 or whole - (cells - 1) < SMALL
