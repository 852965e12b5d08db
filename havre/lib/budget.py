"""How much of something may come in all, so that it takes no time from people.

One bucket for the process, and nobody's address is kept: a flood slows its own kind, never a
person, and who it is need not be known for that.
"""

import math
import time
from threading import Lock


class Budget:
    """Fills by `a_second` up to `most`; costs are in the same unit."""

    def __init__(self, *, most: float, a_second: float) -> None:
        self._lock, self._most, self._a_second = Lock(), most, a_second
        self._left, self._at = most, time.monotonic()

    def take(self, cost: float) -> int:
        """Take so much: 0, or after how many seconds to ask again.

        What costs more than there ever is costs all of it.
        """
        cost = min(self._most, cost)
        with self._lock:
            self._fill()
            if cost > self._left:
                return max(1, math.ceil((cost - self._left) / self._a_second))
            self._left -= cost
            return 0

    def used(self) -> float:
        """How much of it is taken at this moment, from 0 to 1."""
        with self._lock:
            self._fill()
            return 1 - self._left / self._most

    def _fill(self) -> None:
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
