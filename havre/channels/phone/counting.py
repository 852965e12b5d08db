"""How soon calls were answered, or given up: a number of an hour and a language, and of nobody."""

import datetime as dt

from havre.lib import clock
from havre.statistics.actions import count_call

_SOON, _MINUTE, _AT_ONCE = 20, 60, 10  # seconds from the first ring


def count(
    rang_at: dt.datetime, *, answered_at: dt.datetime | None, ended_at: dt.datetime, language: str
) -> None:
    """A call ended. `language`: empty if none was chosen before."""
    how = _how((answered_at or ended_at) - rang_at, is_answered=answered_at is not None)
    hour = clock.line_time(rang_at).hour
    count_call(clock.month_of(rang_at), hour=hour, language=language, how=how)


def _how(after: dt.timedelta, *, is_answered: bool) -> str:
    seconds = after.total_seconds()
    if not is_answered:
        return "gone10" if seconds < _AT_ONCE else "gone"
    return "in20" if seconds <= _SOON else "in60" if seconds <= _MINUTE else "later"
