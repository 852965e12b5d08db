"""Orders of events at the directory, drawn by a number, so that a fault can be played again."""

from collections.abc import Callable
from random import Random
from typing import Any

from havre.directory.tests.imports import at, hsds, uid

Json = dict[str, Any]
Step = tuple[Any, ...]
LENGTH = 20
PEOPLE = ["dee", "sue", "ana"]
ROWS = ["house", "bed", "clinic", "home", "away", "trust", "ward", "twin"]
PAIRS = [("trust", "house"), ("house", "trust"), ("ward", "twin"), ("clinic", "bed"),
         ("home", "away"), ("trust", "club"), ("club", "trust")]  # fmt: skip
VALUES: list[Json] = [
    {"phones": [{"number": "613-555-0001"}]},
    {"phones": [{"number": "613-555-0002"}]},
    {"phones": [], "names": {"en": "Another"}},
    {"visibility": "responder"},
    {"visibility": "public", "hidden": {}},
    {"hidden": {"phones": "responder"}},
    {"alternate_names": {"fr": "Autre"}},
    {"kind": "housing"},
    {"needs": ["emergency_shelter"]},
    {"kind": "health", "needs": ["medical"]},
    {"kind": "health"},
    {"settlement": "Sudbury"},
]
# What another directory says: what we have, changed or not, what is new there, what is wrong.
THERE = ["bed", "clinic", "ward", "twin", "new", "new shelter", "beside the bed"]
SAID: list[Json] = [
    {},
    {"description": "Other words."},
    {"phones": [{"number": "613-555-0666"}]},
    {"url": "https://elsewhere.example/"},
    {"description": "Call 613-555-0666"},
    {"x_settlement": "Moncton", "status": "inactive"},
    {"name": ""},
    {"id": "=1+1"},
    {"phones": [{"number": "=cmd|' /C calc'!A0"}]},
    {"shelters": True},
    {"place": "home"},
    {"place": "away"},
    {"place": "there"},
]


def steps(number: int) -> list[Step]:
    """The order of that number. What waits is agreed to more often than it is refused."""
    draw = Random(number)

    def feed() -> list[tuple[str, Json]]:
        return [(draw.choice(THERE), draw.choice(SAID)) for _ in range(draw.randint(1, 4))]

    makers: dict[Callable[[], Step], int] = {
        lambda: ("put", draw.choice(PEOPLE), draw.choice(ROWS), draw.choice(VALUES)): 3,
        lambda: ("offered", draw.choice(["provider", "import"]), draw.choice(ROWS),
                 draw.choice(VALUES)): 1,
        lambda: ("placed", draw.choice(PEOPLE), draw.choice(["bed", "clinic"]),
                 set(draw.sample(["home", "away"], draw.randint(0, 2)))): 1,
        lambda: ("agree", draw.choice(PEOPLE), draw.randint(0, 2)): 6,
        lambda: ("refuse", draw.choice(PEOPLE), draw.randint(0, 5)): 1,
        lambda: ("anew", draw.choice(PEOPLE), draw.randint(0, 5)): 1,
        lambda: ("merge", draw.choice(PEOPLE), draw.choice(PAIRS)): 2,
        lambda: ("unmerge", draw.choice(PEOPLE), draw.randint(0, 1)): 1,
        lambda: ("undo", draw.choice(PEOPLE), draw.randint(0, 2)): 2,
        lambda: ("staged", draw.choice(PEOPLE), feed()): 1,
        lambda: ("published", draw.choice(PEOPLE), feed()): 1,
        lambda: ("decided", draw.choice(PEOPLE), draw.random() < 0.65): 2,
    }  # fmt: skip
    chosen = draw.choices(list(makers), weights=list(makers.values()), k=LENGTH)
    return [make() for make in chosen]


def told(rows: dict[str, Any], what: str, how: Json) -> Json:
    """What the other directory says of one service: ours by its id, or one of its own."""
    said = dict(how)
    row = rows.get(what)
    owner = row.organization if row else rows["house"]
    if what == "new":
        made = hsds()
    else:
        made = {"id": str(row.id) if row else uid(what), "name": what, "status": "active"}
        made["organization"] = {"id": str(owner.id), "name": owner.name}
    if said.pop("shelters", False) or what == "new shelter":
        term = {"taxonomy": "havre:need", "code": "need.emergency_shelter"}
        made["attributes"] = [{"taxonomy_term": term}]
    named = said.pop("place", None)
    if named:
        place = rows.get(named)
        made = at(made, id=str(place.id) if place else uid("there"))
    return made | said
