"""Our program begins while callers hang up: nobody who is gone becomes somebody who waits."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from havre.channels.phone import calls
from havre.channels.phone.controller import Controller

CALLER = {"id": "1", "name": "PJSIP/trunk-1", "dialplan": {"app_name": "Stasis"}, "state": "Up"}
GONE = {"channel": {"id": "1"}, "cause": 16}


class Engine:
    """Knows one caller, who hangs up while the question `at` is being answered."""

    def __init__(self, at: str, mark: str = "") -> None:
        self.mark = mark
        self.at, self.house = at, Controller(self, Path("/nowhere"))  # type: ignore[arg-type]

    async def ask(self, method: str, path: str, **told: Any) -> Any:
        """As the engine answers."""
        if path.startswith(self.at):
            self.house._on_ChannelDestroyed(GONE)
        return {
            "channels": [CALLER],
            "channels/1/variable?variable=HAVRE_CONTACT": {"value": self.mark},
        }.get(path, [])

    async def try_to(self, method: str, path: str, **told: Any) -> bool:
        """As above."""
        return True


@pytest.mark.parametrize(
    ("at", "mark", "left"),
    [
        ("never", "", 1),
        ("bridges", "", 0),
        ("channels/1/", "", 0),
        ("never", "gone", 0),  # the engine still shows the channel of one who hung up long ago
    ],
)
def test_whoever_hangs_up_meanwhile_does_not_wait(monkeypatch, at, mark, left):
    begun: list[str] = []
    monkeypatch.setattr(calls, "end_all_but", lambda _: 0)
    monkeypatch.setattr(calls, "gave_up", lambda _: None)
    monkeypatch.setattr(
        "havre.channels.phone.call.Call.begin", lambda call: begun.append(call.channel)
    )

    async def begins() -> Controller:
        engine = Engine(at, mark)
        await engine.house._find_out()
        await asyncio.sleep(0.05)
        return engine.house

    house = asyncio.run(begins())
    assert (len(begun), len(house._calls)) == (left, left)
