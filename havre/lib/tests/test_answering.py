"""Promises that Django answers in its threads as it does in its own handler."""

import asyncio
import threading
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation

from havre.lib.answering import _begun, _told
from havre.lib.threads import Threads


def test_an_answer_carries_its_length_and_its_cookies() -> None:
    response = HttpResponse("Bonjour é")
    response.set_cookie("a", "b", httponly=True)
    told = _told(response)
    assert (told.status, told.body) == (200, "Bonjour é".encode())
    assert (b"Content-Length", b"10") in told.headers
    assert [word for name, word in told.headers if name == b"Set-Cookie"] == [
        b"a=b; HttpOnly; Path=/"
    ]


def test_no_content_has_no_length() -> None:
    names = [name for name, _ in _told(HttpResponse(status=204)).headers]
    assert b"Content-Length" not in names


def test_a_file_arrives_whole() -> None:
    assert _told(StreamingHttpResponse([b"one ", b"file"])).body == b"one file"


@pytest.mark.django_db
def test_nothing_of_one_request_is_seen_by_the_next() -> None:
    threads = Threads("test", 1)

    def speak_french() -> tuple[str, str]:
        before = translation.get_language()
        translation.activate("fr")
        return before, threading.current_thread().name

    async def twice() -> list[Any]:
        return [await threads.do(speak_french), await threads.do(speak_french)]

    first, second = asyncio.run(twice())
    assert first == second


def test_what_is_made_piece_by_piece_is_sent_so_and_stands_nowhere_whole(
    db: None,
) -> None:
    made = []

    def pieces():
        for piece in (b"one ", b"two"):
            made.append(piece)
            yield piece

    begun = _begun(StreamingHttpResponse(pieces()))
    assert (made, begun.body, dict(begun.headers).get(b"Content-Length")) == ([], b"", None)
    assert next(begun.rest) == b"one "
    assert made == [b"one "]
    assert list(begun.rest) == [b"two"]
