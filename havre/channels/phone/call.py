"""One call, from its first ring to its end: what the caller hears, whose phone rings, who talks.

The house decides (`calls.now`); this brings the engine to it. What must survive our program lies
in the engine: the ids of the channels and bridges name the contact.
"""

import asyncio
import contextlib
import functools
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable

from havre.channels.phone import calls, desk_phones, prompts, ringing
from havre.channels.phone.ari import Away
from havre.channels.phone.calls import Now
from havre.channels.phone.configuration import RELAY
from havre.channels.phone.greeting import language_of
from havre.channels.phone.legs import BUSY, NORMAL, REJECTED
from havre.channels.phone.tools import Tools
from havre.channels.phone.who_talks import Talk
from havre.contacts.turn import DANGER
from havre.lib import clock
from havre.vault import keys

MARK = "HAVRE_CONTACT"  # on the caller's channel, for the next program: contact and language
GONE = "gone"  # the same, of one that hung up and whose channel the engine may still show
log = logging.getLogger("havre.phone")


class Call(Talk):
    """A caller, whoever is rung for them, and whoever they talk with."""

    def __init__(self, tools: Tools, channel: str, *, is_relay: bool = False) -> None:
        super().__init__(tools, channel, is_relay=is_relay)
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.version = 0  # what was seen of the house before a change here is too old
        self._state = ringing.WAITING
        self._over = False
        self._knows_lost = False  # that the talk broke off, before the house says so
        self._lock = asyncio.Lock()
        self._rang_at = clock.now()
        self._story: asyncio.Task[None] | None = None
        self._coming: asyncio.Task[tuple[uuid.UUID, Now]] | None = None

    def begin(self) -> None:
        """The call came just now."""
        self._story = asyncio.create_task(self._told_honestly(self._reach()))

    def go_on(self, contact: uuid.UUID, language: str, legs: dict[str, str], talking: str) -> None:
        """Our program is new, the call is not."""
        self.contact, self.language, self.talking = contact, language, talking
        self._legs.found(legs)
        self._story = asyncio.create_task(self._told_honestly(self._listen_to_keys()))

    @contextlib.asynccontextmanager
    async def _changing(self) -> AsyncIterator[None]:
        """Something happens here: whatever was seen of the house before its end is too old.

        Also what was seen meanwhile, when nothing was written yet: it would cut off who just came.
        """
        async with self._lock:
            self.version += 1
            try:
                yield
            finally:
                self.version += 1

    async def becomes(self, now: Now, version: int) -> None:
        """Bring the call to what the house wants, unless something happened here meanwhile."""
        async with self._lock:
            self._carry(now.is_relay)
            was_over = self._over
            if not was_over and version == self.version:
                await self._follow(now)
            self._say(now)
            if self._over and not was_over:
                if not any(event.startswith("apart_") for event in now.say):
                    self.voice.say("closed", language=self.language)
                self._goodbye = asyncio.create_task(self._hang_up_when_said())

    def _say(self, now: Now) -> None:
        for event in now.say:
            if event == "lost" and self._knows_lost:
                self._knows_lost = False
            elif event in prompts.EVENTS - {"closed"}:
                self.voice.say(event, language=self.language)

    async def _follow(self, now: Now) -> None:
        self._state = now.state
        if now.out and now.out.is_alone and self.service.inside:
            await self._leave_alone(now)
        elif now.is_closed:
            await self._end_the_talk()
        elif now.holder:
            await self._bring(now.holder)
            await self._gather(now)
        else:
            self._wanted_since = 0.0
            if self.talking:
                await self._take_back()
            await self._ring_only(now.ring)

    async def answered(self, leg: str) -> None:
        """A phone was answered: exactly one of many gets the caller."""
        if leg in self.company.legs.up:
            await self.company.answered(leg, self._bridge)
            return
        async with self._changing():
            if leg == self.service.leg:
                await self.service.answered(self._bridge)
                return
            endpoint = self.legs.get(leg, "")
            is_theirs = not self._over and await self._do(calls.answered, self.contact, endpoint)
            if is_theirs and leg in self.legs:
                self._knows_lost = False
                await self._connect(leg)
            else:
                await self._drop(leg)

    async def leg_ended(self, leg: str, cause: int) -> None:
        """A phone went quiet: it was declined, or whoever talked is off the line."""
        async with self._changing():
            if leg in self.company.legs.up:
                await self.company.ended(self.contact, leg, cause)
                return
            if leg == self.service.leg:
                await self.service.ended()
                if leg == self.talking:  # the two were alone: whoever left them is rung again
                    await self._take_back()
                return
            endpoint = self._legs.went(leg, cause)
            if not endpoint:
                return  # we ended it
            if leg == self.talking:
                # Not hung up: said at once, nobody listens to silence while it is written down.
                self._knows_lost = cause != NORMAL
                await self._take_back("lost" if self._knows_lost else "")
                if self._knows_lost:  # it cannot be counted on until it comes back
                    await self._do(desk_phones.fell_silent, endpoint, self._talks_since)
                await self._do(calls.lost, self.contact, endpoint)
            elif cause in (BUSY, REJECTED):
                await self._do(calls.declined, self.contact, endpoint)

    async def ended(self) -> None:
        """The caller is gone. What is still under way for them ends; nothing half-way, or a phone
        that is just being rung would ring on for nobody."""
        self._over = True
        async with self._lock:
            if self._story:
                self._story.cancel()
            self.voice.end()
            await self._drop_all()
            if self._coming and not self.contact:  # they hung up in the moment of their key
                with contextlib.suppress(keys.NoRoleKey):
                    self.contact, _ = await self._coming
            path = f"channels/{self.channel}/variable"
            await self._tools.ari.try_to("POST", path, variable=MARK, value=GONE)
            if self.contact:
                await self._tools.ari.try_to("DELETE", f"bridges/{self._bridge}")
                await self._do(calls.left, self.contact)
            elif self._story:
                await self._do(calls.gave_up, self._rang_at)

    # ------------------------------------------------------------------ what the caller hears

    async def _told_honestly(self, story: Awaitable[None]) -> None:
        """If the house cannot take the call, the caller hears so, and is not kept waiting."""
        try:
            await story
        except Away:
            pass  # with the engine the call is gone
        except Exception as error:
            log.error("A call could not be taken: %s.", type(error).__name__)
            await self.voice.wait_no_more()
            self.voice.say("alone", language=self.language)
            await self._hang_up_when_said()

    async def _reach(self) -> None:
        await self._tools.ari.try_to("POST", f"channels/{self.channel}/answer")
        patience = self._tools.choose_seconds
        self.language = await language_of(self.voice, self.keys, self._tools.keys, patience)
        comes = functools.partial(calls.comes, is_relay=self.is_relay)
        coming = self._do(comes, self.language, self._rang_at)
        self._coming = asyncio.create_task(coming)
        _, came = await asyncio.gather(self.voice.hush(), asyncio.shield(self._coming))
        self.contact, now = came
        await self._begin_to_wait(now)
        if self.is_relay:
            self.voice.say(RELAY, language=self.language)
        self.voice.say(self._state, "menu", language=self.language)
        await self._listen_to_keys()

    async def _begin_to_wait(self, now: Now) -> None:
        """The first phone rings at once; under the lock, whoever answers it finds all in place."""
        async with self._lock:
            mark, path = f"{self.contact} {self.language}", f"channels/{self.channel}/variable"
            await asyncio.gather(
                self._tools.ari.try_to("POST", path, variable=MARK, value=mark),
                self.voice.wait(),  # before anything is said: who is spoken to is moved nowhere
                self._follow(now),
            )
        self._say(now)

    async def _listen_to_keys(self) -> None:
        """Until the call ends. Who waits hears from time to time how it stands."""
        while True:
            try:
                key = await asyncio.wait_for(self.keys.get(), self._tools.comfort_seconds)
            except TimeoutError:
                if self._over or not self.voice.idle.is_set():
                    continue
                if self.is_paused:
                    self.voice.say("aside", language=self.language)
                elif not self.talking:
                    self.voice.say(self._state, "menu", language=self.language)
                continue
            if self.talking:
                await self._press_in_talk(key)
            else:
                await self._press_waiting(key)

    async def _press_waiting(self, key: str) -> None:
        means = {"1": calls.CANNOT_SPEAK, "2": "about", "3": DANGER}.get(key)
        if means is None:
            return
        await self.voice.hush()
        self.voice.say(means, language=self.language)
        if means == calls.CANNOT_SPEAK:
            self._cannot_speak = True
        if means != "about":
            await self._do(calls.pressed, self.contact, means)

    async def _press_in_talk(self, key: str) -> None:
        """Whoever cannot speak answers by key; the other side hears it and reads it."""
        means = {"1": calls.YES, "2": calls.NO}.get(key)
        if means:
            await self._tell_leg(means)
            await self._do(calls.pressed, self.contact, means)

    async def _end_the_talk(self) -> None:
        """It was closed at the desk; the caller is still to hear so."""
        self._over = True
        await self._drop_all()
        self.talking = ""
        await self._tools.ari.try_to("DELETE", f"bridges/{self._bridge}")
        await self.voice.wait_no_more()

    async def _hang_up_when_said(self) -> None:
        await self.voice.idle.wait()
        await self._tools.ari.try_to("DELETE", f"channels/{self.channel}")
