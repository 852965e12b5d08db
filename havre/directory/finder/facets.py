"""How many of all that was found there are of everything that can be chosen next."""

import numpy as np
from pyroaring import BitMap

from havre.directory.finder import keys
from havre.directory.finder.columns import Numbers
from havre.directory.finder.hours import STATES
from havre.directory.finder.matching import Asking, free_beds
from havre.directory.finder.scoring import FRESHNESS, freshness
from havre.directory.finder.store import bitmap_of

BEDS = ("unknown", "none", "free")


def counts(asking: Asking, services: Numbers) -> dict[str, dict[str, int]]:
    """By facet and value; values that none of them has are left out.

    Needs, kinds, languages, access by code; eligibility as "children:yes"; free as yes, no or
    ask; beds, open (at the time asked for) and freshness by their words.
    """
    store = asking.store
    held = bitmap_of(services)
    counted = {facet: _by_key(asking, prefix, held) for facet, prefix in keys.FACETS.items()}
    states = asking.states[store.services["pattern"][services]]
    beds = np.sign(free_beds(store, services, asking.question.now)) + 1
    counted["open"] = _by_number(states, STATES)
    counted["beds"] = _by_number(beds, BEDS)
    counted["freshness"] = _by_number(freshness(asking, services), FRESHNESS)
    return counted


def _by_key(asking: Asking, prefix: str, held: BitMap) -> dict[str, int]:
    store = asking.store
    counted = {
        code: held.intersection_cardinality(store.bitmaps[prefix + code])
        for code in store.codes(prefix)
    }
    return {code: number for code, number in counted.items() if number}


def _by_number(values: Numbers, words: tuple[str, ...]) -> dict[str, int]:
    found = np.bincount(values, minlength=len(words))
    return {word: int(number) for word, number in zip(words, found, strict=True) if number}
