"""The rehearsal: a situation, ways to begin, how each may land, and gentler ones. Nothing is kept.

It is read by links alone: no form, no script, no cookie. An address holds two numbers.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from havre.front.guides import reviews, texts
from havre.front.guides.outline import REHEARSAL
from havre.front.guides.pages import Words
from havre.front.guides.reviews import Review
from havre.front.guides.texts import LANGUAGES, Text, Wrong, only, read

HOW = ("opens", "unsure", "shuts")  # what a way of beginning tends to do
OPENERS = 4
_SCENE = {"id", "title", "text", "opener"}
_OPENER = {"id", "how", "text", "lands", "gentler"}


@dataclass(frozen=True, slots=True)
class Opener:
    """One way to begin."""

    id: str
    how: str
    text: Words
    lands: Words
    gentler: list[Words]


@dataclass(frozen=True, slots=True)
class Scene:
    """One situation, and some ways to begin."""

    id: str
    title: Words
    text: Words
    openers: list[Opener]

    def opener(self, id: str) -> Opener:
        """One way to begin. Raises KeyError."""
        return {each.id: each for each in self.openers}[id]


@cache
def scenes() -> dict[str, Scene]:
    """Every situation by its number. Raises Wrong."""
    found = [_scene(each) for each in read("rehearsal.toml")["scene"]]
    return {scene.id: scene for scene in found}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Which version of the rehearsal this is, and who with lived experience read it."""

    version: str
    review: Review | None


def reviewed() -> Reviewed:
    """The rehearsal as it stands."""
    version = reviews.version_of(read("rehearsal.toml"))
    return Reviewed(version, reviews.of(REHEARSAL, version))


def said() -> list[tuple[str, Text]]:
    """(what it is, text) of everything: scene, opener with what it does, or gentler."""
    told = []
    for scene in scenes().values():
        told += [("scene", scene.title.text), ("scene", scene.text.text)]
        for each in scene.openers:
            told += [(each.how, each.text.text), ("lands", each.lands.text)]
            told += [("gentler", way.text) for way in each.gentler]
    return told


def _scene(found: dict[str, Any]) -> Scene:
    where = f"rehearsal.toml, {found.get('id')}"
    only(found, _SCENE, where)
    openers = [_opener(each, where) for each in found["opener"]]
    ids = [each.id for each in openers]
    if len(set(ids)) != OPENERS or "opens" not in {each.how for each in openers}:
        raise Wrong(f"{where} needs {OPENERS} openers, and one of them opens a door.")
    return Scene(str(found["id"]), _words(found, "title", where), _words(found, "text", where),
                 openers)  # fmt: skip


def _opener(found: dict[str, Any], where: str) -> Opener:
    where = f"{where}.{found.get('id')}"
    only(found, _OPENER, where)
    if found.get("how") not in HOW:
        raise Wrong(f"{where} does nothing that we know.")
    ways = found.get("gentler", {})
    if len({len(ways.get(code, [])) for code in LANGUAGES}) != 1 or not ways.get("en"):
        raise Wrong(f"{where} needs gentler ways, as many in every language.")
    pairs = zip(*(ways[code] for code in LANGUAGES), strict=True)
    gentler = [_text(dict(zip(LANGUAGES, pair, strict=True)), f"{where}, gentler")
               for pair in pairs]  # fmt: skip
    return Opener(str(found["id"]), str(found["how"]), _words(found, "text", where),
                  _words(found, "lands", where), gentler)  # fmt: skip


def _words(found: dict[str, Any], key: str, where: str) -> Words:
    return _text(found.get(key), f"{where}, {key}")


def _text(found: Any, where: str) -> Words:
    said = texts.text(found, where)
    if said.facts:
        raise Wrong(f"{where} names a fact: its source would stand nowhere.")
    return Words(said)
