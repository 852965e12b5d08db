"""Who comes beside a talk, openly: a colleague who helps, an interpreter. Their phones ring and
join; the caller is told first. Whoever leaves at the desk is out, and who hangs up has left.
"""

import asyncio
import functools
import math
import uuid

from havre.channels.phone import beside
from havre.channels.phone.beside import Beside
from havre.channels.phone.legs import NORMAL, Legs
from havre.channels.phone.tools import Tools
from havre.channels.phone.voice import Voice

_TOLD = 15  # seconds until they join at the latest, if the words to the caller never end


class Company:
    """Those beside one talk. `bridge`: the engine's name of the talk, once there is a contact."""

    def __init__(self, tools: Tools, voice: Voice) -> None:
        self._ari, self._voice, self._do = tools.ari, voice, tools.do
        self.legs = Legs(tools.ari, "help")
        self.inside: set[str] = set()  # the legs that talk

    def found(self, legs: dict[str, str], bridged: list[str]) -> None:
        """Our program is new, these are not."""
        self.legs.found(legs)
        self.inside = {leg for leg in legs if leg in bridged}

    async def keep(self, contact: uuid.UUID | None, wanted: Beside) -> None:
        """These phones, and no other, ring or talk. Raises ari.Away."""
        for leg, whose in list(self.legs.up.items()):
            if whose not in wanted.stay:
                await self._drop(leg)
        for endpoint in wanted.ring - set(self.legs.up.values()):
            await self.legs.ring(contact, endpoint)

    async def answered(self, leg: str, bridge: str) -> None:
        """They join, once the caller has heard that they do."""
        try:
            await asyncio.wait_for(self._voice.idle.wait(), _TOLD)
        except TimeoutError:
            await self._drop(leg)  # nobody listens who was not announced
            return
        if leg in self.legs.up and await self._ari.try_to(
            "POST", f"bridges/{bridge}/addChannel", channel=[leg]
        ):
            self.inside.add(leg)
        else:
            await self._drop(leg)

    async def ended(self, contact: uuid.UUID | None, leg: str, cause: int) -> None:
        """A phone beside went quiet. Hung up on purpose: they left, and the caller hears it."""
        was_inside = leg in self.inside
        self.inside.discard(leg)
        endpoint = self.legs.went(leg, cause, not_now=math.inf)
        if endpoint and contact and was_inside and cause == NORMAL:
            await self._do(functools.partial(beside.hung_up, contact, endpoint))

    def takes_over(self, endpoint: str) -> str:
        """Whoever sat beside holds the call now: their leg, if they talk already; else nothing."""
        for leg in self.inside:
            if self.legs.up.get(leg) == endpoint:
                self.inside.discard(leg)
                self.legs.up.pop(leg)
                return leg
        return ""

    async def part(self) -> None:
        """The talk is over for all of them."""
        for leg in list(self.legs.up):
            await self._drop(leg)

    async def _drop(self, leg: str) -> None:
        self.inside.discard(leg)
        await self.legs.drop(leg)
