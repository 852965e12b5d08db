"""The doorbell: something changed, come and look. It carries topics, never content.

`ring(topic)` rings once the transaction is committed. `BELL` hears every ring in this process
and hands it to whoever listens to that topic; a lost ring costs delay, never content, because
pages fetch again on their own. SQLite: a small database of its own, watched by
`PRAGMA data_version`. PostgreSQL: LISTEN/NOTIFY.
"""

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

CHANNEL = "havre_bell"
EVERYTHING = "*"  # rung after the bell itself was out: everybody looks again
_POLL = 0.02  # seconds between looks at SQLite's data_version: some microseconds each
_PACE = 1.0  # seconds between two rings of what everybody hears: lists may be that old, words not
_KEPT = 1_000  # rings kept in SQLite's table
SOFT = "soft:"  # begins a topic of what passes by itself: nobody looks again for it
_SOFT_PACE = 4.0  # seconds between two soft rings of one topic, whatever a page sends
_ONE_ONLY = "DELETE FROM ring WHERE topic = ? AND n < (SELECT max(n) FROM ring)"
_lock = threading.Lock()
_ringer: dict[str, sqlite3.Connection] = {}
_soft: dict[str, float] = {}  # topic → when it last rang here; those of the last seconds only


def ring(*topics: str) -> None:
    """Tell all processes that these topics changed, once this transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for topic in topics:
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
    else:
        transaction.on_commit(lambda: _ring_sqlite(topics), robust=True)


def ring_softly(topic: str) -> bool:
    """Tell who listens that something goes on just now, such as writing. False: it rang already.

    At most one ring in four seconds, and of all of them the last one alone stays in the bell's
    table: neither how often nor how long can be told from it.
    """
    now = time.monotonic()
    with _lock:
        for old in [old for old, at in _soft.items() if now - at >= _SOFT_PACE]:
            del _soft[old]
        if topic in _soft:
            return False
        _soft[topic] = now
    ring(SOFT + topic)
    return True


def _open(path: str) -> sqlite3.Connection:
    bell = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    bell.execute("PRAGMA journal_mode=WAL")
    bell.execute("PRAGMA synchronous=OFF")  # a ring lost in a power cut costs seconds
    bell.execute("CREATE TABLE IF NOT EXISTS ring (n INTEGER PRIMARY KEY, topic TEXT NOT NULL)")
    return bell


def _ring_sqlite(topics: tuple[str, ...]) -> None:
    path = str(settings.DOORBELL)
    with _lock:
        bell = _ringer.get(path) or _ringer.setdefault(path, _open(path))
        bell.execute("BEGIN IMMEDIATE")
        bell.executemany("INSERT INTO ring (topic) VALUES (?)", [(topic,) for topic in topics])
        for topic in topics:
            if topic.startswith(SOFT):
                bell.execute(_ONE_ONLY, (topic,))
        bell.execute("DELETE FROM ring WHERE n <= (SELECT max(n) FROM ring) - ?", (_KEPT,))
        bell.execute("COMMIT")


class Bell:
    """One ear per process; any number of pages listen to it."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._heard: dict[asyncio.Queue[str], frozenset[str]] = {}
        self._task: asyncio.Task[None] | None = None
        self._resting: dict[str, bool] = {}  # topic of everybody → whether it rang meanwhile
        self._told: Counter[str] = Counter()
        self._pace = _PACE

    def start(self, *, pace: float = _PACE) -> None:
        """Begin to hear, in the running event loop. `pace`: see _PACE; for whoever has no pages."""
        self._pace = pace
        self._task = asyncio.create_task(self._hear_for_ever())

    async def stop(self) -> None:
        """Hear no more; every listener is told to look once more and go."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._hand_out(EVERYTHING)

    def told(self, topic: str) -> int | None:
        """How often this topic was handed out here; None where nobody hears the bell.

        What was looked at since then is what every page that is told looks at.
        """
        return self._told[topic] + self._told[EVERYTHING] if self._task else None

    @contextlib.contextmanager
    def listen(self, topics: frozenset[str]) -> Iterator[asyncio.Queue[str]]:
        """A queue that receives each ring of these topics; a full one drops rings, not pages."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=32)
        self.listen_to(topics, queue)
        try:
            yield queue
        finally:
            self.listen_to(frozenset(), queue)
            del self._heard[queue]

    def listen_to(self, topics: frozenset[str], queue: asyncio.Queue[str]) -> frozenset[str]:
        """From now on this queue hears these topics and no other; returns those that are new."""
        before = self._heard.get(queue, frozenset())
        self._heard[queue] = topics
        for topic in topics - before:
            self._listeners[topic].add(queue)
        for topic in before - topics:
            self._listeners[topic].discard(queue)
            if not self._listeners[topic]:
                del self._listeners[topic]
        return topics - before

    def _hand_out(self, topic: str) -> None:
        if topic != EVERYTHING and ":" not in topic:
            if topic in self._resting:
                self._resting[topic] = True
                return
            self._resting[topic] = False
            asyncio.get_running_loop().call_later(self._pace, self._rested, topic)
        if ":" not in topic:
            self._told[topic] += 1
        heard = list(self._listeners) if topic == EVERYTHING else [topic]
        for name in heard:
            for queue in tuple(self._listeners.get(name, ())):
                with contextlib.suppress(asyncio.QueueFull):
                    queue.put_nowait(name)

    def _rested(self, topic: str) -> None:
        if self._resting.pop(topic):
            self._hand_out(topic)

    async def _hear_for_ever(self) -> None:
        hear = self._hear_postgres if _on_postgres() else self._hear_sqlite
        while True:
            try:
                await hear()
            except (OSError, sqlite3.Error, psycopg.Error):
                await asyncio.sleep(1)  # the pages' own look every 20 s bridges the gap
            self._hand_out(EVERYTHING)

    async def _hear_sqlite(self) -> None:
        bell = _open(str(settings.DOORBELL))
        try:
            last = bell.execute("SELECT coalesce(max(n), 0) FROM ring").fetchone()[0]
            seen = -1
            while True:
                version = bell.execute("PRAGMA data_version").fetchone()[0]
                if version != seen:
                    seen = version
                    for n, topic in bell.execute(
                        "SELECT n, topic FROM ring WHERE n > ? ORDER BY n", (last,)
                    ).fetchall():
                        last = n
                        self._hand_out(topic)
                await asyncio.sleep(_POLL)
        finally:
            bell.close()

    async def _hear_postgres(self) -> None:
        ear = await psycopg.AsyncConnection.connect(**_postgres(), autocommit=True)
        async with ear:
            await ear.execute(f"LISTEN {CHANNEL}")
            async for note in ear.notifies():
                self._hand_out(note.payload)


def _on_postgres() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def _postgres() -> dict[str, Any]:
    found = settings.DATABASES["default"]
    asked = {
        "host": "HOST",
        "port": "PORT",
        "user": "USER",
        "password": "PASSWORD",
        "dbname": "NAME",
    }
    return {name: found[key] for name, key in asked.items() if found.get(key)}


BELL = Bell()
