"""How many conversations begin on the web, and whether any do: a flood takes no time from people.

Of one process, and nobody's address is kept. Whoever has a conversation open is never slowed down;
whoever says that they are in danger draws on a reserve of their own, and so does whoever waited as
the page asked: a program that only posts again and again never gets in their way.
"""

import math
from functools import cache

from django.conf import settings
from django.core import signing

from havre.lib import clock
from havre.lib.budget import Budget

AT_ONCE = 3  # minutes' worth may begin at once, after it was quiet
WAITS = 10  # seconds that the page asks for, where it is full
_HOLDS = 600  # seconds; so long the place is held
_SALT = "havre.webchat.crowd"


def is_shut() -> bool:
    """Whether the operator closed the written line (HAVRE_TALKS_A_MINUTE is 0)."""
    return bool(settings.TALKS_A_MINUTE <= 0)


def place(key: str) -> str:
    """A place held from now on for the page with this key, which begins one conversation."""
    return signing.dumps([key, clock.now().timestamp()], salt=_SALT)


def wait(key: str, place: str, *, danger: bool = False) -> int:
    """Begin one: 0, or after how many seconds to press again. `place`: what the page was given."""
    if danger:
        return _budget(settings.TALKS_A_MINUTE, "danger").take(1)
    waited = _waited(key, place)
    if waited is None:
        return WAITS if _budget(settings.TALKS_A_MINUTE, "new").take(1) else 0
    if waited < WAITS:
        return min(WAITS, math.ceil(WAITS - waited))  # however the clock was set meanwhile
    return _budget(settings.TALKS_A_MINUTE, "waited").take(1)


def _waited(key: str, place: str) -> float | None:
    """For how long this page has waited, in seconds; None if no place is held for it."""
    try:
        held, since = signing.loads(place, salt=_SALT)
    except signing.BadSignature:
        return None
    waited: float = clock.now().timestamp() - since
    return waited if held == key and waited < _HOLDS else None


@cache
def _budget(a_minute: int, _of: str) -> Budget:
    return Budget(most=a_minute * AT_ONCE, a_second=a_minute / 60)
