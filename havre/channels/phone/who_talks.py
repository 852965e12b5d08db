"""Who is rung for a caller, who has them, and who is in the talk besides."""

import functools
import logging
import math
import time
import uuid
from collections.abc import Callable
from typing import Any

from havre.channels.phone import calls
from havre.channels.phone.calls import Now
from havre.channels.phone.company import Company
from havre.channels.phone.legs import PATIENCE, Legs
from havre.channels.phone.service_leg import ServiceLeg
from havre.channels.phone.tools import Tools
from havre.channels.phone.voice import Voice

log = logging.getLogger("havre.phone")


class Talk:
    """A caller's channel, and the legs and the bridge that belong to it."""

    def __init__(self, tools: Tools, channel: str, *, is_relay: bool) -> None:
        self._usual, self._tools, self.channel = tools, tools, channel
        self.is_relay = False
        self._carry(is_relay)
        self.contact: uuid.UUID | None = None
        self.language = next(iter(tools.keys.values()))
        self._legs = Legs(tools.ari, "leg")
        self.talking = ""  # the leg that talks
        self.voice = Voice(tools.ari, channel, tools.sounds)
        self.company, self.service = Company(tools, self.voice), ServiceLeg(tools)
        self.is_paused = False  # the caller waits, while whoever has them talks with others
        self._cannot_speak = False
        self._wanted_since = 0.0
        self._talks_since = math.inf  # not known of a call that is older than our program

    @property
    def legs(self) -> dict[str, str]:
        """Channel → endpoint, of the phones of whoever answers, that ring or talk."""
        return self._legs.up

    @property
    def talkers(self) -> list[str]:
        """The endpoints that talk in it, beside the caller."""
        beside = [self.company.legs.up[leg] for leg in self.company.inside]
        return beside + ([self.legs[self.talking]] if self.talking in self.legs else [])

    @property
    def _bridge(self) -> str:
        return f"talk-{self.contact}"

    async def _bring(self, endpoint: str) -> None:
        """Whoever took the call gets it; until they answer, nobody who talks is cut off."""
        if self.talking and self.legs.get(self.talking) == endpoint:
            self._wanted_since = 0.0
            return
        if self._wanted_since == 0.0:
            self._wanted_since = time.monotonic()
            self._legs.may_ring(endpoint)  # they took it
        if leg := self.company.takes_over(endpoint):
            self.legs[leg] = endpoint
            await self._talks(leg)
            return
        for leg, whose in list(self.legs.items()):
            if whose != endpoint and leg != self.talking:
                await self._drop(leg)
        if endpoint not in self.legs.values():
            await self._legs.ring(self.contact, endpoint)
        if time.monotonic() - self._wanted_since > PATIENCE:
            self._wanted_since = 0.0
            await self._do(functools.partial(calls.lost, never_came=True), self.contact, endpoint)

    async def _ring_only(self, endpoints: frozenset[str]) -> None:
        for leg, whose in list(self.legs.items()):
            if whose not in endpoints:
                await self._drop(leg)
        for endpoint in endpoints - set(self.legs.values()):
            await self._legs.ring(self.contact, endpoint)

    async def _connect(self, leg: str) -> None:
        ari = self._tools.ari
        if not self.is_paused:
            await self.voice.wait_no_more()
        await ari.try_to("POST", f"bridges/{self._bridge}", type="mixing,dtmf_events")
        both = [leg] if self.is_paused else [self.channel, leg]
        if not await ari.try_to("POST", f"bridges/{self._bridge}/addChannel", channel=both):
            log.error("A call could not be put through.")
        await self._talks(leg)
        if self._cannot_speak or self.is_relay:
            await self._tell_leg("silent_call" if self._cannot_speak else "relay_call")

    async def _talks(self, leg: str) -> None:
        """They have the caller; whoever held it before is let go."""
        self.talking, self._talks_since, self._wanted_since = leg, time.monotonic(), 0.0
        for other in [each for each in self.legs if each != leg]:
            await self._drop(other)

    def _carry(self, is_relay: bool) -> None:
        """Whether an operator carries it: from now on there is time for that, or no more."""
        if is_relay != self.is_relay:
            self.is_relay = is_relay
            self._tools = self._usual.for_relay() if is_relay else self._usual

    async def _take_back(self, saying: str = "") -> None:
        """The caller waits again; nobody talks with them. What is said comes before the rest."""
        leg, self.talking = self.talking, ""
        await self.voice.hush()
        await self._tools.ari.try_to("DELETE", f"bridges/{self._bridge}")
        await self.voice.wait()
        if saying:
            self.voice.say(saying, language=self.language)
        await self._drop(leg)
        await self._others_part()

    async def _drop(self, leg: str) -> None:
        await self._legs.drop(leg)

    async def _drop_all(self) -> None:
        for leg in list(self.legs):
            await self._drop(leg)
        await self._others_part()

    async def _others_part(self) -> None:
        self.is_paused = False
        await self.company.part()
        await self.service.part()

    async def _tell_leg(self, code: str) -> None:
        """A prompt that only whoever answers hears."""
        media = f"sound:{self._tools.sounds / self.language / code}"
        await self._tools.ari.try_to("POST", f"channels/{self.talking}/play", media=media)

    async def _do(self, work: Callable[..., Any], *about: Any) -> Any:
        return await self._tools.do(functools.partial(work, *about))

    async def _gather(self, now: Now) -> None:
        """Who is in the talk besides; the caller waits before anybody is asked about them."""
        if not self.talking:
            return
        if now.is_paused and not self.is_paused:
            if not self.voice.idle.is_set():
                return  # what is being said to them is heard first
            self.is_paused = True
            await self.voice.wait()
        await self.service.keep(self.contact, now.out)
        await self.company.keep(self.contact, now.beside)
        if self.is_paused and not now.is_paused:
            self.is_paused = False
            await self.voice.wait_no_more()
            path = f"bridges/{self._bridge}/addChannel"
            await self._tools.ari.try_to("POST", path, channel=[self.channel])

    async def _leave_alone(self, now: Now) -> None:
        """Whoever listened left; the caller and the service talk on, also once it is closed."""
        leg, self.talking = self.talking, self.service.leg
        if leg != self.talking:
            await self._drop(leg)
        await self.company.keep(self.contact, now.beside)
