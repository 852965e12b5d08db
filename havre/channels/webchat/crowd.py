"""How many conversations begin on the web, and whether any do: a flood takes no time from people.

Whoever has a conversation open is never slowed down. Whoever says that they are in danger draws on
a reserve of their own; all others begin as `lib.crowd` says.
"""

from functools import cache

from django.conf import settings

from havre.lib.budget import Budget
from havre.lib.crowd import Asked, Brought, Crowd

AT_ONCE = 3  # minutes' worth may begin at once, after it was quiet


def is_shut() -> bool:
    """Whether the operator closed the written line (HAVRE_TALKS_A_MINUTE is 0)."""
    return bool(settings.TALKS_A_MINUTE <= 0)


def asked(key: str, place: str = "") -> Asked | None:
    """What the page with this key carries while very many begin; mostly nothing."""
    return None if is_shut() else _crowd(settings.TALKS_A_MINUTE).asked(key, place)


def wait(key: str, brought: Brought, *, danger: bool = False) -> int:
    """Begin one: 0, or after how many seconds to press again."""
    if danger:
        return _reserve(settings.TALKS_A_MINUTE).take(1)
    return _crowd(settings.TALKS_A_MINUTE).wait(key, brought)


@cache
def _crowd(a_minute: int) -> Crowd:
    return Crowd("talk", most=a_minute * AT_ONCE, a_second=a_minute / 60)


@cache
def _reserve(a_minute: int) -> Budget:
    return Budget(most=a_minute * AT_ONCE, a_second=a_minute / 60)
