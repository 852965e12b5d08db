"""By e-mail: ask the consent once more, write that it may leave now, send once, write how it ended.

A crash before the handing-over is written: nothing left, it is carried later if the consent still
stands. A crash after it: nobody knows, so it goes to a worklist and never out a second time.
"""

import json
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents.models import Consent
from havre.disclosures.models import (
    FAILED,
    SENT,
    STOPPED,
    UNKNOWN,
    Disclosure,
    Ending,
    HandingOver,
    Parcel,
)
from havre.disclosures.signals import carried
from havre.lib import clock, wire
from havre.lib.doorbell import ring
from havre.vault import keys, own
from havre.vault.refusals import CannotRead

_PATIENCE = timedelta(minutes=2)  # a letter takes seconds; after this nobody is sending it
_VERBS = {
    SENT: Verb.CARRIED,
    STOPPED: Verb.NOT_CARRIED,
    FAILED: Verb.NOT_CARRIED,
    UNKNOWN: Verb.CARRIAGE_UNKNOWN,
}


def carry(disclosure_id: uuid.UUID, *, actor: str) -> None:
    """Carry one parcel, once, however many try."""
    letter = _hand_over(disclosure_id, actor)
    if letter is None:
        return
    try:
        wire.post(letter)
    except wire.WireDown:
        _end(disclosure_id, FAILED, actor)
    except wire.WireUnsure:
        _end(disclosure_id, UNKNOWN, actor)
    else:
        _end(disclosure_id, SENT, actor)


def carry_waiting(*, actor: str) -> int:
    """After a crash: carry what was released and never handed over. How many there were."""
    limit = clock.now() - _PATIENCE
    waiting = Disclosure.objects.filter(ending=None, handingover=None, at__lt=limit)
    ids = list(waiting.values_list("id", flat=True))
    for disclosure_id in ids:
        carry(disclosure_id, actor=actor)
    return len(ids)


def give_up_unknown(*, actor: str) -> int:
    """After a crash between handing-over and ending: nobody knows, a person must ask. How many."""
    lost = Disclosure.objects.filter(
        ending=None, handingover__at__lt=clock.now() - _PATIENCE
    ).values_list("id", flat=True)
    ids = list(lost)
    for disclosure_id in ids:
        _end(disclosure_id, UNKNOWN, actor)
    return len(ids)


def _hand_over(disclosure_id: uuid.UUID, actor: str) -> wire.Letter | None:
    """The letter, if it may leave now and nobody else is carrying it."""
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.get(id=disclosure_id)
            consent = Consent.objects.select_for_update(of=("self",)).get(id=disclosure.consent_id)
            parcel = Parcel.objects.filter(disclosure=disclosure).first()
            to = disclosure.recipient
            same = consent.names_address(to) and to.address_is_verified and not to.is_suspended
            if parcel is None or not consent.stands or not same:
                _stop(disclosure, actor)
                return None
            HandingOver.objects.create(disclosure=disclosure)
            return wire.Letter(**json.loads(own.open_parcel(parcel.letter, parcel.id)))
    except IntegrityError:
        return None  # another one is carrying it
    except CannotRead:
        with transaction.atomic():
            _stop(Disclosure.objects.get(id=disclosure_id), actor)
        return None


def _stop(disclosure: Disclosure, actor: str) -> None:
    """It never leaves; but what was handed over may have left, and only its carrier knows."""
    if disclosure.state == "waiting":
        _write_end(disclosure, STOPPED, actor)


def _end(disclosure_id: uuid.UUID, how: str, actor: str) -> None:
    with transaction.atomic():
        disclosure = Disclosure.objects.get(id=disclosure_id)
        if not Ending.objects.filter(disclosure=disclosure).exists():
            _write_end(disclosure, how, actor)


def _write_end(disclosure: Disclosure, how: str, actor: str) -> None:
    Ending.objects.create(disclosure=disclosure, how=how)
    for parcel in Parcel.objects.filter(disclosure=disclosure):
        transaction.on_commit(lambda key=parcel.id: keys.drop_parcel_key(key))  # type: ignore[misc]
        parcel.delete()
    record(actor=actor, verb=_VERBS[how], target=keys.pseudonym(disclosure.file))
    carried.send(sender=Disclosure, disclosure=disclosure, how=how)
    if disclosure.contact_id:
        ring(f"contact:{disclosure.contact_id}")
