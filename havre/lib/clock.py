"""Time: stored in UTC, counted in the line's own time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_EARLIEST = 1970  # the year; nothing here is older, and nothing overflows


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def line_time(moment: dt.datetime) -> dt.datetime:
    """The same moment as the line's wall clock shows it."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def month_of(moment: dt.datetime) -> str:
    """The month in which a moment counts, in the line's time: `2026-11`."""
    return line_time(moment).strftime("%Y-%m")


def moment(text: str) -> dt.datetime | None:
    """The moment a page names (ISO 8601, with its offset); None if it names none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    named = found is not None and found.tzinfo is not None
    return found if found and named and _EARLIEST < found.year < dt.MAXYEAR else None


def minutes_since(moment: dt.datetime) -> int:
    """Whole minutes since a moment; never negative, whatever the clock did."""
    return max(0, int((now() - moment).total_seconds() // 60))
