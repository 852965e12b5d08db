"""Callers that speak, and a smallest program at the engine: it rings one phone for each call."""

import asyncio
import contextlib
import math
import struct
import threading
import time
from concurrent.futures import Future
from typing import Any

import aiohttp

from havre.channels.phone.configuration import APP, Engine
from havre.channels.phone.tests.caller import RATE, Caller

_EACH = 160  # sounds in a packet: 20 ms


def _byte(number: int) -> int:
    """One number as a µ-law byte (ITU-T G.711)."""
    sign, size = (0x80, -number) if number < 0 else (0, number)
    size = min(size, 32_635) + 0x84
    power = max(size.bit_length() - 8, 0)
    return ~(sign | power << 4 | size >> power + 3 & 0x0F) & 0xFF


class Speaker(Caller):
    """Somebody who says one tone for as long as the call lasts."""

    def speaks(self, hertz: float) -> None:
        """Begin; it goes on until the telephone is put away."""
        answer = next(said for said in reversed(self.said) if "m=audio" in said)
        port = int(answer.partition("m=audio ")[2].split()[0])
        sound = [_byte(int(12_000 * math.sin(2 * math.pi * hertz * n / RATE))) for n in range(RATE)]
        threading.Thread(target=self._say, args=(bytes(sound), port), daemon=True).start()

    def _say(self, sound: bytes, port: int) -> None:
        begun = time.monotonic()
        with contextlib.suppress(OSError):  # put away
            for n in range(1 << 16):
                at = n * _EACH % RATE
                head = struct.pack("!BBHII", 0x80, 0, n, n * _EACH, 7)
                self._rtp.sendto(head + sound[at : at + _EACH], (self.host, port))
                time.sleep(max(0.0, begun + (n + 1) * 0.02 - time.monotonic()))


class Exchange:
    """Rings `endpoint` for whoever calls, and joins the two once it is answered."""

    def __init__(self, engine: Engine, endpoint: str) -> None:
        self.engine, self.endpoint = engine, endpoint
        self.heard: list[dict[str, Any]] = []
        self._loop = asyncio.new_event_loop()
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))

    def __enter__(self) -> "Exchange":
        self._thread.start()
        self._ready.result(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(5)
        self._loop.close()

    def saw(self, kind: str, within: float = 5) -> dict[str, Any]:
        """The newest event of this kind, waited for."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if found := [event for event in self.heard if event["type"] == kind]:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"no {kind} among {[event['type'] for event in self.heard]}")

    async def _run(self) -> None:
        self._task = asyncio.current_task()
        where = f"http://127.0.0.1:{self.engine.ari_port}/ari"
        who = {"Authorization": aiohttp.encode_basic_auth(APP, self.engine.ari_secret)}
        with contextlib.suppress(asyncio.CancelledError):
            async with (
                aiohttp.ClientSession(headers=who) as session,
                session.ws_connect(f"{where}/events?app={APP}&subscribeAll=true") as events,
            ):
                self._ready.set_result(None)
                async for event in events:
                    said = event.json()
                    self.heard.append(said)
                    if said["type"] == "StasisStart":
                        await self._meet(session, where, said)

    async def _meet(self, session: aiohttp.ClientSession, where: str, said: dict[str, Any]) -> None:
        channel, words = said["channel"]["id"], said["args"]
        caller = words[0] if words else channel
        if not words:
            steps = [f"channels/{channel}/answer", f"bridges/b-{channel}?type=mixing"]
            told = f"endpoint=PJSIP/{self.endpoint}&app={APP}&appArgs={channel}&timeout=20"
            steps += [f"bridges/b-{channel}/addChannel?channel={channel}", f"channels?{told}"]
        else:
            steps = [f"bridges/b-{caller}/addChannel?channel={channel}"]
        for step in steps:
            async with session.post(f"{where}/{step}") as answer:
                assert answer.status < 300, (step, answer.status, await answer.text())
