"""Under what an entry is filed: one key for each thing that it can be found or counted by.

`t|`, `n|` and `o|` are words anywhere, in its name, in its organization's. `need|`, `kind|`,
`language|`, `rule|`, `access|` and `free|` are facets. The rest says for whom it is near.
"""

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from havre.directory.finder.entry import Entry
from havre.directory.finder.hours import home_of
from havre.directory.finder.lexicon import lexicon
from havre.directory.finder.places import gazetteer, key
from havre.directory.finder.words import PLAIN, STEMMED, cut, form

ANYWHERE, NAME, ORGANIZATION = "t|", "n|", "o|"
FACETS = {"needs": "need|", "kinds": "kind|", "languages": "language|", "eligibility": "rule|",
          "access": "access|", "free": "free|"}  # fmt: skip
COUNTED = frozenset(FACETS.values())
NATIONAL, POLICE, BY_DISTANCE, PLACELESS = "national", "police", "by_distance", "placeless"
_FIELDS = {"name": NAME, "organization": ORGANIZATION}
CELLS = 2  # to a degree

Said = tuple[str, str, str]


def of(entry: Entry, said: list[Said]) -> set[str]:
    """All keys of an entry; `said` is all that can be read in it (`words_of`)."""
    return {*_facets(entry), *_reach(entry), *_texts(said)}


def words_of(entry: Entry) -> Iterator[Said]:
    """(field, language, bare word) of all that can be read in an entry, silent words left out."""
    silent = lexicon().silent
    for language, fields in entry.texts.items():
        for field, text in fields.items():
            yield from ((field, language, word) for word in cut(text) if word not in silent)
    for code in (*entry.needs, entry.kind):
        for language, label in _labels(code):
            yield from (("label", language, word) for word in label if word not in silent)
    for point in entry.points:
        yield from (("settlement", PLAIN, word) for word in cut(point.settlement))


def is_police(entry: Entry) -> bool:
    """Police by its organization or by its kind: either keeps it out of default results."""
    return entry.is_police or entry.kind == "police"


def cell(lat: float, lon: float) -> str:
    """The key of the half-degree cell that a point lies in."""
    return f"cell|{math.floor(lat * CELLS)},{math.floor(lon * CELLS)}"


def area(province: str, name_key: str) -> str:
    """The key of a settlement that is served."""
    return f"area|{province}|{name_key}"


def _facets(entry: Entry) -> Iterator[str]:
    yield f"kind|{entry.kind}"
    yield from (f"need|{code}" for code in entry.needs)
    yield from (f"language|{code}" for code in entry.languages)
    yield from (f"access|{code}" for code in entry.access)
    yield from (f"rule|{rule}:{answer}" for rule, answer in entry.eligibility.items() if answer)
    if entry.free:
        yield f"free|{entry.free}"
    if is_police(entry):
        yield POLICE


def _reach(entry: Entry) -> Iterator[str]:
    if entry.reach == "national":
        yield NATIONAL
        return
    if entry.reach == "province":
        yield f"for|{entry.province}"
    elif not entry.areas:
        yield BY_DISTANCE
        yield from (cell(point.lat, point.lon) for point in entry.points)
        yield from (f"in|{point.province}" for point in entry.points)
        if not entry.points:
            yield PLACELESS
    yield from (_area(name, home_of(entry)) for name in entry.areas)


def _area(name: str, home: str) -> str:
    """A province by its code or name; otherwise a settlement, at home if there is one."""
    name_key = key(name)
    known = gazetteer()
    if name.upper() in known.provinces.values():
        return f"for|{name.upper()}"
    if name_key in known.provinces and known.known(name_key) < 0:
        return f"for|{known.provinces[name_key]}"
    found = known.settlement(name_key, home) or known.settlement(name_key)
    return area(found.province if found else home, name_key)


def _texts(said: list[Said]) -> Iterator[str]:
    for field, language, word in dict.fromkeys(said):
        told = form(word, language)
        yield ANYWHERE + told
        if field in _FIELDS:
            yield _FIELDS[field] + told


@cache
def _labels(code: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the taxonomy calls a need or a kind, cut, by language."""
    path = Path(__file__).parents[2] / "taxonomy.json"
    groups = json.loads(path.read_text(encoding="utf-8"))["groups"]
    return tuple(
        (language, tuple(cut(item[language])))
        for group in ("need", "service_kind")
        for item in groups[group]["items"]
        if item["code"] == code
        for language in STEMMED
    )
