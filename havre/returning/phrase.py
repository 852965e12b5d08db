"""Six words that somebody can keep in their head or on a scrap of paper, typed again in any way.

Two words find a row, four open it. A list holds N words: 4·log2(N) bits are secret, 50.0 in English
(N = 5,809) and 50.3 in French (6,095); 2·log2(N) = 25 bits find the row. What stretches the four
words, and why that is enough, is in decisions/0017.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from havre.vault import spoken

WORDS, FINDS = 6, 2
LONGEST = 400  # signs that are looked at
LISTS = ("en", "fr")
SIGNS = 65_536  # bits of `known`
_FOLDER = Path(__file__).parent / "words"
_JOINED = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Six words as they are shown, or as they were typed."""

    words: tuple[str, ...]

    @property
    def locator(self) -> str:
        """What finds the row."""
        return " ".join(plain(word) for word in self.words[:FINDS])

    @property
    def secret(self) -> str:
        """What opens it."""
        return " ".join(plain(word) for word in self.words[FINDS:])

    def __repr__(self) -> str:
        return "Phrase"


@cache
def words_of(language: str) -> tuple[str, ...]:
    """The list of a language, in the order of the alphabet; English where there is none yet."""
    name = language if language in LISTS else LISTS[0]
    return tuple((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


def draw(language: str, seed: bytes, attempt: int = 0) -> Phrase:
    """Six words that only the holder of `seed` (32 random bytes) can draw, always the same."""
    found = words_of(language)
    places = [spoken.number(seed, f"{language}{attempt}{n}", len(found)) for n in range(WORDS)]
    return Phrase(tuple(found[place] for place in places))


def typed(text: str) -> Phrase | None:
    """What somebody typed, however: capitals, accents, hyphens, commas, numbers before the words.

    None unless it is six words. Whether they are in a list is not looked at: the list may be that
    of another language, and a wrong word must cost what a wrong phrase costs.
    """
    words = plain(text[:LONGEST]).split()
    return Phrase(tuple(words)) if len(words) == WORDS else None


def plain(text: str) -> str:
    """Letters without case and accents (NFKC, case folded), single spaces for all else."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_JOINED)
    bare = unicodedata.normalize("NFKD", folded)
    letters = "".join(c if c.isalpha() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(letters.split())


@cache
def known(language: str) -> bytes:
    """For the page's own script: one bit of 65,536 for each word of the list, by its sign.

    So nine of ten mistyped words are noticed on the device, for 8 KB instead of 50.
    """
    bits = bytearray(SIGNS // 8)
    for word in words_of(language):
        n = sign(plain(word))
        bits[n >> 3] |= 1 << (n & 7)
    return bytes(bits)


def sign(word: str) -> int:
    """FNV-1a of the letters, folded to 16 bits; `front/back.js` does the same."""
    n = 0x811C9DC5
    for letter in word:
        n = ((n ^ ord(letter)) * 0x01000193) & 0xFFFFFFFF
    return (n >> 16) ^ (n & 0xFFFF)
