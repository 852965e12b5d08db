"""The stream of rings to an open page: server-sent events, bare ASGI, no thread, no database held.

Whether a page may listen, and to what, is asked when it subscribes and again at every ring: a
conversation that was taken since is heard at once by pages that were open before.
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import parse_cookie

from havre.lib.doorbell import BELL, SOFT
from havre.lib.threads import Threads

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Topics = dict[str, str]  # topic inside the house -> the word the page hears
Admit = Callable[[dict[str, str]], Topics | None]

_LIFE = 240.0  # seconds; the page opens the next one by itself
_BREATH = 15.0  # seconds between two comments that keep the line open
_ASK = 10.0  # seconds between two questions whether a page is still there
_LISTS = frozenset({"queue"})  # what rings so often in a surge that pages are told in turn
_TOLD_EVERY = 1.0  # seconds between two rings of a list to one page
_PAGES = 30  # told of a list in a second; more open pages are told less often, up to _SELDOM
_SELDOM = 7.0
_OPEN_MOST = 4_000  # streams one process keeps; beyond it pages fetch every 20 s on their own
_ASKING = Threads("asking", 2)
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def stream(admit: Admit, *, asks_life: bool = False) -> App:
    """An ASGI application; `admit(cookies)` says which topics this page may hear, None: none.

    `asks_life`: the page is asked every ten seconds whether it is there. It answers on its own
    because of what it hears: a clock of its own would stand still in a tab nobody looks at.
    """
    state = {"open": 0}

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        jar = _cookies(scope)
        topics = await _ask(admit, jar) if _same_origin(scope) else None
        if topics is None or state["open"] >= _OPEN_MOST:
            await _refuse(send, 503 if topics else 403)
            return
        state["open"] += 1
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send(_event("retry: 2000\nevent: open\ndata: open"))
            lists = Lists(lambda: state["open"])
            passing = _pass_on(topics, admit, jar, send, lists=lists, asks_life=asks_life)
            await _until_gone(receive, passing)
        finally:
            state["open"] -= 1

    return serve


class Lists:
    """When one page is told of lists: at once on a quiet line, in a surge not all pages together.

    What concerns the page's own member or conversation never waits for this.
    """

    def __init__(self, pages: Callable[[], int]) -> None:
        self._pages = pages
        self._rung: set[str] = set()
        self._due = 0.0

    def wait(self, now: float) -> float:
        """Seconds until something is due; infinite while nothing rang."""
        return max(0.0, self._due - now) if self._rung else float("inf")

    def sift(self, rung: set[str], now: float) -> set[str]:
        """Of what rang, and rang before, what the page is told now."""
        lists = rung & _LISTS
        every = min(_SELDOM, max(_TOLD_EVERY, self._pages() / _PAGES))
        if lists and not self._rung:  # the first pages at once, the last ones after a round
            self._due = max(self._due, now + random.uniform(0, every - _TOLD_EVERY))  # noqa: S311
        self._rung |= lists
        if not self._rung or now < self._due:
            return rung - lists
        told, self._rung, self._due = rung | self._rung, set(), now + every
        return told


async def _pass_on(
    topics: Topics,
    admit: Admit,
    jar: dict[str, str],
    send: Send,
    *,
    lists: Lists,
    asks_life: bool,
) -> None:
    breath, clock = _ASK if asks_life else _BREATH, asyncio.get_running_loop().time
    end, breathed = clock() + _LIFE + secrets.randbelow(60), clock()
    with BELL.listen(frozenset(topics)) as queue:
        while (left := end - clock()) > 0:
            wait = min(breathed + breath - clock(), left, lists.wait(clock()))
            rung = lists.sift(await _rung(queue, wait), clock())
            if clock() >= breathed + breath:
                breathed = clock()
                await send(_event("event: here\ndata: here" if asks_life else ":"))
            if not rung:
                continue
            breathed = clock()
            still = await _ask(admit, jar)
            if still is None:
                await send(_event("event: gone\ndata: gone"))
                break
            new = BELL.listen_to(frozenset(still), queue)
            rung |= {each for each in new if not each.startswith(SOFT)}  # it may have rung before
            for topic in rung & still.keys():
                await send(_event(f"event: ring\ndata: {still[topic]}"))
    await send(_event("retry: 100"))  # its time is over, nothing is wrong: come back at once
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _rung(queue: asyncio.Queue[str], wait: float) -> set[str]:
    """The next ring in so many seconds, and whatever rang with it: asked about once."""
    rung = set()
    with contextlib.suppress(TimeoutError):
        rung.add(await asyncio.wait_for(queue.get(), wait))
    while not queue.empty():
        rung.add(queue.get_nowait())
    return rung


async def _until_gone(receive: Receive, work: Awaitable[None]) -> None:
    """Do the work until it ends or the page goes away, whichever is first."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    tasks = [asyncio.ensure_future(work), asyncio.ensure_future(gone())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await task


async def _ask(admit: Admit, jar: dict[str, str]) -> Topics | None:
    return await _ASKING.do(lambda: admit(jar))


def _cookies(scope: Scope) -> dict[str, str]:
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(raw.decode("latin-1"))  # one strange cookie of another port hides no other


def _same_origin(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    site = headers.get(b"sec-fetch-site", b"same-origin")
    origin = headers.get(b"origin")
    host = headers.get(b"host", b"")
    return site == b"same-origin" and (origin is None or origin.split(b"://")[-1] == host)


def _event(text: str) -> Message:
    return {"type": "http.response.body", "body": text.encode() + b"\n\n", "more_body": True}


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": _HEADERS[1:2]})
    await send({"type": "http.response.body", "body": b""})
