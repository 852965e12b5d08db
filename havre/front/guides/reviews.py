"""Who with lived experience read which version of a page (002-04). Nobody is ever invented.

A record names a page and its version; a changed page is a new version, and nobody has read it yet.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from havre.front.guides import facts
from havre.front.guides.texts import FACT, Wrong, day, only, read

_KEYS = {"page", "version", "by", "on", "paid"}


@dataclass(frozen=True, slots=True)
class Review:
    """One reading: a name that the person chose, and the day."""

    page: str
    version: str
    by: str
    on: dt.date

    @property
    def day(self) -> str:
        """The day in words."""
        return day(self.on.isoformat())


@cache
def records() -> tuple[Review, ...]:
    """Every reading on record. Raises Wrong for one without a person, a day or pay."""
    return tuple(_review(found) for found in read("reviews.toml").get("review", []))


def of(page: str, version: str) -> Review | None:
    """The last reading of this very version, if there is one."""
    found = [each for each in records() if (each.page, each.version) == (page, version)]
    return max(found, key=lambda each: each.on, default=None)


def version_of(found: dict[str, Any]) -> str:
    """Eight signs that change with any word in any language, the facts that are shown too."""
    said = repr(sorted(found.items()))
    named = sorted(set(FACT.findall(said)))
    values = [facts.register()[name] for name in named if name in facts.register()]
    return hashlib.sha256(f"{said}{values}".encode()).hexdigest()[:8]


def _review(found: dict[str, object]) -> Review:
    where = f"reviews.toml, {found.get('page')}"
    only(found, _KEYS, where)
    on, by = found.get("on"), str(found.get("by", "")).strip()
    if not by or type(on) is not dt.date or found.get("paid") is not True:
        raise Wrong(f"{where}: a review has a name, a day, and was paid.")
    return Review(str(found["page"]), str(found["version"]), by, on)
