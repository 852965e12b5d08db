"""A quiet second pair of eyes on a draft: where it blames, orders, asks why, diagnoses, promises.

The rules are data for two engines, this one and static/havre/words/hints.js, and both must find
the same (002-A5, 000-18, 000-27). Nothing here stores, sends or refuses anything.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

RULES = Path(__file__).parent / "static" / "havre" / "words" / "rules.json"
_MARK = range(0x0300, 0x0370)  # accents, once letters are taken apart
_SPACES = "\t\n\v\f\r "
_PART = re.compile(r"<([a-z]+)>")


class Hint(NamedTuple):
    """What a draft does, and from which character to before which."""

    category: str
    start: int
    end: int


class _Finder(NamedTuple):
    category: str
    find: list[re.Pattern[str]]
    unless: list[re.Pattern[str]]


@cache
def rules() -> dict[str, Any]:
    """The file as it stands."""
    return cast(dict[str, Any], json.loads(RULES.read_text(encoding="utf-8")))


def languages() -> list[str]:
    """The languages that have rules."""
    return list(rules()["languages"])


def categories() -> list[str]:
    """What a draft may do that a hint is shown for."""
    return list(rules()["categories"])


def instead(category: str, language: str) -> str:
    """What could be said instead, in that language."""
    return str(rules()["languages"][language][category]["instead"])


def hints(text: str, language: str) -> list[Hint]:
    """Everything that the rules of a language find in a draft; nothing where there are none."""
    plain, places = fold(text)
    found = [
        Hint(finder.category, places[start], places[end - 1] + 1)
        for finder in _finders(language)
        for start, end in _joined(_spans(plain, finder))
    ]
    return sorted(found, key=lambda hint: (hint.start, hint.end, hint.category))


def fold(text: str) -> tuple[str, list[int]]:
    """ASCII alone: lower case, no accents, straight apostrophes, single spaces, `~` for the rest.

    With each character comes the place in `text` that it stands for. ASCII, because in it both
    engines agree on what a letter, a word and a character are.
    """
    letters: dict[str, str] = rules()["letters"]
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in letters.get(sign) or unicodedata.normalize("NFKD", sign):
            if ord(one) in _MARK or (one in _SPACES and plain[-1:] in ([], [" "])):
                continue
            plain.append(_plain(one))
            places.append(place)
    return "".join(plain), places


def _plain(sign: str) -> str:
    if sign in _SPACES:
        return " "
    return sign.lower() if "!" <= sign <= "~" else "~"


@cache
def _finders(language: str) -> list[_Finder]:
    said = rules()["languages"].get(language)
    if said is None:
        return []
    parts = rules()["parts"] | said["parts"]
    return [
        _Finder(
            category,
            [_compiled(pattern, parts) for pattern in said[category]["find"]],
            [_compiled(pattern, parts) for pattern in said[category]["unless"]],
        )
        for category in categories()
    ]


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    while _PART.search(pattern):
        pattern = _PART.sub(lambda name: parts[name[1]], pattern)
    return re.compile(rf"\b(?:{pattern})\b", re.ASCII)


def _spans(plain: str, finder: _Finder) -> list[tuple[int, int]]:
    """What is found, but for what touches an exception."""
    fine = list(_matches(plain, finder.unless))
    return [
        (start, end)
        for start, end in _matches(plain, finder.find)
        if not any(start < other_end and end > other for other, other_end in fine)
    ]


def _matches(plain: str, patterns: list[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        for match in pattern.finditer(plain):
            yield match.span()


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
