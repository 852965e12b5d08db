"""Places of Canada by their names: settlements first, forward sortation areas second.

From the files in data/ (GeoNames, CC BY 4.0). The middle of an area is far from many of its
houses: 16 km in towns and 347 km in the country cover nineteen of twenty, and that is said.
"""

import json
import math
import re
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from havre.directory.finder.typos import Trigrams
from havre.directory.finder.wanted import Placed
from havre.directory.finder.words import cut, cut_whole

EARTH_KM = 12742.0  # twice the mean radius
URBAN_KM, RURAL_KM = 16, 347
_SAME_KM = 30.0  # one name twice within it is one place
_CODE = re.compile(r"[a-z]\d[a-z](?:[ -]?\d[a-z]\d)?", re.IGNORECASE)
_SHORT = {"saint": "st", "sainte": "ste"}
_DATA = Path(__file__).parent / "data"
LONGEST_NAME = 6  # pieces
_LETTERS = 100
TOWN = 1_000  # people


def key(name: str) -> str:
    """What two spellings of one name share: no accents, marks or spaces; saint is st."""
    return "".join(_SHORT.get(piece, piece) for piece in cut_whole(name))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) in degrees."""
    lat, lon = math.radians(one[0]), math.radians(one[1])
    lat2, lon2 = math.radians(other[0]), math.radians(other[1])
    h = math.sin((lat2 - lat) / 2) ** 2
    h += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


class Gazetteer:
    """All places, found by name or by area."""

    def __init__(self) -> None:
        rows = [line.split("\t") for line in _lines("places.tsv")]
        curated = _curated()
        self.settlements = [
            (int(r[4] or 0), Placed(r[0], r[1], float(r[2]), float(r[3]), zone=f"America/{r[5]}"))
            for r in [*rows, *curated["more"]]
        ]
        self._named: dict[str, list[int]] = {}
        for number, (_, place) in enumerate(self.settlements):
            self._named.setdefault(key(place.name), []).append(number)
        self._also(curated["also"])
        for numbers in self._named.values():
            numbers.sort(key=self._rank)
        self._areas = {row[0]: row for row in (line.split("\t") for line in _lines("areas.tsv"))}
        self.provinces = {key(n): code for code, ns in curated["provinces"].items() for n in ns}
        self._lat = np.radians([place.lat for _, place in self.settlements])
        self._lon = np.radians([place.lon for _, place in self.settlements])
        self._typos: Trigrams | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of all names, so that none of them is taken for a slip."""
        also = (name for names in _curated()["also"].values() for name in names)
        own = (place.name for _, place in self.settlements)
        return frozenset(word for name in (*own, *also) for word in cut(name))

    @cached_property
    def town_words(self) -> frozenset[str]:
        """The words of names of towns, which a slip may have meant."""
        names = (place.name for people, place in self.settlements if people >= TOWN)
        return frozenset(word for name in names for word in cut(name))

    def find(self, text: str) -> Placed | None:
        """A settlement, an area or a province as people write them; None if nobody knows it.

        "Windsor, NS" is the one in Nova Scotia; "Windsor" is the most populous, others told.
        A name with a slip is put right. Of a postal code no more than its area is looked at.
        """
        text = text[:_LETTERS]
        if self.is_code(text):
            return self._area(text.strip()[:3].upper())
        pieces = cut_whole(text)
        for cut_off in range(3):
            name, rest = pieces[: len(pieces) - cut_off], pieces[len(pieces) - cut_off :]
            province = self.provinces.get("".join(rest), "") if rest else ""
            if name and (province or not rest):
                found = self.settlement(key(" ".join(name)), province)
                if found:
                    return found
        return self._province(key(text)) or self._slip(key(text))

    def is_code(self, text: str) -> bool:
        """Whether this is written as an area or as a whole postal code."""
        return _CODE.fullmatch(text.strip()) is not None

    def settlement(self, name_key: str, province: str = "") -> Placed | None:
        """The most populous of that key, in that province if one is said."""
        numbers = [
            n
            for n in self._named.get(name_key, ())
            if not province or self.settlements[n][1].province == province
        ]
        if not numbers:
            return None
        places = [self.settlements[n][1] for n in numbers]
        here = (places[0].lat, places[0].lon)
        others = tuple(
            (p.name, p.province) for p in places[1:] if kilometres(here, (p.lat, p.lon)) > _SAME_KM
        )
        return replace(places[0], others=others)

    def known(self, name_key: str) -> int:
        """How many people live where this is the name, at the largest; -1 if it is no name."""
        numbers = self._named.get(name_key)
        return self.settlements[numbers[0]][0] if numbers else -1

    def _also(self, names: dict[str, list[str]]) -> None:
        """Other names; the settlement stays the one that its own name and province say."""
        for said, others in names.items():
            name, _, province = said.partition("|")
            numbers = [
                n for n in self._named[key(name)] if self.settlements[n][1].province == province
            ]
            best = min(numbers, key=self._rank)
            for other in others:
                listed = self._named.setdefault(key(other), [])
                if best not in listed:
                    listed.append(best)

    def _rank(self, number: int) -> tuple[Any, ...]:
        population, place = self.settlements[number]
        return -population, place.province, place.name, place.lat

    def _area(self, code: str) -> Placed | None:
        row = self._areas.get(code)
        if row is None:
            return None
        far = RURAL_KM if code[1] == "0" else URBAN_KM
        place = Placed(f"{code} ({row[1]})", row[2], float(row[3]), float(row[4]), far, "area")
        return replace(place, zone=f"America/{row[5]}")

    def _province(self, name_key: str) -> Placed | None:
        code = self.provinces.get(name_key)
        if code is None:
            return None
        capital = self.settlement(key(_curated()["capitals"][code]), code)
        return replace(capital, name=code, kind="province", others=()) if capital else None

    def _slip(self, name_key: str) -> Placed | None:
        if self._typos is None:
            self._typos = Trigrams()
            for name in self._named:
                self._typos.add(name)
        right = self._typos.nearest(name_key, lambda name: self.known(name) + 1)
        return self.settlement(right) if right else None

    def around(self, place: Placed, km: float) -> list[str]:
        """Keys of the settlements of the same province within so many kilometres."""
        lat, lon = math.radians(place.lat), math.radians(place.lon)
        h = np.sin((self._lat - lat) / 2) ** 2
        h += math.cos(lat) * np.cos(self._lat) * np.sin((self._lon - lon) / 2) ** 2
        near = np.flatnonzero(EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(h))) <= km)
        there = (self.settlements[n][1] for n in near)
        return sorted({key(p.name) for p in there if p.province == place.province})


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process, read at the first question."""
    return Gazetteer()


@lru_cache(maxsize=4096)
def neighbours(lat: float, lon: float, province: str, km: float) -> tuple[str, ...]:
    """`Gazetteer.around`, remembered."""
    return tuple(gazetteer().around(Placed("", province, lat, lon), km))


def _lines(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="utf-8").splitlines()


@cache
def _curated() -> dict[str, Any]:
    return cast(dict[str, Any], json.loads((_DATA / "names.json").read_text(encoding="utf-8")))
