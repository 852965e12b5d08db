"""One named path may take a larger body than all others, and few of those at once (register 1)."""

import asyncio
from typing import Any

import pytest

from havre.lib import serving
from havre.lib.serving import LARGEST_BODY, TOO_LARGE, face

pytestmark = pytest.mark.hostile(1)
ROOM = 1_000_000
PATH = "/one/"


class Django:
    """Stands where Django does, and notes what reaches it: a size, or that it was too much."""

    def __init__(self) -> None:
        self.came: list[int | str] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        self.came.append("too large" if scope.get(TOO_LARGE) else len(body))
        await self.goes_on.wait()


async def nobody(*_: Any) -> None:
    """No stream, and nothing to send."""


def asked(path: str, *, encoded: bool = False) -> dict[str, Any]:
    headers = [(b"content-encoding", b"gzip")] if encoded else []
    return {"type": "http", "path": path, "headers": [*headers, (b"content-length", b"1")]}


def comes(size: int, pieces: int = 10) -> Any:
    """A body of this size in pieces, then silence."""
    parts = [b"a" * (size // pieces)] * pieces

    async def receive() -> dict[str, Any]:
        if not parts:
            await asyncio.sleep(3_600)
        piece = parts.pop()
        return {"type": "http.request", "body": piece, "more_body": bool(parts)}

    return receive


def sent(path: str, size: int, **how: Any) -> int | str:
    django = Django()
    serve = face(django, nobody, larger={PATH: ROOM})
    asyncio.run(serve(asked(path, **how), comes(size), nobody))
    return django.came[0]


def test_the_named_path_takes_up_to_its_own_limit_and_no_more():
    assert sent(PATH, ROOM) == ROOM
    assert sent(PATH, ROOM + 10) == "too large"


@pytest.mark.parametrize("path", ["/", "/one", "/one/more/", "/two/", "//one/", "/ONE/"])
def test_every_other_path_takes_what_it_took(path: str):
    assert sent(path, LARGEST_BODY // 10 * 10) == LARGEST_BODY // 10 * 10
    assert sent(path, LARGEST_BODY + 10) == "too large"


def test_an_encoded_one_is_refused_there_too():
    assert sent(PATH, 100, encoded=True) == "too large"


def test_without_a_name_no_path_takes_more():
    django = Django()
    asyncio.run(face(django, nobody)(asked(PATH), comes(ROOM), nobody))
    assert django.came == ["too large"]


def test_only_four_larger_ones_are_held_at_once_and_nobody_else_waits_for_them():
    async def story() -> list[int | str]:
        django = Django()
        django.goes_on.clear()
        serve = face(django, nobody, larger={PATH: ROOM})
        many = [asyncio.create_task(serve(asked(PATH), comes(ROOM), nobody)) for _ in range(9)]
        await asyncio.sleep(0.05)
        assert django.came == [ROOM] * 4
        other = asyncio.create_task(serve(asked("/"), comes(100), nobody))
        await asyncio.sleep(0.05)
        assert django.came == [ROOM] * 4 + [100]
        django.goes_on.set()
        await asyncio.gather(*many, other)
        return django.came

    assert asyncio.run(story()) == [ROOM] * 4 + [100] + [ROOM] * 5


def test_one_that_never_comes_whole_gives_its_place_back(monkeypatch):
    monkeypatch.setattr(serving, "_LARGER_WITHIN", 0.05)

    async def story() -> list[int | str]:
        django = Django()
        serve = face(django, nobody, larger={PATH: ROOM})

        async def slow() -> dict[str, Any]:
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b"a", "more_body": True}

        slow_ones = [serve(asked(PATH), slow, nobody) for _ in range(8)]
        await asyncio.wait_for(asyncio.gather(*slow_ones), 5)
        await serve(asked(PATH), comes(ROOM), nobody)
        return django.came

    assert asyncio.run(story()) == ["too large"] * 8 + [ROOM]
