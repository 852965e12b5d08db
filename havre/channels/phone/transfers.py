"""A service in a call, as our program sees it: whether it is dialled, and how that went. The door
is asked before anything rings, and hears of every ending: nothing is dialled twice.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from havre.channels.phone import delivery, outward
from havre.channels.phone.limits import NotAllowed
from havre.channels.phone.models import Pause, Transfer
from havre.directory.numbers import to_dial
from havre.disclosures import door
from havre.disclosures.models import FAILED, SENT, UNKNOWN
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedIn

_WANTED = PreparedIn(
    lambda ids: Transfer.objects.filter(call__contact__in=ids, ended_at=None).select_related(
        "call", "disclosure__consent__withdrawal", "disclosure__ending", "disclosure__handingover"
    )
)
_PAUSED = PreparedIn(
    lambda ids: Pause.objects.filter(call__contact__in=ids, ended_at=None).values_list(
        "call__contact", "by", "call__contact__taking__member"
    )
)


@dataclass(frozen=True, slots=True)
class Out:
    """A service that is wanted in a call. `disclosure`: of what the door let out.

    `waits`: nothing was dialled yet. `is_alone`: whoever listened left the two.
    """

    disclosure: uuid.UUID
    waits: bool
    answered: bool
    is_alone: bool


def of_calls(contacts: Collection[uuid.UUID]) -> dict[uuid.UUID, Out]:
    """By contact. One whose consent was taken back, or ran out before it was dialled, is not."""
    wanted = {}
    for row in _WANTED.all(contacts):
        state, consent = row.disclosure.state, row.disclosure.consent
        if (consent and consent.is_withdrawn) or state in ("stopped", "failed", "unknown"):
            over(row)
        else:
            wanted[row.call.contact_id] = Out(
                row.disclosure_id,
                waits=state == "waiting",
                answered=row.answered_at is not None,
                is_alone=row.left_at is not None,
            )
    return wanted


def paused(contacts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """In which of these the caller waits a moment, while whoever holds it asks somebody."""
    return {contact for contact, by, holder in _PAUSED.all(contacts) if by == holder}


def dial(disclosure: uuid.UUID) -> str:
    """What the engine is to ring, once; empty if it must not.

    The limits of the line are asked before the door writes that it may have left: what they
    refuse has not left, and the row says so. The number itself comes from the door alone.
    """
    row = Transfer.objects.select_related("disclosure__recipient").get(disclosure=disclosure)
    asked = to_dial(row.disclosure.recipient)
    try:
        counted = outward.begin(asked) if asked else None
    except NotAllowed as why:
        _refuse(row, str(why))
        return ""
    number = door.dial(disclosure, actor=str(row.by_id))
    if number and number == asked:
        Transfer.objects.filter(id=row.id).update(outward=counted)
        return outward.endpoint(number)
    if counted:
        outward.ended(counted)
    if number:
        went(disclosure)  # the directory changed in this very moment; nothing rang
    return ""


@transaction.atomic
def answered(disclosure: uuid.UUID) -> bool:
    """The service is there: from here on they may hear what the person allowed. Whether to join."""
    door.dialled(disclosure, SENT, actor=_actor(disclosure))
    rows = Transfer.objects.filter(disclosure=disclosure, ended_at=None)
    there = rows.exclude(disclosure__consent__withdrawal__isnull=False)
    found = there.filter(answered_at=None).update(answered_at=clock.now()) > 0
    _tell(disclosure)
    return found


@transaction.atomic
def went(disclosure: uuid.UUID) -> None:
    """Their line is over: never answered, or hung up. Whoever listens has the caller back."""
    door.dialled(disclosure, FAILED, actor=_actor(disclosure))  # unless they had answered
    _end(disclosure)


@transaction.atomic
def lost(disclosure: uuid.UUID) -> None:
    """It was dialled by a program that is gone, and rings no more: nobody knows what they heard."""
    door.dialled(disclosure, UNKNOWN, actor=_actor(disclosure))
    _end(disclosure)


@transaction.atomic
def caller_left(contact: uuid.UUID) -> None:
    """What was not dialled yet never is; of what rings still, nobody knows."""
    for row in Transfer.objects.filter(call__contact=contact, ended_at=None):
        if not door.call_off(row.disclosure_id, actor=str(row.by_id)):
            door.dialled(row.disclosure_id, UNKNOWN, actor=str(row.by_id))
        over(row)


@transaction.atomic
def _refuse(row: Transfer, why: str) -> None:
    """A limit of the line says no: it never left."""
    door.call_off(row.disclosure_id, actor=str(row.by_id))
    Transfer.objects.filter(id=row.id).update(refused=why)
    _end(row.disclosure_id)


def _end(disclosure: uuid.UUID) -> None:
    for row in Transfer.objects.filter(disclosure=disclosure, ended_at=None):
        over(row)
    _tell(disclosure)


def over(row: Transfer) -> None:
    """It ends. The pause was for it: the caller is with whoever listens again, and hears so."""
    now = clock.now()
    if not Transfer.objects.filter(id=row.id, ended_at=None).update(ended_at=now):
        return
    counted = Transfer.objects.values_list("outward", flat=True).get(id=row.id)
    if counted:
        outward.ended(counted)
    if Pause.objects.filter(call=row.call_id, ended_at=None).update(ended_at=now):
        delivery.tell(row.call.contact, "back")


def _actor(disclosure: uuid.UUID) -> str:
    return str(Transfer.objects.get(disclosure=disclosure).by_id)


def _tell(disclosure: uuid.UUID) -> None:
    contact = Transfer.objects.get(disclosure=disclosure).call.contact_id
    ring(f"contact:{contact}")
