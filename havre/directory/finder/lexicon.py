"""What typed words mean: synonyms of both languages, names of needs, languages and places.

From data/lexicon.json, which curators may read and mend. Phrases are compared without their
plurals, the longest first; what means nothing in particular stays a word to look for.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from havre.directory.finder.places import LONGEST_NAME, TOWN, gazetteer, key
from havre.directory.finder.words import STEMMED, cut, forms

_LONGEST = 5  # words of a phrase
_OLDEST = 120
_ARTICLES = {"la", "le", "les", "des", "the"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for; `what` is empty for mere synonyms. `phrases` by language."""

    what: str
    codes: tuple[str, ...]
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the typed words, and what they mean, if anything."""

    words: tuple[str, ...]
    meaning: Meaning | None = None


class Lexicon:
    """All phrases, by their words in the singular."""

    def __init__(self) -> None:
        path = Path(__file__).parent / "data" / "lexicon.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        self.silent = frozenset(word for words in data["silent"].values() for word in words)
        self._near = frozenset(data["near"])
        self._never_places = frozenset(key(word) for word in data["never_places"])
        self._phrases: dict[tuple[str, ...], Meaning] = {}
        self.words: set[str] = set()
        for item in data["items"]:
            self._learn(_meaning(item))
        for code, names in data["languages"].items():
            spoken = tuple((language, tuple(cut(n))) for n in names for language in STEMMED)
            self._learn(Meaning("language", (code,), spoken))

    def read(self, typed: list[str], alone: frozenset[str]) -> list[Piece]:
        """Typed words in order as pieces, but nothing of what stands in `alone` (see Wanted)."""
        pieces: list[Piece] = []
        at = 0
        while at < len(typed):
            piece = self._longest(typed, at, alone)
            pieces.append(piece)
            at += len(piece.words)
        return pieces

    def is_known(self, word: str) -> bool:
        """Whether the word stands in a phrase or is silent, so that it is no slip."""
        return word in self.words or word in self.silent

    def _longest(self, typed: list[str], at: int, alone: frozenset[str]) -> Piece:
        rest = typed[at:]
        if "age" not in alone and (age := _age(rest)):
            return age
        for length in range(min(len(rest), LONGEST_NAME), 0, -1):
            words = tuple(rest[:length])
            meaning = self._means(words) if length <= _LONGEST else None
            if meaning and meaning.what not in alone:
                return Piece(words, meaning)
            before = typed[at - 1] if at else ""
            if "place" not in alone and not meaning and self._is_place(words, before):
                return Piece(words, Meaning("place", (" ".join(words),)))
            if meaning and meaning.what and meaning.phrases and meaning.what in alone:
                return Piece(words, Meaning("", (), meaning.phrases))
        return Piece((rest[0],))

    def _means(self, words: tuple[str, ...]) -> Meaning | None:
        return self._phrases.get(tuple(map(_light, words)))

    def _is_place(self, words: tuple[str, ...], before: str) -> bool:
        """A town by its name; a smaller place only after "near", or with its province."""
        known = gazetteer()
        if known.is_code(" ".join(words)):
            return True
        if len(words) > 1 and (province := known.provinces.get(words[-1])):
            return known.settlement(key(" ".join(words[:-1])), province) is not None
        name = key(" ".join(words))
        if name in known.provinces and len(name) > 3:
            return True
        if len(name) < 3 or words[-1] in self.silent or words[0] in self.silent - _ARTICLES:
            return False
        if len(words) == 1 and name in self._never_places:
            return False
        follows = before in self._near
        if len(words) == 1 and words[0] in self.words and not follows:
            return False
        return known.known(name) >= (0 if follows else TOWN)

    def _learn(self, meaning: Meaning) -> None:
        for _, words in meaning.phrases:
            self.words.update(words)
            self._phrases.setdefault(tuple(map(_light, words)), meaning)


@cache
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()


def asked(words: Iterable[str]) -> list[tuple[str, ...]]:
    """Typed words as the index names them, each in every language; silent ones left out."""
    return [forms(word) for word in words if word not in lexicon().silent]


def _meaning(item: dict[str, Any]) -> Meaning:
    phrases = tuple(
        (language, tuple(cut(phrase))) for language in STEMMED for phrase in item.get(language, ())
    )
    return Meaning(item.get("what", ""), tuple(item.get("codes", ())), phrases)


def _light(word: str) -> str:
    """A word without its plural; a whole stem would take a house for housing."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _age(rest: list[str]) -> Piece | None:
    """«16 year old», «16 ans», «aged 16»."""
    if len(rest) > 1 and rest[0].isdecimal() and rest[1] in {"year", "years", "ans", "yo"}:
        number = 0
    elif len(rest) > 1 and rest[0] in {"aged", "age", "agee"} and rest[1].isdecimal():
        number = 1
    else:
        return None
    if len(rest[number]) > 3 or int(rest[number]) > _OLDEST:
        return None
    tail = 3 if number == 0 and rest[2:3] == ["old"] else 2
    return Piece(tuple(rest[:tail]), Meaning("age", (str(int(rest[number])),)))
