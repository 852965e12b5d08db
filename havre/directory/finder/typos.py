"""A word that nobody wrote, put right: trigrams to find candidates, then edits counted.

Damerau-Levenshtein (swapped neighbours are one edit): one edit in words of four and five
letters, two from six on. Shorter words are never put right.
"""

from array import array
from collections.abc import Callable

import numpy as np

SHORTEST = 4
LONGER = 6  # from here on two edits
_MOST = 200  # candidates whose edits are counted


class Trigrams:
    """A vocabulary that can be asked for words that look like another."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: set[str] = set()
        self._holding: dict[str, array[int]] = {}

    def add(self, word: str) -> None:
        """Take a word in, once."""
        if word in self._known or len(word) < SHORTEST - 1:
            return
        self._known.add(word)
        for piece in sorted(_pieces(word)):
            self._holding.setdefault(piece, array("i")).append(len(self.words))
        self.words.append(word)

    def nearest(self, word: str, weight: Callable[[str], int]) -> str:
        """The nearest word of those that weigh more than nothing, or "".

        Fewer edits first, then the same first letter, then the heavier, then the alphabet.
        """
        if len(word) < SHORTEST:
            return ""
        for edits in range(1, 3 if len(word) >= LONGER else 2):
            found = [
                (other[:1] != word[:1], -weight(other), other)
                for other in self._like(word, edits)
                if within(word, other, edits) and weight(other) > 0
            ]
            if found:
                return min(found)[2]
        return ""

    def _like(self, word: str, edits: int) -> list[str]:
        """Candidates: an edit spoils four trigrams at most, the rest must be shared."""
        pieces = _pieces(word)
        lists = [self._holding[piece] for piece in pieces if piece in self._holding]
        if not lists:
            return []
        shared = np.bincount(np.concatenate([np.array(each, dtype=np.int32) for each in lists]))
        enough = max(1, len(pieces) - 4 * edits)
        numbers = np.flatnonzero(shared >= enough)
        close = [(-int(shared[n]), self.words[n]) for n in numbers]
        fitting = [each for each in close if abs(len(each[1]) - len(word)) <= edits]
        return [other for _, other in sorted(fitting)[:_MOST]]


def within(one: str, other: str, edits: int) -> bool:
    """Whether the two differ by at most so many edits (a swap of neighbours is one)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > edits:
            return False
    return row[-1] <= edits


def _pieces(word: str) -> set[str]:
    padded = f"  {word}  "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
