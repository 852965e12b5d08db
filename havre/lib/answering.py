"""Django as an ASGI application that answers in a fixed number of threads.

Django's own starts a thread, and opens database connections, for every request. What a person
said is stored even if they are gone before the answer: nothing here is broken off half-way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import django
from django.core import signals
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from havre.lib.stream import App, Receive, Scope, Send
from havre.lib.threads import Threads

_PAGES = 3  # threads; more only wait for each other
_SLOW = 2  # threads for what is slow on purpose, so that a flood of it holds nobody else up
_WITHOUT_LENGTH = {204, 304}


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response as the wire wants it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterator[bytes] | None = None  # what is made piece by piece, while it is sent


class _InThreads(ASGIHandler):
    """One call of ordinary Django per request, from the first middleware to the last byte."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Ordinary middleware: whoever calls it is in a thread already."""
        super().load_middleware(is_async=False)

    def answer(self, scope: Scope, body: bytes) -> _Answer:
        """Everything Django does for one request, in this thread."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, BytesIO(body))
        response: HttpResponseBase = self.get_response(request) if request else refusal  # type: ignore[assignment]
        if response.streaming and not response.has_header("Content-Length"):
            return _begun(response)
        try:
            return _told(response)
        finally:
            response.close()


def answering(
    *,
    slow: Iterable[str] = (),
    lists: Iterable[str] = (),
    quick: Iterable[str] = (),
    programs: str = "",
) -> App:
    """Set Django up and return its ASGI application.

    `slow`: paths with threads of their own, that hold nobody up. `lists`: paths that every open
    page asks for by itself, one after the other, so that what somebody does waits for none of
    them. `quick`: paths with a thread of their own that nobody holds up: whoever is there must
    not seem silent because others ask much. `programs`: how the paths begin that programs ask;
    they have one thread together, and take none from anybody who is in need.
    """
    django.setup(set_prefix=False)
    handler = _InThreads()
    pages = Threads("page", _PAGES)
    lanes = (
        (slow, Threads("slow", _SLOW)),
        (lists, Threads("lists", 1)),
        (quick, Threads("quick", 1)),
    )
    apart = {path: threads for paths, threads in lanes for path in paths}
    of_programs = Threads("programs", 1) if programs else pages

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        body: bytes = (await receive()).get("body", b"")  # `serving.face` has read all of it
        path = scope["path"]
        is_programs = bool(programs) and path.startswith(programs)
        threads = of_programs if is_programs else apart.get(path, pages)
        told = await threads.do(lambda: handler.answer(scope, body))
        start: dict[str, Any] = {"status": told.status, "headers": told.headers}
        await send({"type": "http.response.start", **start})
        rest = told.rest or iter(())
        while piece := await threads.do(lambda: next(rest, b"")):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": told.body})

    return serve


def _begun(response: Any) -> _Answer:
    """An answer of unknown length: no more than one piece of it stands in memory."""
    return _Answer(response.status_code, _headers(response), b"", _pieces(response))


def _pieces(response: Any) -> Iterator[bytes]:
    try:
        yield from response
    finally:
        response.close()


def _told(response: Any) -> _Answer:
    body, headers = b"".join(response), _headers(response)
    if response.status_code not in _WITHOUT_LENGTH and not response.has_header("Content-Length"):
        headers.append((b"Content-Length", str(len(body)).encode()))
    return _Answer(response.status_code, headers, body)


def _headers(response: Any) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii"), word.encode("latin-1")) for name, word in response.items()]
    for cookie in response.cookies.values():
        headers.append((b"Set-Cookie", cookie.output(header="").strip().encode("ascii")))
    return headers
