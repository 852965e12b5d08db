"""Words in every language of the line, with the few things that may stand among them."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton

from havre.lib import lang
from havre.lib.page_languages import HOUSE, PERSON, register

HERE = Path(__file__).parent
# Those in which every word of the person's side is said.
LANGUAGES = tuple(each.code for each in register().values() if each.says in (PERSON, HOUSE))
# {line} and {emergency}: the line's own numbers. {fact:name}: a figure or a rule, never typed.
_PLACE = re.compile(r"\{(line|emergency|fact:[a-z_]+)\}")
_FIGURE = re.compile(r"[0-9%]|\b(?:per|pour) ?cent\b|\bpor ciento\b", re.IGNORECASE)
_FACT = "fact:"
FACT = re.compile(r"\{fact:([a-z_]+)\}")


class Wrong(ValueError):
    """A file of the guides says too little, too much, or what nobody can vouch for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text: plain words, or the name of what stands in their place."""

    words: str
    place: str = ""

    @property
    def fact(self) -> str:
        """The name of the fact that stands here, or nothing."""
        return self.place.removeprefix(_FACT) if self.place.startswith(_FACT) else ""


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in each of LANGUAGES."""

    said: dict[str, str]

    @property
    def words(self) -> str:
        """In the language of this page, placeholders as they are written."""
        return self.said.get(lang.current(), self.said["en"])

    @property
    def facts(self) -> list[str]:
        """The names of the facts it leans on, in every language the same."""
        return [piece.fact for piece in pieces(self.said["en"]) if piece.fact]

    def __str__(self) -> str:
        return self.words


def pieces(words: str) -> Iterator[Piece]:
    """Plain words and places in their order. Raises Wrong for a place that nobody knows."""
    for number, part in enumerate(_PLACE.split(words)):
        if number % 2:
            yield Piece("", part)
        elif "{" in part or "}" in part:
            raise Wrong(f"«{words}» has a place that nobody knows.")
        elif part:
            yield Piece(part)


def in_each(found: Any, where: str) -> dict[str, str]:
    """What is said in each of LANGUAGES. Others may wait beside them until theirs says as much.

    Raises Wrong if one is missing or empty, or is none that we know.
    """
    said = found if isinstance(found, dict) else {}
    if not set(LANGUAGES) <= set(said) <= set(register()) or not all(map(str.strip, said.values())):
        raise Wrong(f"{where} is not said in {' and '.join(LANGUAGES)}.")
    return {code: str(said[code]).strip() for code in LANGUAGES}


def text(found: Any, where: str) -> Text:
    """Read {en = …, fr = …}. Raises Wrong if a language is missing, or a figure has no source."""
    said = in_each(found, where)
    places = {code: sorted(p.place for p in pieces(said[code]) if p.place) for code in LANGUAGES}
    if len(set(map(tuple, places.values()))) > 1:
        raise Wrong(f"{where} does not say the same in every language.")
    for words in said.values():
        if _FIGURE.search(_PLACE.sub("", words)):
            raise Wrong(f"{where} has a figure of its own: write it in facts.toml.")
    return Text(said)


def maybe(found: dict[str, Any], key: str, where: str) -> Text | None:
    """A text that may be left out."""
    return text(found[key], f"{where}, {key}") if key in found else None


def read(name: str) -> dict[str, Any]:
    """A file of the guides."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def only(found: dict[str, Any], allowed: set[str], where: str) -> None:
    """Raises Wrong for a key that nobody would read."""
    if unknown := sorted(set(found) - allowed):
        raise Wrong(f"{where} has what nobody reads: {', '.join(unknown)}.")


def day(iso: str) -> str:
    """2023, 2023-07 or 2023-07-27 in the words of this page."""
    parts = [int(part) for part in iso.split("-")]
    when = dt.date(*[*parts, 1, 1][:3])
    if len(parts) == 1:
        return str(when.year)
    if len(parts) == 2:
        return str(format_skeleton("yMMMM", when, locale=lang.locale()))
    return str(format_date(when, format="long", locale=lang.locale()))
