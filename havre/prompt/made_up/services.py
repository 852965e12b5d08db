"""One made-up organization after the other, each with its services, the same for the same seed.

Where they are follows where people live; what they are follows what such services are like, by
guess (nobody counts them): 90 of 100 local, 8 for a province, 2 for the whole country.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from havre.directory.finder.places import gazetteer
from havre.directory.finder.wanted import Placed
from havre.prompt.made_up import words
from havre.prompt.made_up.details import facts_of, hours_of, needs_of

PREFIX = "made-up-"
SERVICES = 2  # of one organization
Values = dict[str, Any]
_KINDS = {
    "shelter": 14, "housing": 9, "victim_services": 7, "sexual_assault_centre": 5, "ht_program": 3,
    "exit_program": 2, "counselling": 12, "health": 9, "substance_use": 5, "legal": 7,
    "immigration": 6, "labour": 3, "indigenous": 5, "youth": 5, "child_protection": 2,
    "police": 2, "income_food": 6, "education_employment": 4, "lgbt2s": 1, "disability": 2,
    "men": 1, "crisis_line": 2, "online_safety": 1, "animal": 1, "other": 4,
}  # fmt: skip
_SPOKEN = ("es", "ar", "pa", "zh", "fil", "tl", "uk", "hi", "ur", "pt", "vi", "fa", "ru", "so",
           "ta", "ti", "am", "ko", "bn", "pl", "tr", "ro", "sw", "cr", "oj", "iu", "mic", "yue",
           "gu", "ht", "ne", "hu", "it", "my", "ku", "sq", "th", "rw")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """Something of the directory as the catalogue names it: `values` by field.

    `beds`: free, of how many; `checked`: how many days ago somebody there was asked, None if never.
    """

    id: UUID
    key: str
    values: Values
    place: "Made | None" = None
    beds: tuple[int, int] | None = None
    checked: int | None = None


def organizations(size: int, seed: int, first: int = 0) -> Iterator[tuple[Made, list[Made]]]:
    """Organizations with `size` services in all. `first`: how many were made before, even."""
    made = 0
    number = first // SERVICES
    while made < size:
        owner, services = _organization(Random(f"{seed} {number}"), number)  # noqa: S311 -- no secret
        yield owner, services[: size - made]
        made += len(services)
        number += 1


def _organization(draw: Random, number: int) -> tuple[Made, list[Made]]:
    place = _place(draw)
    kinds = [_kind(draw) for _ in range(SERVICES)]
    is_police = kinds[0] == "police"
    if is_police:
        kinds = ["police"] * SERVICES
    kinds = [kind if is_police or kind != "police" else "victim_services" for kind in kinds]
    told = words.words()
    pair = told["police"] if is_police else draw.choice(told["organization"])
    named = {"tail": words.tail(draw), "other": words.tail(draw), "place": place.name}
    values = {
        "names": words.both(pair, **named),
        "kind": "police" if is_police else draw.choice(("ngo", "ngo", "ngo", "public")),
        "is_partner": draw.random() < 0.2,
        "phones": [{"number": _phone(draw), "purpose": "main"}],
    }
    owner = Made(_id(draw), f"{PREFIX}{number:07d}", values)
    services = [_service(draw, kind, place, f"{owner.key}-{n}") for n, kind in enumerate(kinds)]
    return owner, services


def _service(draw: Random, kind: str, home: Placed, key: str) -> Made:
    place = home if draw.random() < 0.7 else _place(draw)
    values = _said(draw, kind, place) | _who(draw, kind, place) | hours_of(draw, kind)
    values |= _reach(draw, kind, place)
    if draw.random() >= 0.6:  # four of ten are told in one language alone
        code = "fr" if place.province == "QC" else "en"
        values = {name: _only(value, code) for name, value in values.items()}
    sleeps = kind in {"shelter", "housing"} and draw.random() < 0.5
    most = draw.randrange(4, 40)
    return Made(
        id=_id(draw),
        key=key,
        values=values,
        place=_location(draw, place, f"{key}-place") if draw.random() < 0.8 else None,
        beds=(max(0, draw.randrange(-6, 5)), most) if sleeps else None,
        checked=draw.randrange(700) if draw.random() < 0.8 else None,
    )


def _said(draw: Random, kind: str, place: Placed) -> Values:
    told = words.words()
    named = {"tail": words.tail(draw), "place": place.name}
    values: Values = {
        "names": words.both(draw.choice(told["names"][kind]), **named),
        "summaries": words.summary(draw),
        "happens": words.joined(
            [words.both(pair) for pair in words.some(draw, told["happens"], draw.randrange(1, 4))]
        ),
        "alert": words.both(told["made_up"]),
    }
    for name, rows, share in (("application", "application", 0.4), ("eligibility", "who", 0.3)):
        if draw.random() < share:
            values[name] = words.both(draw.choice(told[rows]))
    if draw.random() < 0.3:
        values["interpretation"] = words.both(told["interpretation"])
    return values


def _who(draw: Random, kind: str, place: Placed) -> Values:
    own = "fr" if place.province == "QC" else "en"
    other = "en" if own == "fr" else "fr"
    spoken = [own] if draw.random() < 0.7 else [own, other]
    if draw.random() < 0.35:
        spoken += words.some(draw, list(_SPOKEN), draw.randrange(1, 5))
    phases = [code for code in ("current", "out", "unsure") if draw.random() < 0.7]
    free = draw.choices(("yes", "no", "ask", ""), (70, 8, 7, 15))[0]
    values: Values = {
        "kind": kind,
        "needs": needs_of(draw, kind),
        "languages": spoken,
        "phases": phases,
        "free": free,
        "phones": [{"number": _phone(draw), "purpose": draw.choice(("main", "intake", "crisis"))}],
    }
    if free:
        values["cost"] = words.both(words.words()["cost"][free])
    return values | facts_of(draw, kind)


def _reach(draw: Random, kind: str, place: Placed) -> Values:
    reach = draw.choices(("local", "province", "national"), (90, 8, 2))[0]
    if kind in {"crisis_line", "online_safety"}:
        reach = draw.choice(("local", "province", "national"))
    if kind == "police":
        reach = "local"
    values: Values = {"reach": reach, "settlement": place.name, "province": place.province}
    if reach == "local" and draw.random() < 0.05:
        values["areas"] = [place.name, _place(draw).name]
    return values


def _location(draw: Random, place: Placed, key: str) -> Made:
    """Where it is, within some kilometres of the middle of its town."""
    values: Values = {
        "names": words.both(["{place}", "{place}"], place=place.name),
        "settlement": place.name,
        "province": place.province,
        "lat": round(min(83.9, max(41.1, place.lat + draw.gauss(0, 0.02))), 4),
        "lon": round(min(-52.1, max(-141.9, place.lon + draw.gauss(0, 0.03))), 4),
    }
    return Made(_id(draw), key, values)


def _only(value: Any, code: str) -> Any:
    """Texts in one language; anything else as it is."""
    if isinstance(value, dict) and value.keys() == set(words.LANGUAGES):
        return {code: value[code]}
    return value


def _kind(draw: Random) -> str:
    return draw.choices(list(_KINDS), list(_KINDS.values()))[0]


def _place(draw: Random) -> Placed:
    """A settlement, the likelier the more people live there."""
    places, shares = _people()
    return places[bisect_left(shares, draw.random() * shares[-1])]


@cache
def _people() -> tuple[list[Placed], list[int]]:
    known = [(people, place) for people, place in gazetteer().settlements if people]
    return [place for _, place in known], list(accumulate(people for people, _ in known))


def _phone(draw: Random) -> str:
    """Of those that are given to nobody (555-01xx)."""
    return f"{draw.choice(('204', '416', '514', '604', '902'))}-555-01{draw.randrange(100):02d}"


def _id(draw: Random) -> UUID:
    return UUID(int=draw.getrandbits(128), version=4)
