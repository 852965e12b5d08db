"""The languages of the person's side, as `havre/languages.toml` has them. Needs no settings."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DRAFT, WAY, PERSON, HOUSE = "draft", "way", "person", "house"
_FILE = Path(__file__).parents[1] / "languages.toml"
_KEYS = {"name", "direction", "says", "plural", "also", "reviewed"}


class Wrong(ValueError):
    """languages.toml says too little, too much, or what nobody can vouch for."""


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """One language: its name in itself, what is said in it, and who has read that."""

    code: str
    name: str
    says: str  # draft | way | person | house
    plural: str  # as gettext writes it
    direction: str = "ltr"
    also: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: dt.date | None = None

    @property
    def is_house(self) -> bool:
        """Whether the house itself writes in it, on both sides."""
        return self.says == HOUSE

    @property
    def is_vouched_for(self) -> bool:
        """Whether its words are the house's own, or somebody who speaks it has read them."""
        return self.is_house or bool(self.reviewed_by)

    @property
    def says_detail(self) -> bool:
        """Whether legal and safety detail may be shown in it."""
        return self.says in (PERSON, HOUSE) and self.is_vouched_for


@cache
def register() -> dict[str, PageLanguage]:
    """All of them by code, those too that are not offered yet. Raises Wrong."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {code: made(code, entry) for code, entry in found.items()}


def offered() -> list[PageLanguage]:
    """Those a person can choose, in their order."""
    return [each for each in register().values() if each.says != DRAFT]


def house() -> list[PageLanguage]:
    """Those the house itself writes in, the line's own first."""
    return [each for each in register().values() if each.is_house]


def made(code: str, entry: dict[str, Any]) -> PageLanguage:
    """One entry as it stands in the file. Raises Wrong."""
    unknown, review = set(entry) - _KEYS, entry.get("reviewed", {})
    if unknown or entry.get("says") not in (DRAFT, WAY, PERSON, HOUSE):
        raise Wrong(f"languages.toml, {code}: says nothing known, or has {sorted(unknown)}.")
    if entry.get("direction", "ltr") not in ("ltr", "rtl") or not entry.get("name"):
        raise Wrong(f"languages.toml, {code}: a name, and ltr or rtl.")
    by, on = str(review.get("by", "")).strip(), review.get("on")
    if review and (not by or type(on) is not dt.date or set(review) != {"by", "on"}):
        raise Wrong(f"languages.toml, {code}: a review has a name and a day.")
    return PageLanguage(
        code,
        entry["name"],
        entry["says"],
        entry["plural"],
        entry.get("direction", "ltr"),
        tuple(entry.get("also", ())),
        by,
        on,
    )
