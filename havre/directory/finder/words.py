"""Words of both languages as the search compares them: folded, cut, stemmed.

A text has a language and is stemmed in it; a typed word has none and is tried in all of them.
"""

import re
from functools import lru_cache

import Stemmer

from havre.lib.lang import fold

_STEMMERS = {"en": Stemmer.Stemmer("english"), "fr": Stemmer.Stemmer("french")}
STEMMED = ("en", "fr")
PLAIN = "xx"  # any other language: words as they stand
_WORD = re.compile(r"[^\W_]+")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=\w)")
_POSSESSIVE = re.compile(r"['’ʼ]s\b")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
SHORTEST_PREFIX = 2


def bare(text: str) -> str:
    """Folded, and without ligatures, which folding leaves."""
    return fold(text).translate(_LIGATURES)


def cut(text: str) -> list[str]:
    """The words of a text in order, bare: «l'hébergement» is "hebergement", "John's" johns."""
    return _WORD.findall(_POSSESSIVE.sub("s", _ELIDED.sub(" ", bare(text))))


def cut_whole(text: str) -> list[str]:
    """The pieces of a name in order, nothing taken off: "St. John's" is st, john, s."""
    return _WORD.findall(bare(text))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a bare word in one language; in others than ours the word itself."""
    stemmer = _STEMMERS.get(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[str, ...]:
    """A typed word's stems as the index names them ("en:shelter"), in every language."""
    return (*(f"{language}:{stem(word, language)}" for language in STEMMED), f"{PLAIN}:{word}")


def form(word: str, language: str) -> str:
    """A word of a text in this language, as the index names it."""
    known = language if language in STEMMED else PLAIN
    return f"{known}:{stem(word, known)}"
