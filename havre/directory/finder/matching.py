"""Who fits a question: bitmaps first, then hours, ages, beds and distances of those left.

An eligibility rule, and `free`, only exclude who says no; languages, needs and access are
asked for. National services are near everybody, provincial ones near their province; one with
areas is near where they are, whatever the distance.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from havre.directory.finder import keys
from havre.directory.finder.columns import Numbers
from havre.directory.finder.hours import OPEN
from havre.directory.finder.places import EARTH_KM, key, neighbours
from havre.directory.finder.reading import Question, Term
from havre.directory.finder.store import NOBODY, Store, point_rows, rows_of
from havre.directory.finder.wanted import Placed

Floats = NDArray[np.float64]
States = NDArray[np.int8]

_AROUND_KM = 10.0  # a settlement that is served stands for what is this near to it
_KM_A_DEGREE = 111.0


@dataclass(frozen=True, slots=True)
class Matches:
    """Numbers of services in ascending order; kilometres to each, NaN where nobody knows."""

    services: NDArray[np.int64]
    distances: Floats


@dataclass(frozen=True, slots=True)
class Asking:
    """One question put to one store; `states` are by pattern of hours, at the time asked for."""

    question: Question
    store: Store
    states: States
    _held: dict[tuple[int, str], BitMap] = dataclasses.field(default_factory=dict, compare=False)

    def holding(self, term: Term, field: str) -> BitMap:
        """Who has any phrase of a term in a field: every word of it, in any of its forms.

        Looked up once for a question, however often it is widened.
        """
        name = (id(term), field)  # the question keeps its terms as long as this lives
        if name not in self._held:
            self._held[name] = _holding(term, field, self.store.bitmaps)
        return self._held[name]

    def needing(self, term: Term) -> BitMap:
        """Who has any need of a term."""
        name = (id(term), "")
        if name not in self._held:
            needs = (self.store.get(f"need|{code}") for code in term.needs)
            self._held[name] = BitMap.union(NOBODY, *needs)
        return self._held[name]

    def meeting(self, term: Term) -> BitMap:
        """Who has a term anywhere, in words or as a need."""
        words = self.holding(term, keys.ANYWHERE)
        return words | self.needing(term) if term.needs else words


def _holding(term: Term, field: str, bitmaps: Mapping[str, BitMap]) -> BitMap:
    found: list[BitMap] = []
    for phrase in term.phrases:
        words = [[held for f in word if (held := bitmaps.get(field + f))] for word in phrase]
        if not words or not all(words):
            continue
        if len(words) == 1:
            found += words[0]
        else:
            found.append(BitMap.intersection(*(BitMap.union(*word) for word in words)))
    return BitMap.union(*found) if found else NOBODY


def fitting(asking: Asking, without: frozenset[str]) -> BitMap:
    """Who fits wherever they are, but for hours, age and beds; `without` as `Found.widened`."""
    question, store = asking.question, asking.store
    wanted = question.wanted
    fits = store.alive if wanted.police else store.alive - store.get(keys.POLICE)
    if "national" in without:
        fits = fits & store.get(keys.NATIONAL)
    else:
        for held in _asked(asking, without):
            fits = fits & held
        if wanted.free and "free" not in without:
            fits = fits - store.get("free|no")
    for rule in question.rules if "eligibility" not in without else ():
        fits = fits - store.get(f"rule|{rule}:no")
    return fits


def _asked(asking: Asking, without: frozenset[str]) -> list[BitMap]:
    """The bitmaps that all must hold a service."""
    question, store = asking.question, asking.store
    wanted = question.wanted
    held = [store.get(f"need|{code}") for code in wanted.needs]
    terms = [asking.meeting(term) for term in question.terms]
    if "words" not in without:
        held += terms
    elif terms:
        held.append(BitMap.union(*terms))
    if "language" not in without:
        held += [store.get(f"language|{code}") for code in question.languages]
    if "access" not in without:
        held += [store.get(f"access|{code}") for code in question.access]
    if wanted.kind and "kind" not in without:
        held.append(store.get(f"kind|{wanted.kind}"))
    return sorted(held, key=len)


def matches(asking: Asking, fits: BitMap, without: frozenset[str]) -> Matches:
    """Those of `fits` that also fit by age, beds and hours, and how far each is."""
    question, of, services = asking.question, asking.store.services, rows_of(fits)
    keep = np.ones(len(services), dtype=bool)
    if question.age is not None and "eligibility" not in without:
        keep &= of["min_age"][services] <= question.age
        keep &= question.age <= of["max_age"][services]
    if "national" not in without:
        if question.wanted.beds and "beds" not in without:
            keep &= free_beds(asking.store, services, question.now) > 0
        if question.must_be_open and "open" not in without:
            keep &= asking.states[of["pattern"][services]] == OPEN
    services = services[keep]
    if question.place is None or question.place.kind == "province":
        return Matches(services, np.full(len(services), np.nan))
    return Matches(services, distances(question.place, services, asking.store))


def free_beds(store: Store, services: Numbers, at: datetime) -> Numbers:
    """Free beds, -1 where nobody knows or what was known is no longer to be believed."""
    known = store.services["beds_until"][services] > at.timestamp()
    beds: Numbers = np.where(known, store.services["beds"][services], -1)
    return beds


def served(place: Placed, store: Store) -> BitMap:
    """Who serves a place whatever the distance: national, its province's, by their areas."""
    near = neighbours(place.lat, place.lon, place.province, _AROUND_KM + place.uncertain_km)
    names = {*near, key(place.name)} if place.kind != "province" else set()
    areas = [
        held
        for name in sorted(names)
        for province in (place.province, "")
        if (held := store.bitmaps.get(keys.area(province, name)))
    ]
    everywhere = [store.get(keys.NATIONAL), store.get(f"for|{place.province}")]
    if place.kind == "province":
        everywhere.append(store.get(f"in|{place.province}"))
    return BitMap.union(*everywhere, *areas)


def around(place: Placed, radius_km: float, store: Store) -> BitMap:
    """Who has a point in a half-degree cell that the circle may touch."""
    high = radius_km / _KM_A_DEGREE
    south, north = place.lat - high, place.lat + high
    wide = high / max(0.01, np.cos(np.radians(min(89.0, max(abs(south), abs(north))))))
    rows = range(int(np.floor(south * keys.CELLS)), int(np.floor(north * keys.CELLS)) + 1)
    west, east = place.lon - wide, place.lon + wide
    columns = range(int(np.floor(west * keys.CELLS)), int(np.floor(east * keys.CELLS)) + 1)
    cells = [held for r in rows for c in columns if (held := store.bitmaps.get(f"cell|{r},{c}"))]
    return BitMap.union(*cells) if cells else NOBODY


def distances(place: Placed, services: Numbers, store: Store) -> Floats:
    """Kilometres from a place to the nearest shown point of each; NaN without one.

    NaN for national ones too: where their office stands, is nobody's concern.
    """
    counts = store.services["points"][services].astype(np.int64)
    found = np.full(len(services), np.nan)
    held = (counts > 0) & (store.services["national"][services] == 0)
    if not held.any():
        return found
    counts = counts[held]
    each = kilometres_to(place, point_rows(store.services["first"][services][held], counts), store)
    found[held] = np.minimum.reduceat(each, np.cumsum(counts) - counts)
    return found


def kilometres_to(place: Placed, points: Numbers, store: Store) -> Floats:
    """The great circle to each of some points, by the same formula as `places.kilometres`."""
    lat, lon = np.radians(store.points["lat"][points]), np.radians(store.points["lon"][points])
    here, there = np.radians(place.lat), np.radians(place.lon)
    h = np.sin((lat - here) / 2) ** 2
    h += np.cos(here) * np.cos(lat) * np.sin((lon - there) / 2) ** 2
    far: Floats = EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return far
