"""A service in a call: dialled by the line's one way out, once, after the door said so.

Their leg carries the line's own number and nothing of the caller: neither name, number nor mark.
"""

import functools
import logging
import uuid
from collections.abc import Collection
from typing import Any

from havre.channels.phone import transfers
from havre.channels.phone.ari import NotPossible
from havre.channels.phone.configuration import APP
from havre.channels.phone.tools import Tools
from havre.channels.phone.transfers import Out

KIND = "out"  # what the ids of these legs begin with
_RINGS = 45  # seconds: longer than most machines take to answer, shorter than the door's patience
# Else the engine takes its finest between the halves of the leg (192 kHz), and in a talk of three
# nothing of that reaches the service (seen with Asterisk 22.10).
_SOUND = "ulaw"
log = logging.getLogger("havre.phone")


def legs_in(channels: Collection[str], contact: str) -> list[str]:
    """Those of this contact. The engine has a second half of each, `…;2`, towards the carrier."""
    return [id for id in channels if id.startswith(f"{KIND}-{contact}-") and not is_half(id)]


def is_half(channel: str) -> bool:
    """Whether it is such a second half: it goes with the first."""
    return channel.endswith(";2")


class ServiceLeg:
    """The leg of a service in one call, if there is one."""

    def __init__(self, tools: Tools) -> None:
        self._ari, self._do_in_thread = tools.ari, tools.do
        self.leg = ""
        self.inside = False
        self._disclosure: uuid.UUID | None = None

    def found(self, legs: list[str], bridged: list[str]) -> None:
        """Our program is new, the leg is not. `legs`: what `legs_in` found."""
        for leg in legs:
            self.leg, self.inside = leg, leg in bridged
            self._disclosure = uuid.UUID(hex=leg.rpartition("-")[2])

    async def keep(self, contact: uuid.UUID | None, wanted: Out | None) -> None:
        """Dial what waits, drop what is not wanted. Raises ari.Away."""
        if self.leg and (wanted is None or wanted.disclosure != self._disclosure):
            await self.part()
        if wanted is None or self.leg:
            return
        if wanted.waits:
            await self._dial(contact, wanted.disclosure)
        elif wanted.answered:
            await self._do(transfers.went, wanted.disclosure)  # it ended while we were away
        else:
            await self._do(transfers.lost, wanted.disclosure)

    async def answered(self, bridge: str) -> None:
        """They are there: that it left is written before they hear anybody."""
        join = await self._do(transfers.answered, self._disclosure)
        if join and await self._ari.try_to(
            "POST", f"bridges/{bridge}/addChannel", channel=[self.leg]
        ):
            self.inside = True
        else:
            await self.part()

    async def ended(self) -> None:
        """Their line is over."""
        disclosure, self.leg, self.inside = self._disclosure, "", False
        if disclosure:
            await self._do(transfers.went, disclosure)

    async def part(self) -> None:
        """Let them go."""
        if self.leg:
            await self._ari.try_to("DELETE", f"channels/{self.leg}")
            await self.ended()

    async def _dial(self, contact: uuid.UUID | None, disclosure: uuid.UUID) -> None:
        endpoint = await self._do(transfers.dial, disclosure)
        if not endpoint:
            return
        self.leg, self._disclosure = f"{KIND}-{contact}-{disclosure.hex}", disclosure
        told = {"endpoint": endpoint, "app": APP, "appArgs": "leg", "timeout": _RINGS}
        told["formats"] = _SOUND
        try:
            await self._ari.ask("POST", f"channels/{self.leg}", **told)
        except NotPossible:
            log.warning("A service could not be dialled.")
            await self.ended()

    async def _do(self, work: Any, *about: Any) -> Any:
        return await self._do_in_thread(functools.partial(work, *about))
