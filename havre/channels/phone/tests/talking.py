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

    def drain(self) -> None:
        """Throw away what was played while nobody listened."""
        self._rtp.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._rtp.recv(2048)
        self._rtp.setblocking(True)

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
        try:
            self._ready.result(60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(5)
        self._loop.close()

    def saw(self, kind: str, within: float = 20, **like: Any) -> dict[str, Any]:
        """The first event of this kind that is `like` that, waited for."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            for event in list(self.heard):
                if event["type"] == kind and like.items() <= event.items():
                    return event
            time.sleep(0.02)
        raise AssertionError(f"no {kind} among {[event['type'] for event in self.heard]}")

    def forget(self) -> None:
        """What was heard until now."""
        self.heard = [event for event in self.heard if _is_call(event)]

    async def _run(self) -> None:
        self._task = asyncio.current_task()
        self._where = f"http://127.0.0.1:{self.engine.ari_port}/ari"
        who = {"Authorization": aiohttp.encode_basic_auth(APP, self.engine.ari_secret)}
        with contextlib.suppress(asyncio.CancelledError):
            async with aiohttp.ClientSession(headers=who) as self._session:
                events = await self._connected()
                try:
                    self._ready.set_result(None)
                    async for event in events:
                        said = event.json()
                        self.heard.append(said)
                        if said["type"] == "StasisStart":
                            await self._meet(said)
                finally:
                    await events.close()

    async def _connected(self) -> aiohttp.ClientWebSocketResponse:
        """The engine's events."""
        async with asyncio.timeout(10):
            return await self._session.ws_connect(
                f"{self._where}/events?app={APP}&subscribeAll=true"
            )

    def rings_again(self) -> None:
        """Ring the phone for whoever called last, as the queue would once a desk went away."""
        caller = next(e["channel"]["id"] for e in reversed(self.heard) if _is_call(e))
        done = asyncio.run_coroutine_threadsafe(self._ring(caller), self._loop)
        done.result(30)

    def ends_all(self) -> None:
        """End every leg that is left, as our program does once the caller has gone."""
        asyncio.run_coroutine_threadsafe(self._end_all(), self._loop).result(30)

    async def _end_all(self) -> None:
        async with self._session.get(f"{self._where}/channels") as answer:
            left = [channel["id"] for channel in await answer.json()]
        for channel in left:
            async with self._session.delete(f"{self._where}/channels/{channel}"):
                pass

    async def _ring(self, caller: str) -> None:
        told = f"endpoint=PJSIP/{self.endpoint}&app={APP}&appArgs={caller}&timeout=20"
        await self._ask(f"channels?{told}")

    async def _ask(self, step: str) -> None:
        async with self._session.post(f"{self._where}/{step}") as answer:
            assert answer.status < 300, (step, answer.status, await answer.text())

    async def _meet(self, said: dict[str, Any]) -> None:
        channel, words = said["channel"]["id"], said["args"]
        if _is_call(said):
            await self._ask(f"channels/{channel}/answer")
            await self._ask(f"bridges/b-{channel}?type=mixing")
            await self._ask(f"bridges/b-{channel}/addChannel?channel={channel}")
            await self._ring(channel)
        else:
            await self._ask(f"bridges/b-{words[0]}/addChannel?channel={channel}")


def _is_call(event: dict[str, Any]) -> bool:
    return event["type"] == "StasisStart" and not event["args"]
