"""Promises that what everybody hears rings at once, then rarely; what concerns one talk always."""

import asyncio

from havre.lib import doorbell
from havre.lib.doorbell import Bell


def heard(*rings: str, topic: str) -> tuple[int, int]:
    """How often a topic was handed out at once, and in all."""

    async def listen() -> tuple[int, int]:
        bell = Bell()
        with bell.listen(frozenset({topic})) as queue:
            for ring in rings:
                bell._hand_out(ring)
            at_once = queue.qsize()
            await asyncio.sleep(doorbell._PACE * 3)
            return at_once, queue.qsize()

    return asyncio.run(listen())


def test_a_list_is_told_at_once_and_once_more_for_all_that_came_meanwhile() -> None:
    assert heard(*["queue"] * 20, topic="queue") == (1, 2)


def test_a_list_that_rang_once_is_told_once() -> None:
    assert heard("queue", topic="queue") == (1, 1)


def test_words_never_wait() -> None:
    assert heard(*["contact:1"] * 5, topic="contact:1") == (5, 5)
