"""A tip made shorter: parts of its own words, in their order, and never a word that is not theirs.

What stays is named by places (`Span`), not by text: whatever is told to whom, nobody can put words
into the mouth of whoever saw something, and each gap shows (decision 19).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import NamedTuple

from havre.tips.actions import Seen

CUT = "[…]"
# One sign is one piece where words are written without spaces between them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff"
_PIECE = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\S")
_SPAN = re.compile(r"([a-z]{1,8}):(\d{1,5})-(\d{1,5})")


class Span(NamedTuple):
    """From `start` up to `end` of one part (what, where, …) stays."""

    part: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.part}:{self.start}-{self.end}"


class Added(ValueError):
    """There are words in it that whoever left it did not write: these."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__("added")
        self.words = list(words)


class NotOfIt(ValueError):
    """These places are none of this tip's."""


def spans_of(seen: Seen, typed: Mapping[str, str]) -> tuple[Span, ...]:
    """What of it is left in what was typed, part by part. Raises Added."""
    found: list[Span] = []
    added: list[str] = []
    for part, words in asdict(seen).items():
        spans, others = _left_of(part, words, typed.get(part, ""))
        found += spans
        added += others
    if added:
        raise Added(added)
    return tuple(found)


def shortened(seen: Seen, spans: Iterable[Span]) -> dict[str, str]:
    """Part → what stays of it, each gap marked, in the order of the page. Raises NotOfIt."""
    said: dict[str, str] = asdict(seen)
    kept: dict[str, list[Span]] = {}
    for span in spans:
        kept.setdefault(span.part, []).append(span)
    if not kept.keys() <= said.keys():
        raise NotOfIt
    return {part: _marked(words, kept[part]) for part, words in said.items() if part in kept}


def bare(seen: Seen, spans: Iterable[Span]) -> Seen:
    """The same without marks: to type on. Raises NotOfIt."""
    marked = shortened(seen, spans)
    return Seen(**{part: words.replace(CUT, " ").strip() for part, words in marked.items()})


def parts_of(seen: Seen) -> dict[str, str]:
    """Part → words of what was filled in."""
    return {part: words for part, words in asdict(seen).items() if words}


def read(text: str) -> tuple[Span, ...]:
    """Spans as a form carries them (`what:0-14 what:20-31`); what is none is left out."""
    found = map(_SPAN.fullmatch, text.split())
    return tuple(Span(m[1], int(m[2]), int(m[3])) for m in found if m)


def _left_of(part: str, words: str, typed: str) -> tuple[list[Span], list[str]]:
    mine, theirs = [m[0] for m in _PIECE.finditer(typed)], list(_PIECE.finditer(words))
    pieces = [m[0] for m in theirs]
    forwards, added = _found(mine, pieces)
    if added or not mine:
        return [], added
    last = len(pieces) - 1
    backwards = [last - n for n in reversed(_found(mine[::-1], pieces[::-1])[0])]
    runs = min((_runs(forwards), _runs(backwards)), key=len)  # fewer gaps are nearer to the truth
    return [Span(part, theirs[a].start(), theirs[b].end()) for a, b in runs], []


def _found(mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[int], list[str]]:
    """Where each of mine stands among theirs, in their order; and what stands nowhere."""
    places: list[int] = []
    added: list[str] = []
    at = 0
    for piece in mine:
        try:
            at = theirs.index(piece, at) + 1
        except ValueError:
            added.append(piece)
        else:
            places.append(at - 1)
    return places, added


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    ends = [a for a, b in pairwise(places) if b != a + 1]
    begins = [b for a, b in pairwise(places) if b != a + 1]
    return list(zip([places[0], *begins], [*ends, places[-1]], strict=True))


def _marked(words: str, spans: Sequence[Span]) -> str:
    """At the edges of pieces only: a word is left out, and never made of another one."""
    pieces = list(_PIECE.finditer(words))
    begins, ends = {m.start() for m in pieces}, {m.end() for m in pieces}
    before = -1
    for _, start, end in spans:
        if start not in begins or end not in ends or not before < start < end:
            raise NotOfIt
        before = end
    told = f" {CUT} ".join(words[start:end] for _, start, end in spans)
    head = "" if spans[0].start == min(begins) else f"{CUT} "
    tail = "" if spans[-1].end == max(ends) else f" {CUT}"
    return f"{head}{told}{tail}"
