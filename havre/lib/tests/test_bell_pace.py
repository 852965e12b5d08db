"""Promises that what everybody hears rings at once, then rarely; what concerns one talk always."""

import asyncio
from itertools import pairwise

from havre.lib import doorbell
from havre.lib.doorbell import Bell
from havre.lib.stream import Lists


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


def told(pages: int, rings: list[float], *, until: float = 20.0) -> list[float]:
    """When one of so many pages is told of a list that rings at these moments."""
    lists, now, heard, left = Lists(lambda: pages), 0.0, [], list(rings)
    while now < until:
        now = min(left[0] if left else until, now + lists.wait(now))
        rung = {"queue"} if left and left[0] <= now else set()
        left = left[1:] if rung else left
        if lists.sift(rung, now):
            heard.append(now)
    return heard


def test_on_a_quiet_line_a_page_is_told_at_once():
    assert told(3, [1.0, 5.0, 9.0]) == [1.0, 5.0, 9.0]


def test_a_page_is_told_at_most_once_a_second_and_of_the_last_ring_too():
    heard = told(3, [1.0 + n / 10 for n in range(25)])
    assert heard[0] == 1.0
    assert min(b - a for a, b in pairwise(heard)) >= 1.0
    assert heard[-1] >= 3.4


def test_in_a_surge_pages_are_told_in_turn_and_less_often():
    heard = [told(120, [1.0 + n / 10 for n in range(150)]) for _ in range(20)]
    assert all(3.9 < b - a < 4.2 for page in heard for a, b in pairwise(page))
    assert len({round(page[0], 2) for page in heard}) > 10
    assert all(page[-1] >= 15.9 for page in heard)


def test_what_concerns_a_member_or_a_conversation_never_waits_for_the_lists():
    lists = Lists(lambda: 4_000)
    assert lists.sift({"queue", "member:1", "help"}, 0.0) >= {"member:1", "help"}
    assert lists.sift({"contact:1"}, 0.01) == {"contact:1"}
