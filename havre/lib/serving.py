"""One face as an ASGI application: body limits before parsing, the stream, a tuned collector."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from typing import Any

from django.db import connections

from havre.lib.doorbell import BELL
from havre.lib.stream import App, Message, Receive, Scope, Send
from havre.lib.threads import Threads

LARGEST_BODY = 96 * 1024  # bytes: a longest message, percent-encoded, and the form around it
_LARGER_AT_ONCE = 4  # larger bodies held in memory, whoever sends them, signed in or not
_LARGER_WITHIN = 60.0  # seconds in which one has come whole
_DRAINED = 32 * 1024 * 1024  # bytes read and thrown away, so that the answer can still be read
TOO_LARGE = "havre.too_large"
BELL_PATH = "/bell/"


_MINUTE = 60.0
_SECOND = 1.0
_BETWEEN = 0.25  # seconds between two watches, however often it rings
_FEW_SECONDS = 1.5  # what is published is two seconds old at most
Chore = Callable[[], object]
log = logging.getLogger("havre.serving")


def face(
    django: Any,
    stream: App,
    *,
    chore: Chore | None = None,
    errand: Chore | None = None,
    larger: Mapping[str, int] | None = None,
) -> App:
    """Django and its doorbell behind one guard; `chore` is done every minute.

    `errand`: every few seconds; it may take long, and nothing waits for it.

    A body over LARGEST_BODY never reaches a parser or a temporary file (register A1): it is read
    and thrown away, and Django is called with an empty body and a mark, so that the person gets
    a sentence in their language and the connection lives. Encoded bodies are refused the same way.

    `larger`: the paths that may take more, and how many bytes (decisions/0013). Only a few such
    bodies are held at once; the next one waits, and what does not come within a minute is dropped.
    """
    room = _Room(larger or {})

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            works = [_every(_MINUTE, chore), _every(_FEW_SECONDS, errand)]
            await _lifespan(receive, send, *works)
        elif scope["type"] != "http":
            return
        elif scope["path"] == BELL_PATH:
            await stream(scope, receive, send)
        else:
            async with room.of(scope["path"]) as limit:
                body = await _read(scope, receive, limit)
                if body is None:
                    scope[TOO_LARGE] = True
                    scope["headers"] = [h for h in scope["headers"] if h[0] != b"content-length"]
                await django(scope, _replay(body or b"", receive), send)

    return serve


def tune_collector() -> None:
    """Keep Python's garbage collector out of the way of live conversations.

    With its defaults the 99th percentile of delivery was 1,010 ms at 4,000 messages a second;
    with what stands here 14 ms: long-lived objects are frozen once, sweeps are rare.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


async def _lifespan(receive: Receive, send: Send, *works: Coroutine[Any, Any, None]) -> None:
    await receive()
    BELL.start()
    async with _going_on(works):
        tune_collector()
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await BELL.stop()
    await send({"type": "lifespan.shutdown.complete"})


@contextlib.asynccontextmanager
async def _going_on(works: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _every(seconds: float, chore: Chore | None) -> None:
    while chore:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(_do, chore)


async def keep_watch(watch: Chore) -> None:
    """For ever: `watch` every second, and at once when the queue rings; meanwhile, once more.

    In one thread that keeps its connection. The bell is heard here and by nobody else.
    """
    BELL.start(pace=_BETWEEN)
    tune_collector()
    thread = Threads("watch", 1)
    with BELL.listen(frozenset({"queue"})) as rung:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(rung.get(), _SECOND)
            while not rung.empty():
                rung.get_nowait()
            await thread.do(lambda: _try(watch))


def _do(chore: Chore) -> None:
    """A chore that fails is tried again at its next time; nothing else stops for it."""
    try:
        _try(chore)
    finally:
        connections.close_all()


def _try(chore: Chore) -> None:
    try:
        chore()
    except Exception as error:  # whatever it is: the face goes on answering
        log.error("a chore failed", exc_info=error)


class _Room:
    """How large a body may be, by path, and place for a few larger ones."""

    def __init__(self, larger: Mapping[str, int]) -> None:
        self._larger, self._places = larger, asyncio.Semaphore(_LARGER_AT_ONCE)

    @contextlib.asynccontextmanager
    async def of(self, path: str) -> AsyncIterator[int]:
        """Bytes that may come to this path; held until it is answered."""
        if path not in self._larger:
            yield LARGEST_BODY
            return
        async with self._places:
            yield self._larger[path]


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None if it is too large, too slow (a larger one) or encoded."""
    refused = any(name == b"content-encoding" for name, _ in scope["headers"])
    within = _LARGER_WITHIN if limit > LARGEST_BODY else None
    try:
        async with asyncio.timeout(within):
            body = await _read_all(receive, limit)
    except TimeoutError:
        return None
    return None if refused else body


async def _read_all(receive: Receive, limit: int) -> bytes | None:
    chunks: list[bytes] = []
    size = 0
    while True:
        message: dict[str, Any] = dict(await receive())
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        else:
            chunks.clear()
        if size > _DRAINED or not message.get("more_body"):
            return None if size > limit else b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
