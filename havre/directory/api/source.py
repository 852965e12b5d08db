"""What is published, as rows to choose from; a whole record is read when it is shown.

Made once for each publication. A row is small; the cards stay packed in the index.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any
from uuid import UUID

from havre.directory import finding
from havre.directory.hsds import terms
from havre.directory.hsds.parts import Json, made_id
from havre.directory.models import ACTIVE

_lock = Lock()
_DEFUNCT = "defunct"


class Absent(Exception):
    """There is nothing with this id."""


@dataclass(frozen=True, slots=True)
class Row:
    """A service, as far as one chooses by it. `places`: (id of giving it there, its id)."""

    id: str
    organization: str
    status: str
    since: dt.datetime
    terms: frozenset[str]
    places: tuple[tuple[str, str], ...]


class Source:
    """One publication. `services` are in the order of their ids; `closed` are those that were."""

    def __init__(self, published: finding.Published) -> None:
        self.version = published.version
        self.index = published.index
        self._gone = published.told.gone
        self._since = published.told.since
        found = sorted(str(id) for id in published.index.ids())
        self.services = [self._row(id, ACTIVE) for id in found if id not in self._gone]
        self.closed = [self._row(id, _status(card)) for id, card in sorted(self._gone.items())]
        self.organizations: dict[str, list[Row]] = {}
        for row in self.services:
            self.organizations.setdefault(row.organization, []).append(row)
        self._rows = {row.id: row for row in (*self.services, *self.closed)}
        self._at = {tie: (row, place) for row in self.services for tie, place in row.places}

    def row(self, id: str) -> Row | None:
        """A service, also one that closed or is gone."""
        return self._rows.get(id)

    def at_locations(self, rows: Iterable[Row]) -> list[str]:
        """The ids of these services' being given somewhere."""
        return sorted(tie for row in rows for tie, _place in row.places)

    def at_location(self, tie: str) -> tuple[Row, str] | None:
        """The service and the id of the place; None if there is no such tie."""
        return self._at.get(tie)

    def found(self, row: Row) -> Json | None:
        """A service as it was published; None where nothing but that it is gone may be said."""
        if row.id in self._gone:
            return self._gone[row.id]
        return self._card(row.id)

    def _card(self, id: str) -> Json:
        card: Json = json.loads(self.index.card(UUID(id)) or b"{}")
        return card

    def _row(self, id: str, status: str) -> Row:
        card = self._gone[id] if id in self._gone else self._card(id)
        since = self._since.get(id) or (card or {}).get("modified", "")
        return Row(
            id=id,
            organization=(card or {}).get("organization", {}).get("id", ""),
            status=status,
            since=dt.datetime.fromisoformat(since),
            terms=frozenset(_terms(card or {})),
            places=tuple(_ties(id, card or {})),
        )


_last: list[Source] = []


def current() -> Source:
    """What is published now. Raises FileNotFoundError, Refused where nothing can be read."""
    published = finding.publication()
    with _lock:
        if not _last or _last[0].version != published.version:
            _last[:] = [Source(published)]
        return _last[0]


def tie_of(service: str, place: str) -> str:
    """The id of giving a service at a place, the same as in every export."""
    return made_id(service, "service_at_location", place)


@cache
def term_id(group: str, code: str) -> str:
    """The id of a term of ours."""
    return made_id(terms.taxonomy_id(group), code)


def _terms(card: Json) -> Iterable[str]:
    kinds = [card["kind"]] if "kind" in card else []
    groups: dict[str, Iterable[Any]] = {
        terms.KIND: kinds, terms.NEED: card.get("needs", ()), terms.PHASE: card.get("phases", ()),
        terms.ACCESSIBLE: card.get("access", ()), terms.FACT: card.get("facts", ()),
    }  # fmt: skip
    for group, codes in groups.items():
        yield from (term_id(group, code) for code in codes)


def _ties(service: str, card: Json) -> Iterable[tuple[str, str]]:
    for place in card.get("places", ()):
        yield tie_of(service, place["id"]), place["id"]


def _status(card: Json | None) -> str:
    return _DEFUNCT if card is None else str(card["status"])
