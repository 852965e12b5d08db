"""By e-mail: ask the yes behind it once more, write that it may leave now, send once, write how it
ended.

A crash before the handing-over is written: nothing left, it is carried later if the yes still
stands. A crash after it: nobody knows, so it goes to a worklist and never out a second time.
"""

import json
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from havre.consents.basis import Basis, locked
from havre.consents.models import BY_EMAIL
from havre.directory.models import Organization
from havre.disclosures.carriers.ending import end, stop
from havre.disclosures.models import FAILED, SENT, UNKNOWN, Disclosure, HandingOver, Parcel
from havre.lib import clock, wire
from havre.vault import own
from havre.vault.refusals import CannotRead

_PATIENCE = timedelta(minutes=2)  # a letter takes seconds; after this nobody is sending it


def carry(disclosure_id: uuid.UUID, *, actor: str) -> None:
    """Carry one parcel, once, however many try."""
    letter = _hand_over(disclosure_id, actor)
    if letter is None:
        return
    try:
        wire.post(letter)
    except wire.WireDown:
        end(disclosure_id, FAILED, actor)
    except wire.WireUnsure:
        end(disclosure_id, UNKNOWN, actor)
    else:
        end(disclosure_id, SENT, actor)


def carry_waiting(*, actor: str) -> int:
    """After a crash: carry what was released and never handed over. How many there were."""
    limit = clock.now() - _PATIENCE
    waiting = Disclosure.objects.filter(way=BY_EMAIL, ending=None, handingover=None, at__lt=limit)
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
        end(disclosure_id, UNKNOWN, actor)
    return len(ids)


def _hand_over(disclosure_id: uuid.UUID, actor: str) -> wire.Letter | None:
    """The letter, if it may leave now and nobody else is carrying it."""
    try:
        with transaction.atomic():
            disclosure = Disclosure.objects.get(id=disclosure_id)
            basis = locked(disclosure.file, disclosure.consent_id)
            parcel = Parcel.objects.filter(disclosure=disclosure).first()
            to = disclosure.recipient
            if parcel is None or basis is None or not basis.stands or not _may_go(basis, to):
                stop(disclosure, actor)
                return None
            letter = wire.Letter(**json.loads(own.open_parcel(parcel.letter, parcel.id)))
            if letter.to != to.email:
                stop(disclosure, actor)
                return None
            HandingOver.objects.create(disclosure=disclosure)
            return letter
    except IntegrityError:
        return None  # another one is carrying it
    except CannotRead:
        with transaction.atomic():
            stop(Disclosure.objects.get(id=disclosure_id), actor)
        return None


def _may_go(basis: Basis, to: Organization) -> bool:
    return basis.reaches(to, BY_EMAIL) and to.address_is_verified and not to.is_suspended
