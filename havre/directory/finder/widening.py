"""Finding, and finding more widely in the said order if there is nothing.

The radius grows while nobody but national services is within it. All else is given up only if
nothing at all was found: open, what is optional, words, and last everything but being national.
Police are never let in by it; who says no to the person only if no other national one is left.
"""

import math
from dataclasses import dataclass
from itertools import accumulate

from havre.directory.finder import keys
from havre.directory.finder.matching import Asking, Matches, around, fitting, matches, served
from havre.directory.finder.reading import Question
from havre.directory.finder.wanted import Placed, Wanted

STEPS_KM = (100.0, 250.0, 500.0, 1000.0)
ANYWHERE = "any"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who was found, what was given up for it, and within what radius (None: none)."""

    found: Matches
    widened: tuple[str, ...]
    radius_km: float | None


def find(asking: Asking) -> Outcome:
    """Who fits, more widely until somebody does; nobody only if there is no national service."""
    first = outcome = _find(asking, ())
    for without in _ladder(asking.question):
        if len(outcome.found.services):
            return outcome
        outcome = _find(asking, without)
    return outcome if len(outcome.found.services) else first


def _ladder(question: Question) -> list[tuple[str, ...]]:
    """What is given up at each step, with all that was given up before."""
    wanted = question.wanted
    optional = {
        "open": question.must_be_open,
        "beds": wanted.beds,
        "free": wanted.free,
        "kind": bool(wanted.kind),
        "access": bool(question.access),
        "language": bool(question.languages),
        "words": len(question.terms) > 1,
    }
    asked = tuple(name for name, is_asked in optional.items() if is_asked)
    last = [(*asked, "national"), (*asked, "eligibility", "national")]
    return [*accumulate((name,) for name in asked), *last]


def _find(asking: Asking, without: tuple[str, ...]) -> Outcome:
    given_up, place = frozenset(without), asking.question.place
    if "national" in given_up or place is None:
        return Outcome(matches(asking, fitting(asking, given_up), given_up), without, None)
    if place.kind == "province":
        there = fitting(asking, given_up) & served(place, asking.store)
        return Outcome(matches(asking, there, given_up), without, None)
    return _find_near(asking, without, place)


def _find_near(asking: Asking, without: tuple[str, ...], place: Placed) -> Outcome:
    store, given_up = asking.store, frozenset(without)
    radius = _radius(asking.question.wanted.radius_km) + place.uncertain_km
    fits, serving = fitting(asking, given_up), served(place, store)
    by_distance = store.get(keys.BY_DISTANCE)
    near = fits & (serving | (by_distance & around(place, radius, store)))
    found = _cut(asking, matches(asking, near, given_up), radius)
    if not store.services["national"][found.services].all():
        return Outcome(found, without, radius)
    every = matches(asking, fits & (serving | by_distance), given_up)
    local = store.services["by_distance"][every.services] == 1
    if not local.any():
        return Outcome(every, without, radius)
    for step in STEPS_KM:
        if step > radius and (every.distances[local] <= step).any():
            return Outcome(_cut(asking, every, step), (f"radius:{step:.0f}", *without), step)
    return Outcome(every, (f"radius:{ANYWHERE}", *without), None)


def _radius(asked: float) -> float:
    """Between nothing and the last step; what is no number is the usual radius."""
    return min(max(0.0, asked), STEPS_KM[-1]) if not math.isnan(asked) else Wanted().radius_km


def _cut(asking: Asking, found: Matches, radius: float) -> Matches:
    """Without who is near by distance alone and is farther, or is nobody knows where."""
    by_distance = asking.store.services["by_distance"][found.services] == 1
    keep = ~by_distance | (found.distances <= radius)
    return Matches(found.services[keep], found.distances[keep])
