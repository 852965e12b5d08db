"""Phones of the house that ring, or talk, for one caller. Their ids name the contact, so that the
next program knows them.
"""

import time
import uuid
from collections.abc import Collection

from havre.channels.phone.ari import Ari, NotPossible
from havre.channels.phone.configuration import APP

KINDS = ("leg-", "help-", "out-")  # what the ids of all legs but the caller's begin with
PATIENCE = 30  # seconds that a phone rings
_AGAIN = 3  # seconds until a phone that could not be rung is tried again
_NOT_NOW = 30  # seconds for which a phone that was declined does not ring again for this caller
NORMAL, BUSY, REJECTED = 16, 17, 21  # why a leg ended (Q.850)


def endpoint_in(leg: str) -> str:
    """Whose phone a leg is, read from its id."""
    return leg.split("-")[-2]


def legs_of(kind: str, contact: str, channels: Collection[str]) -> dict[str, str]:
    """Those of this contact among all that the engine knows: channel → endpoint."""
    return {leg: endpoint_in(leg) for leg in channels if leg.startswith(f"{kind}-{contact}-")}


class Legs:
    """`kind`: what the ids begin with: `leg` for whoever answers, `help` for who comes beside."""

    def __init__(self, ari: Ari, kind: str) -> None:
        self._ari, self._kind = ari, kind
        self.up: dict[str, str] = {}  # channel → endpoint
        self._not_before: dict[str, float] = {}
        self._made = 0

    def found(self, up: dict[str, str]) -> None:
        """Our program is new, these are not. No id is made twice."""
        self.up, self._made = up, int(time.time())

    async def ring(self, contact: uuid.UUID | None, endpoint: str) -> None:
        """Ring it, unless it rang too short a time ago. Raises ari.Away."""
        if time.monotonic() < self._not_before.get(endpoint, 0.0):
            return
        self._made += 1
        leg = f"{self._kind}-{contact}-{endpoint}-{self._made}"
        self.up[leg] = endpoint
        told = {"endpoint": f"PJSIP/{endpoint}", "app": APP, "appArgs": "leg"}
        try:
            await self._ari.ask(
                "POST", f"channels/{leg}", **told, callerId="Havre <line>", timeout=PATIENCE
            )
        except NotPossible:
            self.up.pop(leg, None)
            self._not_before[endpoint] = time.monotonic() + _AGAIN

    def went(self, leg: str, cause: int, *, not_now: float = _NOT_NOW) -> str:
        """A leg ended by itself: whose it was, or nothing if we ended it.

        `not_now`: seconds for which a phone that was declined rests.
        """
        endpoint = self.up.pop(leg, "")
        if endpoint:
            rest = not_now if cause in (BUSY, REJECTED) else _AGAIN
            self._not_before[endpoint] = time.monotonic() + rest
        return endpoint

    def may_ring(self, endpoint: str) -> None:
        """Whatever they declined before: it is wanted now."""
        self._not_before.pop(endpoint, None)

    async def drop(self, leg: str) -> None:
        """End it. It is no matter if it is over."""
        self.up.pop(leg, None)
        await self._ari.try_to("DELETE", f"channels/{leg}")
