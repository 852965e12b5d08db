"""What every call works with, and how much longer it waits where a relay service carries it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from havre.channels.phone.ari import Ari
from havre.channels.phone.configuration import RELAY

_SLOWER = 4  # an operator listens, types or signs, waits for an answer, and only then presses


@dataclass(frozen=True)
class Tools:
    """What every call works with. `do`: a piece of work with the database, in a thread."""

    ari: Ari
    do: Callable[[Callable[[], Any]], Awaitable[Any]]
    sounds: Path
    keys: dict[str, str]  # key → language, first first
    choose_seconds: float
    comfort_seconds: float

    def for_relay(self) -> Self:
        """The same with time for an operator between the two."""
        return replace(
            self,
            choose_seconds=self.choose_seconds * _SLOWER,
            comfort_seconds=self.comfort_seconds * _SLOWER,
        )


def is_relay(channel: dict[str, Any]) -> bool:
    """Whether this channel of the engine called one of the numbers for relay services."""
    return str(channel.get("dialplan", {}).get("app_data", "")).endswith(f",{RELAY}")


def is_left_to_us(channel: dict[str, Any]) -> bool:
    """A caller whom our program had. Whoever called while it was away is the engine's own: they
    hear that we are away, or are rung through by it, and no second house reaches for them."""
    is_caller = bool(channel["name"].startswith("PJSIP/trunk-"))
    return is_caller and channel["dialplan"].get("app_name") == "Stasis"
