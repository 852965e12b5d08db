"""A map of shown points on the outline of the country, drawn here: no tile comes from outside.

Lambert's conformal conic projection with the two parallels usual for Canada (49 and 77 degrees
north, around 95 degrees west). The outline is Natural Earth's, 1:110 million, public domain.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from havre.directory.finder.places import gazetteer

_NORTH, _SOUTH, _WEST, _BASE = (math.radians(degrees) for degrees in (77, 49, -95, 49))
_EARTH = 6371.0  # kilometres
_LEAST, _MARGIN = 160.0, 0.12  # kilometres across; of the width, around the outermost points
_SHAPE = 0.66  # height of the picture to its width
_TOWNS = 9  # names to find one's way by, beside the points themselves
_COVERS = 45  # per mille: nearer than this, one mark would hide the other
_APART = 0.14  # of the width: towns nearer than this are not both named
Spot = tuple[float, float]


@dataclass(slots=True)
class Mark:
    """Where some services are, all in one place: per mille of the width and height."""

    x: float
    y: float
    label: str
    numbers: list[int] = field(default_factory=list)

    @property
    def is_far_right(self) -> bool:
        """Whether its name must stand on its left to stay in the picture."""
        return self.x > 720


@dataclass(frozen=True, slots=True)
class Map:
    """What a template draws: the land as a path, the marks, towns to find one's way by."""

    land: str
    marks: list[Mark]
    towns: list[Mark]
    height: float


def project(lat: float, lon: float) -> Spot:
    """Degrees to kilometres, x to the east and y to the south."""
    n = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(_tan(_NORTH) / _tan(_SOUTH))
    f = math.cos(_SOUTH) * _tan(_SOUTH) ** n / n
    rho, base = (_EARTH * f / _tan(angle) ** n for angle in (math.radians(lat), _BASE))
    theta = n * (math.radians(lon) - _WEST)
    return rho * math.sin(theta), rho * math.cos(theta) - base


def drawn(points: Iterable[tuple[float, float, str, int]]) -> Map | None:
    """A map of (lat, lon, label, number in the list); None without any."""
    marks: dict[Spot, Mark] = {}
    for lat, lon, label, number in points:
        spot = project(lat, lon)
        marks.setdefault(spot, Mark(*spot, label)).numbers.append(number)
    if not marks:
        return None
    left, top, width = _view(list(marks))
    scale = 1000 / width

    def place(mark: Mark) -> Mark:
        return Mark(round((mark.x - left) * scale, 1), round((mark.y - top) * scale, 1),
                    mark.label, mark.numbers)  # fmt: skip

    height = 1000 * _SHAPE
    rings = ([((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in _outline())
    land = "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z" for ring in rings)
    placed = _together([place(mark) for mark in marks.values()])
    towns = _towns(left, top, width, placed)
    return Map(land, placed, towns, height)


def _view(spots: list[Spot]) -> tuple[float, float, float]:
    """left, top and width of the picture, in kilometres."""
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) / _SHAPE, _LEAST) * (1 + 2 * _MARGIN)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return x - across / 2, y - across * _SHAPE / 2, across


def _together(marks: list[Mark]) -> list[Mark]:
    """Marks that would cover each other are one, with both names."""
    found: list[Mark] = []
    for mark in marks:
        near = (one for one in found if math.dist((one.x, one.y), (mark.x, mark.y)) < _COVERS)
        if one := next(near, None):
            one.numbers = sorted({*one.numbers, *mark.numbers})
            one.label = one.label if mark.label in one.label else f"{one.label}, {mark.label}"
        else:
            found.append(mark)
    return found


def _towns(left: float, top: float, width: float, marks: list[Mark]) -> list[Mark]:
    """The most populous settlements in the picture that are not near a mark or each other."""
    found: list[Mark] = []
    scale = 1000 / width
    taken = [(mark.x, mark.y) for mark in marks]
    for name, x, y in _settlements():
        spot = ((x - left) * scale, (y - top) * scale)
        if not (30 < spot[0] < 900 and 30 < spot[1] < 1000 * _SHAPE - 30):
            continue
        if all(math.dist(spot, other) > _APART * 1000 for other in taken):
            taken.append(spot)
            found.append(Mark(round(spot[0], 1), round(spot[1], 1), name))
        if len(found) == _TOWNS:
            break
    return found


@cache
def _outline() -> list[list[Spot]]:
    path = Path(__file__).parent / "data" / "canada.json"
    rings = json.loads(path.read_text(encoding="utf-8"))["rings"]
    return [[project(lat, lon) for lon, lat in ring] for ring in rings]


@cache
def _settlements() -> list[tuple[str, float, float]]:
    """Names with where they are, the most populous first."""
    ranked = sorted(gazetteer().settlements, key=lambda each: -each[0])
    return [(place.name, *project(place.lat, place.lon)) for people, place in ranked if people]


def _tan(angle: float) -> float:
    return math.tan(math.pi / 4 + angle / 2)
