"""The index of one circle of readers: put, drop, find, save, load.

Each call is whole for every thread; a change is seen by the next question.
"""

import math
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import RLock
from uuid import UUID

import numpy as np

from havre.directory.finder import facets, hours, matching, scoring, snapshot, widening
from havre.directory.finder.columns import Numbers
from havre.directory.finder.entry import Entry
from havre.directory.finder.matching import Asking
from havre.directory.finder.reading import Question, understand
from havre.directory.finder.store import Store, bitmap_of
from havre.directory.finder.wanted import Found, Hit, Wanted
from havre.directory.finder.widening import Outcome

MOST = 1_000  # hits of one answer


class Index:
    """Entries, and who of them fits a question."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store or Store()
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._store.alive)

    def put(self, entry: Entry, card: bytes = b"") -> None:
        """Take an entry in, or instead of the one of the same id, with bytes to show it by.

        Raises ValueError, and changes nothing, if its hours or its zone are none.
        """
        with self._lock:
            self._store.put(entry, card)

    def drop(self, id: UUID) -> bool:
        """Forget an entry; say whether it was there."""
        with self._lock:
            return self._store.drop(id)

    def ids(self) -> list[UUID]:
        """The ids of all entries, in no order that means anything."""
        with self._lock:
            return [UUID(bytes=id) for id in self._store.numbers]

    def card(self, id: UUID) -> bytes | None:
        """What was put beside an entry; None if there is no such entry."""
        with self._lock:
            number = self._store.numbers.get(id.bytes)
            return None if number is None else self._store.cards.get(number, b"")

    def find(self, wanted: Wanted, now: datetime) -> Found:
        """Answer a question as of `now` (aware). Nothing of it is kept."""
        with self._lock:
            return _answer(wanted, now, self._store)

    def save(self, path: Path, key: bytes = b"") -> None:
        """Write a snapshot, all or nothing; `key` (up to 64 bytes) seals it against others."""
        with self._lock:
            snapshot.save(self._store, path, key)

    @classmethod
    def load(cls, path: Path, key: bytes = b"") -> "Index":
        """Read a snapshot. Raises snapshot.Refused, a sentence, if it is not whole and ours."""
        return cls(snapshot.load(path, key))


def _answer(wanted: Wanted, now: datetime, store: Store) -> Found:
    question = understand(wanted, now, store)
    asking = Asking(question, store, store.patterns.states(question.at, wanted.hours))
    outcome = widening.find(asking)
    services = outcome.found.services
    held = bitmap_of(services)
    order = scoring.scores(asking, outcome, held)
    start, limit = max(0, wanted.offset), min(max(0, wanted.limit), MOST)
    page = scoring.first(store, services, order, start + limit)[start:]
    return Found(
        hits=tuple(_hits(asking, outcome, order, page)),
        total=len(services),
        facets=facets.counts(asking, services, held),
        at=question.at,
        place=question.place,
        place_unknown=question.place_unknown,
        radius_km=outcome.radius_km,
        searched_for=question.searched_for,
        ignored=question.ignored,
        understood=question.understood,
        widened=outcome.widened,
    )


def _hits(asking: Asking, outcome: Outcome, order: Numbers, page: Numbers) -> Iterator[Hit]:
    store, question, services = asking.store, asking.question, outcome.found.services[page]
    state_of = cache(lambda n: store.patterns.state(n, question.at, question.wanted.hours))
    told = (
        store.ids_of(services),
        outcome.found.distances[page].tolist(),
        _settlements(store, question, services),
        store.services["pattern"][services].tolist(),
        scoring.freshness(asking, services).tolist(),
        order[page].tolist(),
    )
    for id, far, settlement, pattern, freshness, score in zip(*told, strict=True):
        state = state_of(pattern)
        yield Hit(
            id=id,
            distance_km=None if math.isnan(far) else far,
            measured_to=settlement,
            state=hours.STATES[state.state],
            closes_in=state.closes_in,
            opens_in=state.opens_in,
            freshness=scoring.FRESHNESS[freshness],
            score=score / 1_000_000,
        )


def _settlements(store: Store, question: Question, services: Numbers) -> Iterator[str]:
    """Where the nearest shown point of each is, or its first one; empty without one."""
    columns = ("first", "points", "national")
    rows = (store.services[name][services].tolist() for name in columns)
    for first, count, national in zip(*rows, strict=True):
        best = first
        if question.place is not None and count > 1:
            each = matching.kilometres_to(question.place, np.arange(first, first + count), store)
            best = first + int(np.argmin(each))
        is_told = count and not national
        yield store.names[int(store.points["name"][best])] if is_told else ""
