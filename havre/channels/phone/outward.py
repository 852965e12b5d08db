"""Calls that go out, counted before the engine is asked: no number is kept, only when and at what
price. The engine's own dial plan (`limits`) counts once more.
"""

import datetime as dt
import math
import uuid

from django.conf import settings
from django.db import transaction

from havre.channels.phone.limits import (
    CONTEXT,
    TOO_COSTLY,
    TOO_MANY,
    TOO_OFTEN,
    Limits,
    NotAllowed,
    of_this_line,
)
from havre.channels.phone.models import OutwardCall
from havre.lib import clock

_HOUR = dt.timedelta(hours=1)


def is_possible() -> bool:
    """Whether this line calls anybody: there is a way out, and somewhere it may lead."""
    way = settings.PHONE_CARRIER or settings.PHONE_TRIAL_PORT
    return bool(way and settings.PHONE_OUTWARD)


def begin(number: str) -> uuid.UUID:
    """One call is about to go out to `+…`; say `ended` once it did. Raises NotAllowed.

    Two at once at the limit may both be refused; never do both get through.
    """
    limits = of_this_line()
    cents = limits.cents(number)
    with transaction.atomic(durable=True):  # seen by whoever calls at the same moment
        call = OutwardCall.objects.create(cents=cents)
    try:
        _judge(limits)
    except NotAllowed:
        call.delete()
        raise
    return call.id


def ended(call: uuid.UUID) -> None:
    """It is over."""
    OutwardCall.objects.filter(id=call, ended_at=None).update(ended_at=clock.now())


def endpoint(number: str) -> str:
    """What the engine is to ring, by way of its dial plan. Raises NotAllowed."""
    of_this_line().cents(number)
    return f"Local/{number}@{CONTEXT}/n"


@transaction.atomic
def _judge(limits: Limits) -> None:
    """All of the last hour, the newest with one minute to come. Raises NotAllowed."""
    now = clock.now()
    longest = dt.timedelta(minutes=limits.minutes)
    calls = list(OutwardCall.objects.filter(begun_at__gt=now - longest - _HOUR))
    going = [each for each in calls if not each.ended_at and each.begun_at > now - longest]
    if len(going) > limits.at_once:
        raise NotAllowed(TOO_MANY)
    if len([each for each in calls if each.begun_at > now - _HOUR]) > limits.hour:
        raise NotAllowed(TOO_OFTEN)
    if sum(_cost(each, now, longest) for each in calls) > limits.cost:
        raise NotAllowed(TOO_COSTLY)


def _cost(call: OutwardCall, now: dt.datetime, longest: dt.timedelta) -> int:
    """Cents within the last hour; a started minute counts whole."""
    end = min(call.ended_at or now, call.begun_at + longest)
    within = end - max(call.begun_at, now - _HOUR)
    return max(1, math.ceil(within.total_seconds() / 60)) * call.cents if end > now - _HOUR else 0
