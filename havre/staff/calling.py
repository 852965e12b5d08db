"""Who is on call is called to the desk: somebody waits, and nobody who is there could answer.

One after the other up the ladder, by a letter of fixed words to the address they gave themselves.
It says nothing of anybody, and nobody who waits in the queue waits for a mail server.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock, wire
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff import presence, rota
from havre.staff.models import CallAddress, Called, Member

DUE, SENDING, SENT, UNSURE = "due", "sending", "sent", "unsure"
NOT_SENT, NO_ADDRESS = "not_sent", "no_address"
_REACHES_NOBODY = (NOT_SENT, NO_ADDRESS)
_AHEAD = dt.timedelta(minutes=1)  # what stands later than this was written by a wrong clock
_LATE = dt.timedelta(minutes=5)  # a letter that could not be sent so long would call for nothing

_LATELY = PreparedQuery(
    lambda after: Called.objects.filter(at__gt=after).select_related("member").order_by("-at")[:12],
    after=dt.datetime,
)
_STANDING = PreparedQuery(
    lambda member, after: Called.objects.filter(member=member, came_at=None, at__gt=after),
    member=uuid.UUID,
    after=dt.datetime,
)


def quiet() -> dt.timedelta:
    """So long after the last call of an event nobody is called anew."""
    return dt.timedelta(minutes=settings.CALL_QUIET_MINUTES)


@dataclass(frozen=True, slots=True)
class _Next:
    event: uuid.UUID
    step: int
    member: Member


def call_next() -> Called | None:
    """Write down who is called now, if it is anybody's turn; `send_due` writes to them.

    Each step of the ladder once per event; the next only after HAVRE_CALL_SECONDS, or at once
    where nobody could be reached. Safe in two processes.
    """
    if not settings.CALL_SECONDS or (first := _next()) is None:
        return None
    with transaction.atomic():
        list(Member.objects.select_for_update(no_key=True).filter(id=first.member.id).values("id"))
        turn = _next()  # again: another process may have been first
        if turn is None or turn.member != first.member:
            return None
        has_address = CallAddress.objects.filter(member=turn.member).exists()
        how = DUE if has_address else NO_ADDRESS
        called = Called.objects.create(
            event=turn.event, step=turn.step, member=turn.member, how=how
        )
        record(actor=str(turn.member.id), verb=Verb.CALLED_IN)
        ring("queue")
    return called


def send_due() -> int:
    """Write to whoever is due, outside of any transaction: how many letters were tried.

    Whoever claims one tries it once. If the process dies meanwhile nobody knows whether it left,
    and it is not sent a second time: the next of the ladder is called.
    """
    tried = 0
    for called in Called.objects.filter(how=DUE).select_related("member"):
        if Called.objects.filter(id=called.id, how=DUE).update(how=SENDING):
            Called.objects.filter(id=called.id).update(how=_written_to(called))
            ring("queue")
            tried += 1
    return tried


def came(member: Member) -> None:
    """They signed in, or say that they are available: nobody further up the ladder is called."""
    for called in _STANDING.all(member=member.id, after=clock.now() - quiet()):
        Called.objects.filter(id=called.id).update(came_at=clock.now())


@transaction.atomic
def call_me_at(member: Member, address: str) -> None:
    """Where one is called; an empty address takes it back."""
    if address:
        CallAddress.objects.update_or_create(member=member, defaults={"address": address})
    else:
        CallAddress.objects.filter(member=member).delete()
    record(actor=str(member.id), verb=Verb.CALL_ADDRESS_SAID)


def address_of(member: Member) -> str:
    """Their own word; shown to themselves alone."""
    row = CallAddress.objects.filter(member=member).first()
    return row.address if row else ""


def is_called(member: Member) -> bool:
    """Whether they are called to the desk now, and have not said that they come."""
    return bool(_STANDING.all(member=member.id, after=clock.now() - quiet()))


def lately(span: dt.timedelta) -> list[Called]:
    """Who was called, newest first: for everybody at the desk, so that nobody hopes in vain."""
    return _LATELY.all(after=clock.now() - span)


def _next() -> _Next | None:
    """Whose turn it is; None: somebody comes, or was called just now, or everybody was."""
    now = clock.now()
    before: list[Called] = []
    # What a wrong clock wrote for later silences nobody until then: rather one letter too many.
    last = Called.objects.filter(at__lte=now + _AHEAD).order_by("-at").first()
    if last and now - quiet() < last.at:
        before = list(Called.objects.filter(event=last.event).order_by("at", "step"))
    if any(each.came_at for each in before):
        return None
    waits = last and last.how not in _REACHES_NOBODY
    if before and waits and now < before[-1].at + dt.timedelta(seconds=settings.CALL_SECONDS):
        return None
    there = {each.member.id for each in presence.on_duty() if each.state in presence.AT_THE_DESK}
    asked = there.union(each.member_id for each in before)
    member = next((each for each in rota.on_call(now) if each.id not in asked), None)
    event = before[0].event if before else uuid.uuid4()
    return _Next(event, len(before) + 1, member) if member else None


def _written_to(called: Called) -> str:
    address = address_of(called.member)
    if not address:
        return NO_ADDRESS
    if called.at < clock.now() - _LATE:
        return NOT_SENT
    try:
        wire.house_mail("called_in", to=address, language=called.member.language, codes={})
    except wire.WireDown:
        return NOT_SENT
    except wire.WireUnsure:
        return UNSURE
    return SENT
