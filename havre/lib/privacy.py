"""The privacy policy, read from havre/privacy.toml: the policy is the program.

It drives sealing, retention, what the door may carry, what statistics may count, and the
public privacy page. See docs/decisions/0003 for its grammar.
"""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_SPAN = re.compile(r"^(\d+) (minutes|hours|days) after ([a-z_.]+)$")
_WORDS = frozenset({"with the file", "for ever", "until the month is over"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What the policy says of one stored field."""

    says: str
    sealed: str | None = None
    countable: bool = False
    may_leave: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: `span` after the moment in column `after`; no span means for ever."""

    words: str
    span: dt.timedelta | None = None
    after: str = ""

    @property
    def with_the_file(self) -> bool:
        """Whether the rows go when their file is forgotten."""
        return self.words == "with the file"


@cache
def _policy() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "privacy.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def keep(words: str) -> Keep:
    """Read one `keep`. Raises ValueError for words that no nightly run would know."""
    if words in _WORDS:
        return Keep(words)
    match = _SPAN.match(words)
    if not match:
        raise ValueError(f"privacy.toml: {words!r} is no span the nightly run knows")
    count, unit, after = match.groups()
    return Keep(words, dt.timedelta(**{unit: int(count)}), after)


def compartments() -> dict[str, Keep]:
    """Every compartment of a file and how long its key lives."""
    return {name: keep(entry["keep"]) for name, entry in _policy()["compartments"].items()}


def compartment_says(name: str) -> str:
    """What a compartment holds, as a sentence to translate."""
    return str(_policy()["compartments"][name]["is"])


def models() -> dict[tuple[str, str], Keep]:
    """(room, model) of everything stored, with how long its rows live."""
    return {
        (room, model): keep(fields["rows"])
        for room, tables in _policy().items()
        if room != "compartments"
        for model, fields in tables.items()
    }


def rule(room: str, model: str, field: str) -> Rule | None:
    """What the policy says of a field, or None if it does not know it."""
    entry = _policy().get(room, {}).get(model, {}).get(field)
    if not isinstance(entry, dict):
        return None
    return Rule(
        entry["is"],
        entry.get("sealed"),
        entry.get("countable", False),
        entry.get("may_leave", False),
    )


def fields(room: str, model: str) -> dict[str, Rule]:
    """Every field of a model that the policy knows."""
    table = _policy()[room][model]
    return {name: found for name in table if (found := rule(room, model, name))}


def may_leave(room: str = "contacts", model: str = "Person") -> frozenset[str]:
    """The fields of a person, or of what else may leave, that the door may carry, by name."""
    return frozenset(name for name, r in fields(room, model).items() if r.may_leave)
