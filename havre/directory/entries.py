"""From a card to what the finder is told. Pure: the same card is always found the same way."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings

from havre.directory.cards import Card
from havre.directory.finder.entry import Beds, Closing, Entry, Opening, Point
from havre.directory.finder.places import gazetteer, key

_MORE = ("alternate_names", "application", "eligibility", "happens", "alert", "interpretation")


def entry_of(card: Card) -> Entry:
    """What the finder is told of a card."""
    points = _points(card)
    facts = card.get("facts", {})
    return Entry(
        id=UUID(card["id"]),
        organization=UUID(card["organization"]["id"]),
        is_police=card["organization"].get("kind") == "police" or card.get("kind") == "police",
        kind=card.get("kind", "other"),
        texts=_texts(card),
        needs=tuple(card.get("needs", ())),
        languages=tuple(card.get("languages", ())),
        reach=card.get("reach", "local"),
        province=card.get("province", "") if card.get("reach") == "province" else "",
        points=points,
        areas=tuple(card.get("areas", ())),
        eligibility=_welcome(facts),
        min_age=card.get("min_age"),
        max_age=card.get("max_age"),
        access=_access(card, facts),
        free=card.get("free", ""),
        beds=_beds(card.get("beds")),
        zone=zone_of(card),
        openings=tuple(_opening(row) for row in card.get("openings", ()) if row.get("days")),
        closings=tuple(_closing(row) for row in card.get("closings", ())),
        holidays=card.get("holidays") == "closed",
        checked=_day(card.get("checked")),
        due=_day(card.get("due")),
    )


def zone_of(card: Card) -> str:
    """In which time zone its hours are told: its first place's, or the line's own."""
    for name, province in _settlements(card):
        found = gazetteer().settlement(key(name), province)
        if found and found.zone:
            return found.zone
    return settings.TIME_ZONE


def _welcome(facts: dict[str, str]) -> dict[str, str]:
    """Who is welcome there: rule → yes, no or ask. «For women only» says two of them."""
    found = {"women": "yes", "men": "no"} if facts.get("women_only") == "yes" else {}
    if "indigenous_led" in facts:
        found["indigenous"] = facts["indigenous_led"]
    ends = "_welcome"
    return found | {n.removesuffix(ends): said for n, said in facts.items() if n.endswith(ends)}


def _settlements(card: Card) -> list[tuple[str, str]]:
    own = (card.get("settlement", ""), card.get("province", ""))
    places = [
        (row.get("settlement", ""), row.get("province", "")) for row in card.get("places", ())
    ]
    return [each for each in dict.fromkeys([*places, own]) if each[0]]


def _points(card: Card) -> tuple[Point, ...]:
    """Shown points: as the card gives them, or else the middle of the settlement."""
    found = [
        Point(row["lat"], row["lon"], row.get("settlement", ""), row.get("province", ""))
        for row in card.get("places", ())
        if "lat" in row and "lon" in row
    ]
    told = {(point.settlement, point.province) for point in found}
    for name, province in _settlements(card):
        if (name, province) in told:
            continue
        if place := gazetteer().settlement(key(name), province):
            found.append(Point(place.lat, place.lon, place.name, place.province))
    return tuple(found)


def _texts(card: Card) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}

    def say(field: str, texts: dict[str, str]) -> None:
        for code, words in texts.items():
            told = found.setdefault(code, {})
            told[field] = f"{told[field]} {words}" if field in told else words

    say("name", card["names"])
    say("organization", card["organization"].get("names", {}))
    say("organization", card["organization"].get("alternate_names", {}))
    say("summary", card.get("summaries", {}))
    for field in _MORE:
        say("more", card.get(field, {}))
    for place in card.get("places", ()):
        say("more", place.get("names", {}))
    return found


def _access(card: Card, facts: dict[str, str]) -> tuple[str, ...]:
    codes = list(card.get("access", ()))
    for place in card.get("places", ()):
        codes += place.get("access", ())
    if facts.get("wheelchair") == "yes":
        codes.append("wheelchair")
    return tuple(dict.fromkeys(codes))


def _beds(row: dict[str, Any] | None) -> Beds | None:
    if row is None:
        return None
    return Beds(int(row["available"]), dt.datetime.fromisoformat(row["expires"]))


def _opening(row: dict[str, Any]) -> Opening:
    return Opening(
        kind=row["kind"],
        days=tuple(row["days"]),
        opens=row["opens"],
        closes=row["closes"],
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
    )


def _closing(row: dict[str, Any]) -> Closing:
    is_open = "opens" in row and "closes" in row
    day = dt.date.fromisoformat(row["day"])
    return Closing(day, row.get("opens", ""), row.get("closes", ""), is_open)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
