"""Our program beside the engine: hears what happens, and brings every call to what the house wants.

It keeps nothing that it could not read again from the engine and the database: when it dies, who
talks goes on talking, and the next one knows every call.
"""

import asyncio
import datetime as dt
import functools
import logging
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from havre.channels.phone import calls, desk_phones, tables
from havre.channels.phone.ari import Ari, Away, NotPossible
from havre.channels.phone.call import GONE, MARK, Call
from havre.channels.phone.configuration import ON_DUTY
from havre.channels.phone.desk_endpoints import Endpoints
from havre.channels.phone.legs import KINDS, NORMAL, legs_of
from havre.channels.phone.service_leg import is_half, legs_in
from havre.channels.phone.tools import Tools, is_left_to_us, is_relay
from havre.channels.phone.voice import open_room
from havre.contacts.offering import keep_watch
from havre.lib.doorbell import BELL
from havre.lib.threads import Threads

_LOOK = 1.0  # seconds; sooner at a ring
_COMES = {"Created", "NonQualified", "Reachable"}  # what the engine says of a phone that is there
_UPKEEP = 5.0  # seconds between two looks at the phones, and two signs of life of the calls
_LOST = dt.timedelta(seconds=15)  # that nobody saw a call: its end could not be written down
_AT_ONCE = 4  # threads
_BREATH = 0.05  # seconds between two looks, however often it rings
log = logging.getLogger("havre.phone")


class Controller:
    """All calls of this engine. `sounds`: where its prompts lie."""

    def __init__(self, ari: Ari, sounds: Path) -> None:
        self._threads = Threads("phone", _AT_ONCE)
        self._ari = ari
        self._endpoints = Endpoints(ari, settings.PHONE_HOST, is_secure=tables.is_secure())
        self._tools = Tools(
            ari,
            self._threads.do,
            sounds,
            settings.PHONE_KEYS,
            settings.PHONE_CHOOSE_SECONDS,
            settings.PHONE_COMFORT_SECONDS,
        )
        self._calls: dict[str, Call] = {}  # the caller's channel → call
        self._kick = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._saying = asyncio.Lock()
        self._gone: set[str] | None = set()  # channels that ended while we found out what there is
        self._kept_at = 0.0
        self._on_duty = ""

    async def run(self, on_ready: Callable[[], None] = lambda: None) -> None:
        """Until the engine goes (raises ari.Away) or the task is cancelled. Calls go on."""
        BELL.start()
        connected = asyncio.Event()
        hearing = asyncio.create_task(self._hear(connected))
        looking: asyncio.Task[None] | None = None
        try:
            await asyncio.wait(
                {hearing, waiting := asyncio.create_task(connected.wait())},
                return_when=asyncio.FIRST_COMPLETED,
            )
            waiting.cancel()
            if connected.is_set():
                await self._find_out()
                looking = asyncio.create_task(self._look_for_ever())
                on_ready()
                await asyncio.wait({hearing, looking}, return_when=asyncio.FIRST_COMPLETED)
                if looking.done():
                    looking.result()
            await hearing
        finally:
            for task in (hearing, looking, *self._tasks):
                if task:
                    task.cancel()
            await BELL.stop()

    # ------------------------------------------------------------------------------- what happens

    async def _hear(self, connected: asyncio.Event) -> None:
        async for event in self._ari.events(connected):
            happened = getattr(self, f"_on_{event['type']}", None)
            if happened:
                happened(event)

    def _on_StasisStart(self, event: dict[str, Any]) -> None:
        channel = event["channel"]["id"]
        if event["args"] == ["leg"]:
            if call := self._call_of(channel):
                self._start(call.answered(channel))
        elif channel not in self._calls:
            about = event["channel"]
            self._calls[channel] = call = Call(self._tools, channel, is_relay=is_relay(about))
            call.begin()

    def _on_ChannelHangupRequest(self, event: dict[str, Any]) -> None:
        # One who hangs up in the moment in which a prompt begins keeps their channel for up to ten
        # minutes: the engine waits so long for a prompt that nobody plays any more (seen, 22.10).
        channel, cause = event["channel"]["id"], event.get("cause", NORMAL)
        if not self._left(channel) and self._call_of(channel):
            self._start(self._ends_soon(channel, cause))

    def _on_ChannelDestroyed(self, event: dict[str, Any]) -> None:
        channel = event["channel"]["id"]
        if not self._left(channel):
            self._ended(channel, event.get("cause", 0))

    def _left(self, channel: str) -> bool:
        """Whether this was a caller, who is gone now."""
        if self._gone is not None:
            self._gone.add(channel)
        call = self._calls.pop(channel, None)
        if call:
            self._start(call.ended())
        return call is not None

    def _ended(self, leg: str, cause: int) -> None:
        if call := self._call_of(leg):
            self._start(call.leg_ended(leg, cause))

    async def _ends_soon(self, leg: str, cause: int) -> None:
        await asyncio.sleep(_LOOK)  # mostly the engine says so itself, and knows better why
        self._ended(leg, cause)

    def _on_ChannelDtmfReceived(self, event: dict[str, Any]) -> None:
        if call := self._calls.get(event["channel"]["id"]):
            call.keys.put_nowait(event["digit"])

    def _on_PlaybackFinished(self, event: dict[str, Any]) -> None:
        channel = event["playback"]["target_uri"].removeprefix("channel:")
        if call := self._calls.get(channel):
            call.voice.finished(event["playback"]["id"])

    def _on_PeerStatusChange(self, event: dict[str, Any]) -> None:
        told = event["endpoint"]
        self._start(self._says(told["resource"], is_up=told["state"] == "online"))

    def _on_ContactStatusChange(self, event: dict[str, Any]) -> None:
        # One that registers anew where an older, dead registration stood is no change of state.
        if event["contact_info"]["contact_status"] in _COMES:
            self._start(self._says(event["endpoint"]["resource"], is_up=True))

    def _call_of(self, leg: str) -> Call | None:
        return next(
            (
                call
                for call in self._calls.values()
                if leg in call.legs or leg in call.company.legs.up or leg == call.service.leg
            ),
            None,
        )

    async def _says(self, endpoint: str, *, is_up: bool) -> None:
        async with self._saying:  # in the order in which it happened: the last word counts
            await self._threads.do(functools.partial(desk_phones.says, endpoint, is_up=is_up))

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(self._finish(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _finish(self, work: Any) -> None:
        try:
            await work
        except DatabaseError as error:
            log.error("The phone could not write: %s.", type(error).__name__)
        except (NotPossible, Away) as error:
            log.warning("The engine did not take it: %s.", error)
        self._kick.set()

    # ------------------------------------------------------------------------ what the house wants

    async def _look_for_ever(self) -> None:
        with BELL.listen(frozenset({"queue", desk_phones.TOPIC})) as rung:
            while True:
                await self._ring_or_second(rung)
                try:
                    await self._look()
                    await self._keep_up()
                except DatabaseError as error:
                    log.error("The phone could not look: %s.", type(error).__name__)
                except NotPossible as error:
                    log.warning("The engine did not take it: %s.", error)

    async def _ring_or_second(self, rung: "asyncio.Queue[str]") -> None:
        ring = asyncio.create_task(rung.get())
        kick = asyncio.create_task(self._kick.wait())
        done, _ = await asyncio.wait(
            {ring, kick}, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED
        )
        for task in (ring, kick):
            task.cancel()
        if ring in done and ring.result() == desk_phones.TOPIC:
            self._kept_at = 0.0  # phones may have come or gone
        self._kick.clear()
        await asyncio.sleep(_BREATH)
        while not rung.empty():
            if rung.get_nowait() == desk_phones.TOPIC:
                self._kept_at = 0.0

    async def _look(self) -> None:
        """Offers move on even while no desk serves: then the phones alone ring."""
        live = [call for call in self._calls.values() if call.contact]
        if not live:
            return
        versions = {call.channel: call.version for call in live}
        await self._threads.do(functools.partial(keep_watch, judge_silence=False))
        contacts = [call.contact for call in live if call.contact]
        now = await self._threads.do(functools.partial(calls.now, contacts))
        for call in live:
            if call.contact in now:
                await call.becomes(now[call.contact], versions[call.channel])

    async def _keep_up(self) -> None:
        if time.monotonic() - self._kept_at < _UPKEEP:
            return
        self._kept_at = time.monotonic()
        phones = await self._threads.do(desk_phones.current)
        await self._endpoints.keep(await self._threads.do(desk_phones.for_the_engine))
        for endpoint in await self._endpoints.back():
            await self._says(endpoint, is_up=True)
        live = [call for call in self._calls.values() if call.contact]
        contacts = [call.contact for call in live if call.contact]
        talking = [each for call in live for each in call.talkers]
        await self._threads.do(functools.partial(calls.up, contacts, talking))
        await self._threads.do(functools.partial(calls.end_all_but, contacts, unseen_for=_LOST))
        reached = sorted(each.endpoint for each in phones if each.is_up)
        if (told := "&".join(f"PJSIP/{each}" for each in reached)) != self._on_duty:
            await self._ari.ask("POST", "asterisk/variable", variable=ON_DUTY, value=told)
            self._on_duty = told

    # ------------------------------------------------------------------------------ after a crash

    async def _find_out(self) -> None:
        """What the engine knows: every call, whose phone rings, who talks. The house learns it."""
        await open_room(self._ari)
        channels = {each["id"]: each for each in await self._ari.ask("GET", "channels")}
        bridges = {each["id"]: each for each in await self._ari.ask("GET", "bridges")}
        for id, channel in channels.items():
            if is_left_to_us(channel) and id not in {*self._calls, *(self._gone or ())}:
                await self._find_call(id, channels, bridges)
        self._gone = None
        known = [call.contact for call in self._calls.values() if call.contact]
        await self._threads.do(functools.partial(calls.end_all_but, known))
        await self._end_strays(list(channels))
        for told in await self._ari.ask("GET", "endpoints"):
            await self._says(told["resource"], is_up=told["state"] == "online")

    async def _end_strays(self, channels: list[str]) -> None:
        """Legs of a caller who hung up while our program was away: nobody sits there in silence."""
        for leg in channels:
            if leg.startswith(KINDS) and not is_half(leg) and self._call_of(leg) is None:
                await self._ari.try_to("DELETE", f"channels/{leg}")

    async def _find_call(self, id: str, channels: dict[str, Any], bridges: dict[str, Any]) -> None:
        self._calls[id] = call = Call(self._tools, id, is_relay=is_relay(channels[id]))
        try:
            told = await self._ari.ask("GET", f"channels/{id}/variable?variable={MARK}")
        except NotPossible:
            told = {"value": ""}
        contact, _, language = told["value"].partition(" ")
        if contact == GONE:
            self._calls.pop(id, None)
            return
        is_known = contact and await self._threads.do(
            functools.partial(calls.found, uuid.UUID(contact), is_relay=call.is_relay)
        )
        if self._calls.get(id) is not call:
            return  # they hung up meanwhile
        if not is_known:
            call.begin()  # no language was chosen yet
            return
        bridged = bridges.get(f"talk-{contact}", {"channels": []})["channels"]
        legs = legs_of("leg", contact, channels)
        talking = next((leg for leg in legs if leg in bridged), "")
        call.is_paused = bool(talking) and id not in bridged
        outside = legs_in(channels, contact)
        call.service.found(outside, bridged)
        if call.service.inside and not talking and id in bridged:
            talking = call.service.leg
        call.company.found(legs_of("help", contact, channels), bridged)
        call.go_on(uuid.UUID(contact), language, legs, talking)
        for leg in (*legs, *call.company.legs.up, *outside):
            is_in = leg in bridged
            if not is_in and channels[leg]["state"] == "Up":
                self._start(call.answered(leg))
