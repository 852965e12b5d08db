"""The register of facts: each with its source and its date, and none shown without a source."""

from dataclasses import dataclass
from functools import cache

from havre.front.guides.texts import Text, Wrong, day, in_each, only, read

_KEYS = {"value", "source", "published", "in_force", "period", "law"}


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known, from whom, and of when. Without a source it is kept, and shown nowhere."""

    name: str
    value: Text
    source: Text | None
    published: str = ""  # ISO, as exact as the source gives it: 2023, 2023-07 or 2023-07-27
    in_force: str = ""
    period: str = ""  # the years it counts
    law: bool = False  # a rule of law: legal detail

    @property
    def origin(self) -> tuple[str, ...]:
        """What is said beside it."""
        return str(self.source), self.published, self.in_force, self.period

    @property
    def published_on(self) -> str:
        """The day in words, or nothing where the source bears none."""
        return day(self.published) if self.published else ""

    @property
    def in_force_since(self) -> str:
        """The day in words from which a rule holds, or nothing."""
        return day(self.in_force) if self.in_force else ""


@cache
def register() -> dict[str, Fact]:
    """Every fact by its name. Raises Wrong for a file that is not whole."""
    return {name: _fact(name, found) for name, found in read("facts.toml").items()}


def shown(name: str, where: str) -> Fact:
    """A fact that a page may show. Raises Wrong if nobody knows it, or nobody vouches for it."""
    fact = register().get(name)
    if fact is None:
        raise Wrong(f"{where} names the fact {name!r}, which stands in no register.")
    if fact.source is None:
        raise Wrong(f"{where} shows the fact {name!r}, which has no source.")
    return fact


def _fact(name: str, found: dict[str, object]) -> Fact:
    where = f"facts.toml, {name}"
    only(found, _KEYS, where)
    dates = {key: str(found.get(key, "")) for key in ("published", "in_force", "period")}
    source = _both(found["source"], where) if found.get("source") else None
    law = found.get("law") is True
    return Fact(name, _both(found.get("value"), where), source, **dates, law=law)


def _both(found: object, where: str) -> Text:
    """As `texts.text`, but figures are what a register is for."""
    return Text(in_each(found, where))
