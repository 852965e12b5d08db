"""Two things happen to a call in the same moment: nobody who talks is cut off, nobody who is gone
waits on.
"""

import asyncio
import threading
import uuid
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from havre.channels.phone import calls, controller
from havre.channels.phone.call import GONE, MARK, Call
from havre.channels.phone.calls import Now
from havre.channels.phone.controller import Controller

CALLER, ENDPOINT = "1", "m1"
CONTACT = uuid.uuid4()
LEG = f"leg-{CONTACT}-{ENDPOINT}-1"


class Engine:
    """Does whatever it is asked, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.marks: dict[str, str] = {}

    async def ask(self, method: str, path: str, **told: Any) -> Any:
        """As the engine answers."""
        self.asked.append((method, path))
        if told.get("variable") == MARK:
            self.marks[path] = told["value"]
        return {}

    async def try_to(self, method: str, path: str, **told: Any) -> bool:
        """As above."""
        await self.ask(method, path, **told)
        return True


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def said(monkeypatch) -> list[tuple[str, Any]]:
    """What our program had the house write down."""
    found: list[tuple[str, Any]] = []
    for verb in ("left", "lost", "gave_up"):
        monkeypatch.setattr(calls, verb, lambda *about, verb=verb: found.append((verb, about)))
    monkeypatch.setattr(controller, "keep_watch", lambda **_: 0)
    monkeypatch.setattr(controller, "_LOOK", 0.05)
    return found


def played(engine: Engine, story: Any) -> Any:
    """A caller waits, Ana's phone rings for them; then this happens."""

    async def plays() -> Any:
        house = Controller(engine, Path("/nowhere"))  # type: ignore[arg-type]
        house._gone = None
        house._calls[CALLER] = call = Call(house._tools, CALLER)
        call.go_on(CONTACT, "fr", {LEG: ENDPOINT}, "")
        return await story(house, call)

    return asyncio.run(plays())


def happens(house: Controller, what: str, channel: str, **more: Any) -> None:
    getattr(house, f"_on_{what}")({"type": what, "channel": {"id": channel}, **more})


async def settled(house: Controller) -> None:
    while house._tasks:
        await asyncio.gather(*house._tasks)


def test_who_answers_is_not_cut_off_by_what_the_house_said_a_moment_before(
    engine, said, monkeypatch
):
    writing, written = threading.Event(), threading.Event()

    def answered(contact: uuid.UUID, endpoint: str) -> bool:
        writing.set()
        assert written.wait(5)
        return True

    def now(contacts: list[uuid.UUID]) -> dict[uuid.UUID, Now]:
        assert writing.wait(5)  # it looks while the taking is being written, and sees it not yet
        return {CONTACT: Now(ring=frozenset({ENDPOINT}))}

    monkeypatch.setattr(calls, "answered", answered)
    monkeypatch.setattr(calls, "now", now)

    async def story(house: Controller, call: Call) -> str:
        happens(house, "StasisStart", LEG, args=["leg"])
        await asyncio.sleep(0)
        looks = asyncio.create_task(house._look())
        while not writing.is_set() or not call._lock.locked():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # the look has come to where it waits for the call
        written.set()
        await looks
        await settled(house)
        return call.talking

    assert played(engine, story) == LEG
    assert ("DELETE", f"channels/{LEG}") not in engine.asked


def test_a_caller_whose_channel_the_engine_keeps_has_left_all_the_same(engine, said):
    async def story(house: Controller, call: Call) -> None:
        happens(house, "ChannelHangupRequest", CALLER)
        happens(house, "ChannelHangupRequest", CALLER, cause=16)
        await settled(house)
        happens(house, "ChannelDestroyed", CALLER, cause=16)  # ten minutes later
        await settled(house)

    played(engine, story)
    assert said == [("left", (CONTACT,))]
    assert ("DELETE", f"channels/{LEG}") in engine.asked  # it rings for nobody any more
    assert engine.marks == {f"channels/{CALLER}/variable": GONE}


@pytest.mark.parametrize("is_told", [True, False])
def test_a_phone_whose_channel_the_engine_keeps_is_off_the_line(engine, said, is_told):
    async def story(house: Controller, call: Call) -> str:
        call.talking = LEG
        happens(house, "ChannelHangupRequest", LEG, cause=16)
        if is_told:
            happens(house, "ChannelDestroyed", LEG, cause=16)
        await settled(house)
        return call.talking

    assert played(engine, story) == ""
    assert said == [("lost", (CONTACT, ENDPOINT))]  # once


def test_a_phone_that_is_being_rung_as_the_caller_hangs_up_is_rung_no_more(
    engine, said, monkeypatch
):
    asks, rings = engine.ask, asyncio.Event()

    async def slowly(method: str, path: str, **told: Any) -> Any:
        if method == "POST" and path.startswith(f"channels/leg-{CONTACT}-m2-"):
            rings.set()
            await asyncio.sleep(0.1)
        return await asks(method, path, **told)

    monkeypatch.setattr(engine, "ask", slowly)

    async def story(house: Controller, call: Call) -> None:
        waits: Coroutine[Any, Any, None] = call._begin_to_wait(Now(ring=frozenset({"m2"})))
        call._story = asyncio.create_task(waits)
        await asyncio.wait_for(rings.wait(), 5)
        happens(house, "ChannelDestroyed", CALLER)
        await settled(house)

    played(engine, story)
    of_m2 = [how for how, path in engine.asked if "-m2-" in path]
    assert of_m2 == ["POST", "DELETE"]


def test_a_prompt_on_its_way_to_the_engine_is_stopped_once_it_is_there(engine, said, monkeypatch):
    asks, comes = engine.ask, asyncio.Event()

    async def slowly(method: str, path: str, **told: Any) -> Any:
        if "/play/" in path:
            comes.set()
            await asyncio.sleep(0.1)
        return await asks(method, path, **told)

    monkeypatch.setattr(engine, "ask", slowly)

    async def story(house: Controller, call: Call) -> None:
        call.voice.say("waiting", "menu", language="fr")
        await asyncio.wait_for(comes.wait(), 5)
        await call.voice.wait_no_more()
        await asyncio.wait_for(call.voice.idle.wait(), 5)

    played(engine, story)
    ways = [f"{how} {path.split('/')[0]}/{path.split('/')[-1][:6]}" for how, path in engine.asked]
    assert [each.partition(" say-")[0][:16] for each in ways] == [
        "POST channels/sa",
        "DELETE playbacks",
        "POST bridges/rem",
    ]
