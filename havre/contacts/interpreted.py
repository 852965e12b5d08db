"""What interpreting took, as nameless numbers: waited, helped, cost. Never of one interpreter."""

import datetime as dt
from dataclasses import dataclass

from havre.contacts.models import Contact, InterpreterCall, Interpreting

_MINUTE = dt.timedelta(minutes=1)
_LONGEST = dt.timedelta(hours=12)  # no session is longer: more is a clock that was put


@dataclass(frozen=True, slots=True)
class Took:
    """Of one call: whether anybody came, minutes waited, started minutes, and their cost."""

    language: str
    came: bool
    waited: int
    minutes: int
    cents: int


def took(contact: Contact) -> list[Took]:
    """Every call of a conversation that is over."""
    return [_took(call) for call in InterpreterCall.objects.filter(contact=contact)]


def asked_since(call: InterpreterCall) -> dt.datetime:
    """Since when somebody is waited for: from the question, or from when the last one left."""
    left = Interpreting.objects.filter(call=call).exclude(joined_at=None).exclude(ended_at=None)
    last = left.order_by("ended_at").values_list("ended_at", flat=True).last()
    return max(call.at, last) if last else call.at


def started_minutes(begin: dt.datetime, end: dt.datetime) -> int:
    """A minute that was begun counts whole, as services charge it; none is less than one."""
    return max(1, -((begin - end) // _MINUTE))


def _took(call: InterpreterCall) -> Took:
    waited, minutes, cents, since = dt.timedelta(), 0, 0, call.at
    rows = Interpreting.objects.filter(call=call).exclude(joined_at=None).exclude(ended_at=None)
    came = list(rows.order_by("joined_at").values_list("joined_at", "ended_at", "cents"))
    for joined, ended, price in came:
        if joined and ended:
            waited += min(max(dt.timedelta(), joined - since), _LONGEST)
            lasted = started_minutes(joined, min(ended, joined + _LONGEST))
            minutes, cents, since = minutes + lasted, cents + lasted * price, ended
    return Took(call.language, bool(came), round(waited / _MINUTE), minutes, cents)
