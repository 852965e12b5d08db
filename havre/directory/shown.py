"""A card in the language of the reader: what is not known is said, never blank (000-26)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.directory.cards import Card
from havre.directory.finder.wanted import Hit
from havre.directory.models import FACTS, in_language
from havre.lib import clock, lang

SLEEPING_KINDS = frozenset({"shelter", "housing"})
SLEEPING_NEEDS = frozenset({"emergency_shelter", "transitional_housing"})
_NEAR = 1.0  # kilometres: as the crow flies from the middle of a place, less says nothing


class Shown:
    """One service on a page. `hit`: what the search knew of it, if it was searched."""

    def __init__(self, card: Card, hit: Hit | None = None) -> None:
        self.card = card
        self.hit = hit

    @property
    def id(self) -> UUID:
        """Its id, as offers name it."""
        return UUID(self.card["id"])

    @property
    def name(self) -> str:
        """Its name."""
        return in_language(self.card["names"])

    @property
    def organization(self) -> str:
        """Who offers it; nothing if its own name says so already."""
        name = in_language(self.card["organization"].get("names", {}))
        return "" if name in self.name else name

    @property
    def is_police(self) -> bool:
        """Whether it is police."""
        return bool(self.card["organization"].get("kind") == "police")

    @property
    def police(self) -> str:
        """What this police unit is for and where it is competent, in words (003-16, 003-19)."""
        owner = self.card["organization"]
        does = {
            "support": _("It supports people affected; it does not investigate."),
            "investigation": _("It investigates."),
            "both": _("It investigates, and it supports people affected."),
        }.get(owner.get("police_for", ""), _("We don’t know whether it investigates."))
        where = in_language(owner.get("jurisdiction", {}))
        return f"{does} {_('Competent in: %(where)s.') % {'where': where}}" if where else does

    def words(self, field: str) -> str:
        """What one field says, or nothing."""
        return in_language(self.card.get(field, {}))

    @property
    def summary(self) -> str:
        """What it is."""
        return self.words("summaries")

    @property
    def what_happens(self) -> str:
        """What happens when one gets in touch."""
        return self.words("happens")

    @property
    def fact_list(self) -> list[tuple[str, str]]:
        """(fact, yes | no | ask | unknown): all the facts, also those nobody knows."""
        known = self.card.get("facts", {})
        return [(name, known.get(name, "unknown")) for name in FACTS]

    @property
    def languages(self) -> str:
        """The languages spoken there."""
        return ", ".join(lang.word_of(code) for code in self.card.get("languages", ()))

    @property
    def place(self) -> str:
        """Where it is, as far as that is told."""
        if self.card.get("reach") == "national":
            return _("All of Canada")
        return str(self.card.get("settlement", ""))

    @property
    def distance(self) -> str:
        """How far from the place that was asked for; always from the middle of a settlement."""
        far = self.hit.distance_km if self.hit else None
        if far is None:
            return ""
        if far < _NEAR:
            return _("there")
        return ngettext("about %(n)s km", "about %(n)s km", round(far)) % {"n": round(far)}

    @property
    def phones(self) -> list[dict[str, Any]]:
        """Its own numbers, or those of its organization."""
        rows = self.card.get("phones") or self.card["organization"].get("phones", [])
        return [row | {"said": in_language(row.get("note", {}))} for row in rows]

    @property
    def doubted(self) -> list[str]:
        """Of its numbers, those that did not lead there, said by two people."""
        return list(self.card.get("doubted", ()))

    @property
    def has_places(self) -> bool:
        """Whether somebody sleeps there, so that it counts how many places are free."""
        sleeps = self.card.get("kind") in SLEEPING_KINDS
        return (
            sleeps or "beds" in self.card or bool(SLEEPING_NEEDS & set(self.card.get("needs", ())))
        )

    @property
    def state(self) -> str:
        """Open, closed or unknown at the moment that was asked for, in words."""
        if self.hit is None or self.hit.state == "unknown":
            return _("We don’t know whether it is open")
        if self.hit.state == "open":
            left = self.hit.closes_in
            return _("It is open") if left is None else _("Open, closes in %(time)s") % _time(left)
        opens = self.hit.opens_in
        return _("Closed") if opens is None else _("Closed, opens in %(time)s") % _time(opens)

    @property
    def beds(self) -> str:
        """How many are free, while that may be believed."""
        row = self.card.get("beds")
        if row is None:
            return ""
        if dt.datetime.fromisoformat(row["expires"]) <= clock.now():
            return _("Nobody has said lately whether a place is free")
        said = clock.line_time(dt.datetime.fromisoformat(row["at"]))
        free = ngettext("%(n)s place free", "%(n)s places free", row["available"])
        words = free % {"n": row["available"]} if row["available"] else _("No place free")
        return _("%(words)s (said at %(time)s)") % {"words": words, "time": f"{said:%H:%M}"}

    @property
    def freshness(self) -> str:
        """fresh, due or never: whether somebody there confirmed it lately."""
        due = self.card.get("due")
        if due is None:
            return "never"
        today = clock.line_time(clock.now()).date()
        return "fresh" if dt.date.fromisoformat(due) >= today else "due"

    @property
    def checked(self) -> str:
        """When somebody there last confirmed it, in words."""
        if "checked" not in self.card:
            return _("Nobody there has confirmed this yet")
        day = date_format(dt.date.fromisoformat(self.card["checked"]), "DATE_FORMAT")
        if self.freshness == "due":
            return _("Last confirmed on %(day)s: ask before you rely on it") % {"day": day}
        return _("Confirmed on %(day)s") % {"day": day}

    @property
    def unsure(self) -> bool:
        """Whether words in this language came from a machine, or are older than the others."""
        said = self.card.get("said", {})
        return any(place.endswith(f".{lang.current()}") for place in said)


def shown(cards: Iterable[Card]) -> list[Shown]:
    """Cards as they are shown."""
    return [Shown(card) for card in cards]


def _time(minutes: int) -> dict[str, str]:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days = round(hours / 24)
        return {"time": ngettext("%(n)s day", "%(n)s days", days) % {"n": days}}
    if hours and rest:
        return {"time": _("%(h)s h %(m)s min") % {"h": hours, "m": rest}}
    return {"time": _("%(h)s h") % {"h": hours} if hours else _("%(m)s min") % {"m": rest}}
