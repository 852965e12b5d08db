"""One look at the queue for all boards of this process, where a look costs more than a page.

On a quiet line every page looks for itself. In a surge a look takes a good part of a second, so
the pages share one until the bell tells them to look again; it holds only what every member on
duty may see, and is forgotten after LONGEST.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from havre.contacts import queue
from havre.contacts.turn import Colleague, Turn
from havre.lib.doorbell import BELL

DEAR = 0.02  # seconds of a processor; what takes more to find is shared
LONGEST = 3.0  # seconds; minutes of waiting and silent desks change without a ring
_lock = threading.Lock()
_kept: dict[str, "Look"] = {}


@dataclass(frozen=True, slots=True)
class Look:
    """The queue and who is on duty, in one moment. `shown`: what pages made of it."""

    turns: list[Turn]
    colleagues: list[Colleague]
    told: int | None  # how often the bell had told of the queue before it
    at: float
    took: float
    shown: dict[Any, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nobody was told since, and it is worth sharing."""
        is_young = time.monotonic() < self.at + LONGEST
        return self.took > DEAR and is_young and self.told == BELL.told("queue") is not None

    def once(self, key: Any, make: Callable[[], str]) -> str:
        """What a page makes of it, made once; only what every member on duty may see."""
        if key not in self.shown:
            self.shown[key] = make()
        return self.shown[key]


def look() -> Look:
    """The queue as it is; in a surge, as it was when the pages were last told."""
    with _lock:  # whoever comes meanwhile needs no look of their own
        kept = _kept.get("look")
        if kept is None or not kept.holds:
            kept = _kept["look"] = _look()
        return kept


def forget() -> None:
    """Keep nothing that no page shows any more: the desk asks for it every few seconds."""
    with _lock:
        if (kept := _kept.get("look")) and not kept.holds:
            del _kept["look"]


def _look() -> Look:
    told, began = BELL.told("queue"), time.thread_time()  # however busy the machine is
    turns, colleagues = queue.turns(), queue.colleagues()
    return Look(turns, colleagues, told, time.monotonic(), time.thread_time() - began)
