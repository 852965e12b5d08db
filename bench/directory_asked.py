"""Questions as responders ask them, drawn by dice that always fall alike.

35 of 100 in French, half of those without accents; 15 with a slip of the keys; half ask for what
is open at a time, 40 for a language, 20 for pets, 30 for women; within 10 to 250 kilometres.
"""

import datetime as dt
import json
import random
from bisect import bisect_left
from functools import cache
from itertools import accumulate
from pathlib import Path

from havre.directory import finder
from havre.directory.finder.places import gazetteer
from havre.directory.finder.wanted import Wanted
from havre.lib.lang import fold
from havre.prompt.made_up import words

SPOKEN = ("fr", "en", "es", "ar", "pa", "zh", "uk", "tl", "vi", "cr", "iu", "so")
RADII = (10.0, 25.0, 50.0, 100.0, 250.0)
AREAS = ("M5V", "H2X", "V6B 1A1", "T2P", "R3C", "K1A", "P3E", "B3H", "G1R", "S4P", "A1C", "X1A")
_SLIPS = 0.15
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def questions(count: int, now: dt.datetime, seed: int = 1) -> list[Wanted]:
    """`count` questions, the same for the same seed; `now` is aware."""
    draw = random.Random(f"asked {seed}")
    return [_question(draw, now) for _ in range(count)]


def _question(draw: random.Random, now: dt.datetime) -> Wanted:
    is_french = draw.random() < 0.35
    typed = _typed(draw, "fr" if is_french else "en")
    if is_french and draw.random() < 0.5:
        typed = fold(typed)
    if draw.random() < _SLIPS:
        typed = slipped(draw, typed)
    at = now + dt.timedelta(minutes=draw.randrange(7 * 24 * 60))
    rules = [rule for rule, share in (("pets", 0.2), ("women", 0.3)) if draw.random() < share]
    return Wanted(
        words=typed,
        place=_place(draw),
        radius_km=draw.choice(RADII),
        at=at if draw.random() < 0.5 else None,
        language=draw.choice(SPOKEN) if draw.random() < 0.4 else "",
        eligibility=tuple(rules),
    )


def slipped(draw: random.Random, typed: str) -> str:
    """One letter of the longest word swapped, lost, doubled or another; short words stay."""
    word = max(typed.split(), key=len, default="")
    if len(word) < 5:
        return typed
    at = draw.randrange(1, len(word) - 1)
    other = draw.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + draw.choice(_LETTERS) + word[at + 1 :],
        )
    )
    return typed.replace(word, other, 1)


def _typed(draw: random.Random, language: str) -> str:
    """Mostly what a need is called, or a thing that services tell of, now and then a name."""
    at = words.LANGUAGES.index(language)
    made = [draw.choice(_said(language))]
    if draw.random() < 0.3:
        made.append(words.some(draw, words.words()["things"], 1)[0][at].split()[-1])
    if draw.random() < 0.1:
        made = [words.tail(draw)]
    return " ".join(made)


@cache
def _said(language: str) -> list[str]:
    """What needs are called in a language, as people write it."""
    data = json.loads((Path(finder.__file__).parent / "data" / "lexicon.json").read_text("utf-8"))
    needs = [item for item in data["items"] if item.get("what") == "need"]
    return sorted({phrase for item in needs for phrase in item.get(language, ())})


def _place(draw: random.Random) -> str:
    """A settlement, the likelier the more people live there; now and then an area, or none."""
    dice = draw.random()
    if dice < 0.1:
        return ""
    if dice < 0.15:
        return draw.choice(AREAS)
    names, shares = _people()
    return names[bisect_left(shares, draw.random() * shares[-1])]


@cache
def _people() -> tuple[list[str], list[int]]:
    known = [(people, place) for people, place in gazetteer().settlements if people]
    names = [f"{place.name}, {place.province}" for _, place in known]
    return names, list(accumulate(people for people, _ in known))
