"""How many reach the line in which hour of the week: from the contacts that still exist, nameless.

The months that were counted keep no hour, and what was forgotten is not counted: the answer is a
little low, and says so where it is shown.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Avg, DurationField, F

from havre.contacts.models import Closure, Contact
from havre.lib import clock

LOOK_BACK = dt.timedelta(weeks=12)
LONGEST = dt.timedelta(hours=12)  # between taking and closing; longer is somebody who came back
_HOUR = dt.timedelta(hours=1)
Slot = tuple[int, int]  # weekday from Monday, hour, on the line's wall clock


@dataclass(frozen=True, slots=True)
class History:
    """What the last weeks were like. `hours`: how long one conversation took, on average."""

    since: dt.datetime
    contacts: int
    an_hour: dict[Slot, float]
    hours: float


def of_the_line(language: str = "") -> History | None:
    """The last weeks, in one language or in all. None: nobody was listened to yet."""
    until = clock.now().replace(minute=0, second=0, microsecond=0)  # whole hours only
    everybody = Contact.objects.filter(opened_at__gte=until - LOOK_BACK, opened_at__lt=until)
    first = everybody.order_by("opened_at").values_list("opened_at", flat=True).first()
    chosen = everybody.filter(language=language) if language else everybody
    closed = Closure.objects.filter(contact__in=chosen, by__isnull=False)
    listened = closed.annotate(took=F("at") - F("contact__taking__at"))
    took = listened.filter(took__gt=dt.timedelta(), took__lte=LONGEST).aggregate(
        mean=Avg("took", output_field=DurationField())
    )["mean"]
    if first is None or took is None:
        return None
    since = first.replace(minute=0, second=0, microsecond=0)
    opened = list(chosen.values_list("opened_at", flat=True))
    came = Counter(slot_of(moment) for moment in opened)
    passed = Counter(slot_of(since + n * _HOUR) for n in range((until - since) // _HOUR))
    an_hour = {slot: came[slot] / times for slot, times in passed.items()}
    return History(since, len(opened), an_hour, took / _HOUR)


def slot_of(moment: dt.datetime) -> Slot:
    """The hour of the week, as the line's wall shows it."""
    here = clock.line_time(moment)
    return here.weekday(), here.hour
