"""How many conversations begin on the web, and whether any do: a flood takes no time from people.

Of one process, and nobody's address is kept. Whoever has a conversation open is never slowed down;
whoever says that they are in danger draws on a reserve of their own.
"""

from functools import cache

from django.conf import settings

from havre.lib.budget import Budget

AT_ONCE = 3  # minutes' worth may begin at once, after it was quiet


def is_shut() -> bool:
    """Whether the operator closed the written line (HAVRE_TALKS_A_MINUTE is 0)."""
    return bool(settings.TALKS_A_MINUTE <= 0)


def wait(*, danger: bool = False) -> int:
    """Begin one: 0, or after how many seconds to ask again."""
    return _budget(settings.TALKS_A_MINUTE, danger).take(1)


@cache
def _budget(a_minute: int, _danger: bool) -> Budget:
    return Budget(most=a_minute * AT_ONCE, a_second=a_minute / 60)
