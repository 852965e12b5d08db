"""Django as an ASGI application that answers in a fixed number of threads.

Django's own starts a thread, and opens database connections, for every request. What a person
said is stored even if they are gone before the answer: nothing here is broken off half-way.
"""

from collections.abc import Iterable
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
        try:
            return _told(response)
        finally:
            response.close()


def answering(
    *, slow: Iterable[str] = (), lists: Iterable[str] = (), quick: Iterable[str] = ()
) -> App:
    """Set Django up and return its ASGI application.

    `slow`: paths with threads of their own, that hold nobody up. `lists`: paths that every open
    page asks for by itself, one after the other, so that what somebody does waits for none of
    them. `quick`: paths with a thread of their own that nobody holds up: whoever is there must
    not seem silent because others ask much.
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

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        body: bytes = (await receive()).get("body", b"")  # `serving.face` has read all of it
        threads = apart.get(scope["path"], pages)
        told = await threads.do(lambda: handler.answer(scope, body))
        start: dict[str, Any] = {"status": told.status, "headers": told.headers}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": told.body})

    return serve


def _told(response: Any) -> _Answer:
    body = b"".join(response)
    headers = [(name.encode("ascii"), word.encode("latin-1")) for name, word in response.items()]
    for cookie in response.cookies.values():
        headers.append((b"Set-Cookie", cookie.output(header="").strip().encode("ascii")))
    if response.status_code not in _WITHOUT_LENGTH and not response.has_header("Content-Length"):
        headers.append((b"Content-Length", str(len(body)).encode()))
    return _Answer(response.status_code, headers, body)
