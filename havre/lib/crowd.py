"""Who begins while very many come: three ways in, and nobody who floods one closes the others.

At once, as long as there is room; after a wait that the page asks for, without JavaScript too; or
by a little work of the device, which a page asks for only once half of the room is taken. Of one
process, and nobody's address is kept: the work is a number that the house hid behind a sum, drawn
from the page's own key, so nothing is stored until it is found, and then only that it was.

Why not altcha, which is well kept: its script alone weighs more than a page of ours may, and the
budgets, the waiting and the memory of what was spent would be ours to write all the same.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from havre.lib import clock
from havre.lib.budget import Budget

WAITS = 10  # seconds that the page asks for, where it is full
HOLDS = 600  # seconds; so long the place is held, and what was found for it counts
ASKS_FROM = 0.5  # of the room taken: from here on work is asked for
EASIEST = 4096  # tries at most, half of them on average: half a second of a slow phone
STEPS = 4  # each twice as much as the one before, the more come who have done some


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page carries while very many come. `most`: tries; `sum`: of the right one, hex."""

    place: str
    most: int
    sum: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a page sent along: the place it was given, and the number that its device found."""

    place: str = ""
    work: str = ""

    @classmethod
    def by(cls, posted: Mapping[str, str]) -> "Brought":
        """By a form; most bring nothing."""
        return cls(posted.get("place", ""), posted.get("work", ""))


NOTHING = Brought()


@dataclass(frozen=True, slots=True)
class _Held:
    waited: float  # seconds
    most: int


class Crowd:
    """Those who begin on one channel. Fills by `a_second` up to `most`, for each way in."""

    def __init__(self, channel: str, *, most: float, a_second: float) -> None:
        self._salt = f"havre.crowd.{channel}"
        self._new, self._waited, self._worked = (
            Budget(most=most, a_second=a_second) for _ in range(3)
        )
        # No more than these are let in by work while a place is held: an older one is too old.
        self._remembers = math.ceil(most + a_second * HOLDS)
        self._spent: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def asked(self, key: str, place: str = "") -> Asked | None:
        """What the page with this key carries: nothing, unless very many come or it waits already.

        `place`: which one it holds; it keeps it, however long it is still to wait.
        """
        held = self._held(key, place)
        if held is None or _digest(place) in self._spent:
            if self._new.used() < ASKS_FROM:
                return None
            most = EASIEST << min(STEPS - 1, int(self._worked.used() * STEPS))
            place = signing.dumps([key, clock.now().timestamp(), most], salt=self._salt)
            held = _Held(0, most)
        found = sha256(f"{place}.{self._hidden(place, held.most)}".encode())
        return Asked(place, held.most, found.hexdigest()[:16])

    def wait(self, key: str, brought: Brought) -> int:
        """Begin one: 0, or after how many seconds to press again."""
        held = self._held(key, brought.place)
        if held and self._has_worked(brought, held.most):
            return 0
        waited = held.waited if held else 0.0
        still = min(WAITS, math.ceil(WAITS - waited))  # however the clock was set meanwhile
        seconds = still if still > 0 else self._waited.take(1)
        return seconds if seconds and self._new.take(1) else 0

    def _held(self, key: str, place: str) -> _Held | None:
        """What this page was given; None if nothing, if of another page, or too long ago."""
        try:
            of, since, most = signing.loads(place, salt=self._salt)
        except signing.BadSignature:
            return None
        waited: float = clock.now().timestamp() - since
        return _Held(waited, most) if of == key and waited < HOLDS else None

    def _has_worked(self, brought: Brought, most: int) -> bool:
        """Whether the device found the number, for the first time, and there is room."""
        if not constant_time_compare(brought.work, str(self._hidden(brought.place, most))):
            return False
        digest = _digest(brought.place)
        with self._lock:
            if digest in self._spent or self._worked.take(1):
                return False
            self._spent[digest] = None
            if len(self._spent) > self._remembers:
                self._spent.popitem(last=False)
            return True

    def _hidden(self, place: str, most: int) -> int:
        """The number from 0 to below `most` that a device has to find for this place."""
        drawn = salted_hmac(f"{self._salt}.work", place, algorithm="sha256").digest()
        return int.from_bytes(drawn) % most


def _digest(place: str) -> bytes:
    return sha256(place.encode()).digest()
