"""In what order: words, nearness, hours, beds, certainty, and when it was last checked.

The same question about the same services gives the same order on any machine: scores are
rounded to a millionth before they are compared; equal ones stand by name, then by id.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from havre.directory.finder import keys
from havre.directory.finder.columns import Numbers
from havre.directory.finder.hours import CLOSED, OPEN
from havre.directory.finder.matching import Asking, Floats, free_beds
from havre.directory.finder.store import TIES, Store, rows_of
from havre.directory.finder.widening import Outcome

WORDS, NEAR, BEDS, CERTAIN = 1.0, 1.2, 0.25, 0.3  # what each may add at most
IN_NAME, IN_ORGANIZATION, AS_NEED, IN_TEXT = 3.0, 1.0, 2.0, 1.0
SERVES, NATIONAL = 0.35, 0.15  # as near as that, of 1.0 at the door
HALF_WAY, LEAST_KM = 0.5, 10.0  # nearness is half at half the radius
OPEN_THEN, UNKNOWN_THEN = 0.3, 0.1
FRESH, DUE = 0.15, 0.05
NEVER, OVERDUE, CHECKED = 0, 1, 2
FRESHNESS = ("never", "due", "fresh")
_YEAR = 365


def scores(asking: Asking, outcome: Outcome, all_found: BitMap) -> NDArray[np.int64]:
    """Millionths by which those found are ordered, highest first; `all_found` are they."""
    question, services = asking.question, outcome.found.services
    among = Among(services, all_found)
    total = _words(asking, among)
    if question.place is not None:
        total += NEAR * _near(asking, outcome)
    states = asking.states[asking.store.services["pattern"][services]]
    weight = 1.0 if question.timed else 0.5
    total += weight * np.select([states == OPEN, states == CLOSED], [OPEN_THEN, 0.0], UNKNOWN_THEN)
    _add_certainty(total, asking, among)
    beds = free_beds(asking.store, services, question.now)
    total += np.select([beds > 0, beds == 0], [BEDS, -BEDS], 0.0)
    fresh = freshness(asking, services)
    total += np.select([fresh == CHECKED, fresh == OVERDUE], [FRESH, DUE], 0.0)
    millionths: NDArray[np.int64] = np.rint(total * 1_000_000).astype(np.int64)
    return millionths


def first(store: Store, services: Numbers, order: Numbers, most: int) -> Numbers:
    """Where the first `most` stand in `services`, best first, equal ones by name, then id."""
    where = np.arange(len(services) if most else 0)
    if len(services) > most > 0:
        least = np.partition(order, len(order) - most)[len(order) - most]
        better = np.flatnonzero(order > least)
        equal = np.flatnonzero(order == least)
        where = np.concatenate([better, _first_of(store, services, equal, most - len(better))])
    told = [store.services[name][services[where]] for name in reversed(TIES)]
    best: Numbers = where[np.lexsort((*told, -order[where]))][:most]
    return best


def _first_of(store: Store, services: Numbers, equal: Numbers, most: int) -> Numbers:
    """Of equal ones the first `most`, without putting all of them in order."""
    sure = []
    for name in TIES:
        if len(equal) <= most:
            break
        told = store.services[name][services[equal]]
        last = np.partition(told, most - 1)[most - 1]
        sure.append(equal[told < last])
        most, equal = most - len(sure[-1]), equal[told == last]
    return np.concatenate([*sure, equal])


def freshness(asking: Asking, services: Numbers) -> NDArray[np.int8]:
    """CHECKED, OVERDUE or NEVER for each; without a due date a check is good for a year."""
    today = asking.question.now.date().toordinal()
    checked, due = (asking.store.services[name][services] for name in ("checked", "due"))
    good = np.where(due > 0, due, checked + _YEAR) >= today
    found = np.where(good, CHECKED, OVERDUE)
    return np.where(checked > 0, found, NEVER).astype(np.int8)


def _words(asking: Asking, among: "Among") -> Floats:
    """Rare words weigh more, names more than the rest; all of it within WORDS."""
    store, question = asking.store, asking.question
    total, most = np.zeros(len(among.services)), 0.0
    for term in question.terms:
        everywhere = asking.meeting(term)
        living = store.alive.intersection_cardinality(everywhere)
        rare = math.log(2.0 + len(store.alive) / (1 + living))
        most += rare * (IN_NAME + IN_ORGANIZATION + IN_TEXT + (AS_NEED if term.needs else 0.0))
        among.add(total, everywhere, rare * IN_TEXT)
        among.add(total, asking.holding(term, keys.NAME), rare * IN_NAME)
        among.add(total, asking.holding(term, keys.ORGANIZATION), rare * IN_ORGANIZATION)
        among.add(total, asking.needing(term), rare * AS_NEED)
    return total * (WORDS / most) if most else total


def _near(asking: Asking, outcome: Outcome) -> Floats:
    store, found = asking.store, outcome.found
    radius = outcome.radius_km or asking.question.wanted.radius_km
    half = max(radius * HALF_WAY, LEAST_KM)
    by_distance = 1.0 / (1.0 + found.distances / half)
    at_least = np.where(store.services["by_distance"][found.services] == 1, 0.0, SERVES)
    near = np.fmax(by_distance, at_least)
    national = store.services["national"][found.services] == 1
    result: Floats = np.where(national, NATIONAL, near)
    return result


def _add_certainty(total: Floats, asking: Asking, among: "Among") -> None:
    """Yes before ask before unknown, for every rule that was asked and for `free`."""
    asked = [f"rule|{rule}:" for rule in asking.question.rules]
    asked += ["free|"] if asking.question.wanted.free else []
    for rule in asked:
        among.add(total, asking.store.get(f"{rule}yes"), CERTAIN)
        among.add(total, asking.store.get(f"{rule}ask"), CERTAIN / 2)


@dataclass(frozen=True, slots=True)
class Among:
    """Those found, as numbers in ascending order and as a bitmap."""

    services: Numbers
    held: BitMap

    def add(self, total: Floats, others: BitMap, weight: float) -> None:
        """Add `weight` to each of them that is among the others."""
        rows = rows_of(self.held & others)
        if len(rows):
            total[np.searchsorted(self.services, rows)] += weight
