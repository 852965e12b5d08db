"""What the directory has for whom, and where it has nothing: need by jurisdiction and community.

Places are told by their settlement alone, as everywhere; police are not counted (000-11).
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Sum

from havre.directory.finder.places import EARTH_KM, gazetteer, key
from havre.directory.models import ACTIVE, SEALED, Service, ServiceAtLocation, Sought
from havre.lib import clock, taxonomy

NEAR_KM = 50
SIZES = (0, 1_000, 10_000, 100_000)  # people, from; whom nobody counted is of the smallest
SEVERAL, FEW, NATIONAL, NOBODY = "several", "few", "national", "nobody"
STATES = (SEVERAL, FEW, NATIONAL, NOBODY)
_ENOUGH = 3
_AT_ONCE = 1_000  # settlements: 1,000 by 9,000 distances are 70 MB
_NO_NEED = "none_stated"


@dataclass(frozen=True, slots=True)
class Cell:
    """One need in one jurisdiction: how many services there, and how many reach the country."""

    need: str
    province: str
    services: int
    national: int

    @property
    def state(self) -> str:
        """SEVERAL, FEW, NATIONAL (national ones alone) or NOBODY."""
        if self.services:
            return SEVERAL if self.services >= _ENOUGH else FEW
        return NATIONAL if self.national else NOBODY


@dataclass(frozen=True, slots=True)
class Reach:
    """Of the settlements of one size, how many have a service for the need within NEAR_KM."""

    need: str
    size: int
    near: int
    of: int

    @property
    def share(self) -> int:
        """Of a hundred; never a hundred where one is left out, never nothing where one is in."""
        share = 100 * self.near / self.of if self.of else 0
        return round(share) if share in {0, 100} else min(99, max(1, round(share)))


@dataclass(frozen=True, slots=True)
class Unmet:
    """What was sought in vain, and how many times."""

    need: str
    language: str
    province: str
    times: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A service: what for, how far, in which jurisdictions, and its shown points (lat, lon)."""

    needs: frozenset[str]
    reach: str
    provinces: frozenset[str]
    points: frozenset[tuple[float, float]]


def provinces() -> list[str]:
    """The thirteen jurisdictions, from east to west."""
    known = set(gazetteer().provinces.values())
    return [code for code in taxonomy.codes("province") if code in known]


def needs() -> list[str]:
    """What somebody may need."""
    return [code for code in taxonomy.codes("need") if code != _NO_NEED]


def offers() -> list[Offer]:
    """Every service that is found by responders, as it is now."""
    open_now = Service.objects.filter(
        status=ACTIVE, organization__status=ACTIVE, organization__suspension=None
    ).exclude(kind="police")
    rows = open_now.exclude(organization__kind="police").exclude(visibility=SEALED)
    at = _settlements()
    return [
        _offer(needs, reach, province, [*at.get(id, ()), (settlement, province)])
        for id, needs, reach, province, settlement in rows.values_list(
            "id", "needs", "reach", "province", "settlement"
        )
    ]


def cells(found: list[Offer]) -> dict[str, list[Cell]]:
    """need → a cell for each jurisdiction."""
    there: Counter[tuple[str, str]] = Counter()
    everywhere: Counter[str] = Counter()
    for offer in found:
        if offer.reach == "national":
            everywhere.update(offer.needs)
        else:
            there.update((need, code) for need in offer.needs for code in offer.provinces)
    return {
        need: [Cell(need, code, there[need, code], everywhere[need]) for code in provinces()]
        for need in needs()
    }


def reaches(found: list[Offer], province: str = "") -> dict[str, list[Reach]]:
    """need → how many settlements of each size have one near, in a jurisdiction or in all."""
    sizes, vectors = _country()
    places = gazetteer().settlements
    if province:
        mine = np.array([place.province == province for _, place in places])
        sizes, vectors = sizes[mine], vectors[mine]
    near = _near(vectors, found)
    return {
        need: [
            Reach(need, size, int(near[sizes == n, column].sum()), int((sizes == n).sum()))
            for n, size in enumerate(SIZES)
        ]
        for column, need in enumerate(needs())
    }


def unmet(most: int = 40) -> list[Unmet]:
    """What was sought in vain in the last twelve months, the most frequent first. Codes only."""
    year, _, month = clock.month_of(clock.now()).partition("-")
    since = Sought.objects.filter(month__gt=f"{int(year) - 1}-{month}")
    rows = since.values_list("need", "language", "province").annotate(n=Sum("times"))
    return [Unmet(*row) for row in rows.order_by("-n", "need", "language", "province")[:most]]


def _settlements() -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = {}
    rows = ServiceAtLocation.objects.filter(location__status=ACTIVE)
    for service, settlement, province in rows.exclude(location__visibility=SEALED).values_list(
        "service", "location__settlement", "location__province"
    ):
        found.setdefault(service, []).append((settlement, province))
    return found


def _offer(needs: list[str], reach: str, own: str, at: list[tuple[str, str]]) -> Offer:
    """A service that reaches its province is in no other, wherever else it has a door."""
    codes = {own} if reach == "province" and own else {code for _, code in at}
    points = (_point(settlement, code) for settlement, code in at if settlement)
    return Offer(
        frozenset(needs), reach, frozenset(codes - {""}), frozenset(p for p in points if p)
    )


@cache
def _point(settlement: str, province: str) -> tuple[float, float] | None:
    place = gazetteer().settlement(key(settlement), province)
    return (place.lat, place.lon) if place else None


@cache
def _country() -> tuple[Any, Any]:
    """Of each settlement its size, a number of SIZES, and its unit vector."""
    places = gazetteer().settlements
    sizes = np.searchsorted(SIZES, [people for people, _ in places], side="right") - 1
    return sizes, _vectors([(place.lat, place.lon) for _, place in places])


def _vectors(points: list[tuple[float, float]]) -> Any:
    lat, lon = np.radians(np.array(points, dtype=float).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _near(vectors: Any, found: list[Offer]) -> Any:
    """settlement by need: whether a service for it is within NEAR_KM of there."""
    columns = {need: column for column, need in enumerate(needs())}
    asked: dict[tuple[float, float], set[str]] = {}
    for offer in found:
        for point in offer.points:
            asked.setdefault(point, set()).update(offer.needs & columns.keys())
    has = np.zeros((len(asked), len(columns)), dtype=np.float32)
    for row, codes in enumerate(asked.values()):
        has[row, [columns[code] for code in codes]] = 1
    points, least = _vectors(list(asked)).T, np.cos(2 * NEAR_KM / EARTH_KM)
    parts = [vectors[n : n + _AT_ONCE] @ points >= least
             for n in range(0, len(vectors), _AT_ONCE)]  # fmt: skip
    return np.concatenate([part.astype(np.float32) @ has > 0 for part in parts])
