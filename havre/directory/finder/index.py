"""The index of one circle of readers: put, drop, find, save, load.

Each call is whole for every thread; a change is seen by the next question.
"""

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
from havre.directory.finder.store import Store
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
    order = scoring.scores(asking, outcome)
    start, limit = max(0, wanted.offset), min(max(0, wanted.limit), MOST)
    page = scoring.first(store, services, order, start + limit)[start:]
    return Found(
        hits=tuple(_hits(asking, outcome, order, page)),
        total=len(services),
        facets=facets.counts(asking, services),
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
    store, services = asking.store, outcome.found.services[page]
    fresh = scoring.freshness(asking, services)
    state_of = cache(lambda pattern: _state(asking, pattern))
    for at, number, freshness in zip(page, services, fresh, strict=True):
        far = float(outcome.found.distances[at])
        state = state_of(int(store.services["pattern"][number]))
        yield Hit(
            id=store.id_of(number),
            distance_km=None if np.isnan(far) else far,
            measured_to=_settlement(store, asking.question, number),
            state=hours.STATES[state.state],
            closes_in=state.closes_in,
            opens_in=state.opens_in,
            freshness=scoring.FRESHNESS[freshness],
            score=int(order[at]) / 1_000_000,
        )


def _state(asking: Asking, pattern: int) -> hours.State:
    question = asking.question
    return hours.state_at(asking.store.patterns.all[pattern], question.at, question.wanted.hours)


def _settlement(store: Store, question: Question, number: int) -> str:
    """Where the nearest shown point is, or the first one; empty without one."""
    first, count = store.services["first"][number], store.services["points"][number]
    if not count or store.services["national"][number]:
        return ""
    rows, best = np.arange(first, first + count), int(first)
    if question.place is not None and count > 1:
        best = int(rows[np.argmin(matching.kilometres_to(question.place, rows, store))])
    return store.names[int(store.points["name"][best])]
