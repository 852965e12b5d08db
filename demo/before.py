"""The weeks before the night: who came by chat in the months that are counted, nameless.

So many contacts as those months' counters say of the chat, but for those that would be forgotten by
now: the numbers stay true, and the forecast has a history to look at. Nothing was said in them but
a greeting.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from havre.contacts.models import Closure, Contact, Message, Person, Taking
from havre.lib import clock
from havre.staff.models import Member
from havre.statistics.models import Counted
from havre.vault import keys
from havre.vault.sealed import seal

COLLEAGUES = ("kim", "noa", "lea", "eli")  # of the rota; they never sign in
GREETING = {"en": "Hello?", "fr": "Allô?"}
OUTCOMES = ("supported", "supported", "information_given", "not_ready")
# How many come in each hour of a day, against each other: evenings and nights more than mornings.
BY_HOUR = (7, 6, 5, 4, 2, 1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 8, 9, 11, 12, 11, 9)
WEEKEND = 1.5  # on Saturdays and Sundays so many times as many
EARLIEST = dt.timedelta(days=89)  # what was closed before is forgotten in a house like this one
LATEST = dt.timedelta(days=3)  # before the night: what was closed lately is the night's alone


@dataclass(frozen=True, slots=True)
class Talk:
    """One contact of those weeks: when it came, was taken and was closed, and in which language."""

    opened: dt.datetime
    taken: dt.datetime
    closed: dt.datetime
    language: str


def play(told: dict[str, Any], now: dt.datetime) -> int:
    """Store all that would still be there, whole files each, in one transaction. How many."""
    drawn = [talk for month in told["months"] for talk in of_month(month, now)]
    talks = [talk for talk in drawn if talk.closed > now - EARLIEST]
    members = list(Member.objects.filter(name__in=COLLEAGUES).order_by("name"))
    draw = random.Random("who listened")  # noqa: S311 -- a story, and no secret
    with transaction.atomic(), transaction.atomic(using="keystore"):
        for talk in talks:
            _store(talk, draw.choice(members), draw.choice(OUTCOMES))
    return len(talks)


def of_month(month: dict[str, Any], now: dt.datetime) -> Iterator[Talk]:
    """The chats of one counted month, drawn anew in the same way at every seeding."""
    draw = random.Random(f"{month['months_ago']} months ago")  # noqa: S311 -- a story
    hours = list(_hours_of(month["months_ago"], now))
    weights = [BY_HOUR[hour.hour] * (WEEKEND if hour.weekday() > 4 else 1) for hour in hours]
    spoken = [month["language"][code] for code in GREETING]
    for hour in draw.choices(hours, weights, k=month["channel"]["chat"]):
        opened = hour + dt.timedelta(seconds=draw.randrange(3600))
        taken = opened + dt.timedelta(seconds=draw.randrange(15, 240))
        closed = taken + dt.timedelta(minutes=min(90, draw.lognormvariate(3.0, 0.6)))
        [language] = draw.choices(list(GREETING), spoken)
        yield Talk(opened, taken, closed, language)


def _hours_of(months_ago: int, now: dt.datetime) -> Iterator[dt.datetime]:
    """Every hour of that month on the line's wall clock, but for the last days before now."""
    here = clock.line_time(now)
    count = here.year * 12 + here.month - 1 - months_ago
    hour = dt.datetime(count // 12, count % 12 + 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))
    month = hour.month
    while hour.month == month and hour < now - LATEST:
        yield hour
        hour += dt.timedelta(hours=1)


def _store(talk: Talk, member: Member, outcome: str) -> None:
    files = keys.make_file()
    files.record()
    person = Person.objects.create(file=files.file)
    contact = Contact.objects.create(
        file=files.file,
        person=person,
        channel="webchat",
        language=talk.language,
        opened_at=talk.opened,
    )
    words = Message(
        id=uuid.uuid4(), file=files.file, contact=contact, sender="person", said_at=talk.opened
    )
    seal(words, "text", GREETING[talk.language], files.publics["conversation"])
    words.save(force_insert=True)
    Taking.objects.create(contact=contact, member=member, at=talk.taken)
    Closure.objects.create(
        contact=contact, by=member, outcome=outcome, no_wish="not_said", at=talk.closed
    )
    Counted.objects.create(contact=contact)
