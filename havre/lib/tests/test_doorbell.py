"""The house rings when something changed and stands, and the ring says where, never what."""

import asyncio
import os
import sqlite3
import time

import pytest
from django.conf import settings
from django.db import connection

from havre.lib import doorbell
from havre.lib.doorbell import Bell, ring
from tests.hands import rolled_back

on_sqlite = pytest.mark.skipif(
    "HAVRE_TEST_DATABASE" in os.environ, reason="PostgreSQL rings by NOTIFY"
)
pytestmark = [pytest.mark.django_db, on_sqlite]


def rung() -> list[str]:
    if not settings.DOORBELL.exists():
        return []
    with sqlite3.connect(settings.DOORBELL) as bell:
        rows = bell.execute("SELECT topic FROM ring ORDER BY n").fetchall()
    bell.close()
    return [topic for (topic,) in rows]


def test_it_rings_once_the_transaction_stands(django_capture_on_commit_callbacks):
    before = rung()
    with django_capture_on_commit_callbacks() as waiting:
        ring("contact:1", "queue")
        assert rung() == before
    for callback in waiting:
        callback()
    assert rung()[len(before) :] == ["contact:1", "queue"]


def test_what_is_rolled_back_does_not_ring(django_capture_on_commit_callbacks):
    before = rung()
    with django_capture_on_commit_callbacks(execute=True), rolled_back():
        ring("contact:2")
    assert rung() == before


def test_a_broken_bell_breaks_nothing(django_capture_on_commit_callbacks, settings, tmp_path):
    settings.DOORBELL = tmp_path / "no such folder" / "bell.sqlite3"
    with django_capture_on_commit_callbacks(execute=True):
        ring("contact:3")
    assert not settings.DOORBELL.exists()


def test_only_the_last_thousand_rings_are_kept(settings, tmp_path):
    settings.DOORBELL = tmp_path / "bell.sqlite3"
    for n in range(12):
        doorbell._ring_sqlite(tuple(f"contact:{n}-{m}" for m in range(100)))
    assert len(rung()) == 1_000
    _close(settings.DOORBELL)


def test_who_listens_hears_its_topics_and_no_other(settings, tmp_path):
    settings.DOORBELL = tmp_path / "bell.sqlite3"

    async def hear() -> tuple[list[str], float]:
        bell = Bell()
        bell.start()
        with bell.listen(frozenset({"contact:1"})) as mine, bell.listen(frozenset({"queue"})):
            await asyncio.sleep(0.2)
            start = time.monotonic()
            await asyncio.to_thread(doorbell._ring_sqlite, ("contact:2", "queue", "contact:1"))
            heard = [await asyncio.wait_for(mine.get(), 5)]
            took = time.monotonic() - start
            await bell.stop()
            heard.append(mine.get_nowait())
        assert bell._listeners == {}
        return heard, took

    heard, took = asyncio.run(hear())
    assert (heard, took < 2) == (["contact:1", "contact:1"], True)  # the ring, and «look once more»
    _close(settings.DOORBELL)


def test_a_page_that_does_not_listen_drops_rings_and_harms_nobody():
    bell = Bell()
    with bell.listen(frozenset({"contact:1"})) as queue:
        for _ in range(100):
            bell._hand_out("contact:1")
        assert queue.qsize() == 32


def _close(path) -> None:
    doorbell._ringer.pop(str(path)).close()
    assert connection.vendor == "sqlite"


def test_what_passes_by_itself_rings_at_most_once_in_a_while_and_leaves_one_row(
    settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    settings.DOORBELL = tmp_path / "bell.sqlite3"
    with django_capture_on_commit_callbacks(execute=True):
        doorbell._soft.clear()
        assert [doorbell.ring_softly("x") for _ in range(3)] == [True, False, False]
        assert doorbell.ring_softly("y") is True
        monkeypatch.setattr(doorbell, "_SOFT_PACE", 0.0)
        assert doorbell.ring_softly("x") is True
        ring("contact:1", "contact:1")
    assert rung() == ["soft:y", "soft:x", "contact:1", "contact:1"]
    assert list(doorbell._soft) == ["x"]  # of those before nothing is remembered
    _close(settings.DOORBELL)


def test_who_listens_may_listen_to_something_else_from_now_on():
    bell = Bell()
    with bell.listen(frozenset({"contact:1", "contact:2"})) as queue:
        assert bell.listen_to(frozenset({"contact:2", "contact:3"}), queue) == {"contact:3"}
        for topic in ("contact:1", "contact:2", "contact:3"):
            bell._hand_out(topic)
        assert [queue.get_nowait() for _ in range(queue.qsize())] == ["contact:2", "contact:3"]
    assert (bell._listeners, bell._heard) == ({}, {})
