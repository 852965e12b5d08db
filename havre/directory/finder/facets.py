"""How many of all that was found there are of everything that can be chosen next."""

import numpy as np
from pyroaring import BitMap

from havre.directory.finder import keys
from havre.directory.finder.columns import Numbers
from havre.directory.finder.hours import STATES
from havre.directory.finder.matching import Asking, free_beds
from havre.directory.finder.scoring import FRESHNESS, freshness

BEDS = ("unknown", "none", "free")


def counts(asking: Asking, services: Numbers, held: BitMap) -> dict[str, dict[str, int]]:
    """By facet and value; values that none of them has are left out. `held` are `services`.

    Needs, kinds, languages, access by code; eligibility as "children:yes"; free as yes, no or
    ask; beds, open (at the time asked for) and freshness by their words.
    """
    store = asking.store
    counted = {facet: _by_key(asking, prefix, held) for facet, prefix in keys.FACETS.items()}
    states = asking.states[store.services["pattern"][services]]
    beds = np.sign(free_beds(store, services, asking.question.now)) + 1
    counted["open"] = _by_number(states, STATES)
    counted["beds"] = _by_number(beds, BEDS)
    counted["freshness"] = _by_number(freshness(asking, services), FRESHNESS)
    return counted


def _by_key(asking: Asking, prefix: str, held: BitMap) -> dict[str, int]:
    both = held.intersection_cardinality
    codes = asking.store.codes(prefix)
    return {code: number for code, of in codes.items() if (number := both(of))}


def _by_number(values: Numbers, words: tuple[str, ...]) -> dict[str, int]:
    found = np.bincount(values, minlength=len(words))
    return {word: int(number) for word, number in zip(words, found, strict=True) if number}
