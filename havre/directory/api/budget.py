"""How much programs may ask in all, so that they take no time from people.

One bucket for the process, and nobody's address is kept: a greedy reader slows other programs,
never a person, and who it is need not be known for that.
"""

import math
import time
from threading import Lock

MOST, A_SECOND = 400.0, 4.0  # of what a record costs; a whole record is about a millisecond
RECORDS = 25  # records for one


class Budget:
    """Fills by `A_SECOND` up to `MOST`."""

    def __init__(self) -> None:
        self._lock, self._left, self._at = Lock(), MOST, time.monotonic()

    def take(self, records: int) -> int:
        """Take what an answer of so many records costs: 0, or after how many seconds to ask again.

        What costs more than there ever is costs all of it.
        """
        cost = min(MOST, 1 + records / RECORDS)
        with self._lock:
            now = time.monotonic()
            self._left = min(MOST, self._left + (now - self._at) * A_SECOND)
            self._at = now
            if cost > self._left:
                return max(1, math.ceil((cost - self._left) / A_SECOND))
            self._left -= cost
            return 0


BUDGET = Budget()
