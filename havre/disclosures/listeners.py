"""A yes is taken back, or a person or a note forgotten: what has not left stays in the house."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents.models import BY_CALL, Consent
from havre.consents.signals import consent_withdrawn
from havre.contacts.models import Contact
from havre.contacts.signals import contact_forgotten
from havre.disclosures.models import SENT, STOPPED, UNKNOWN, Disclosure, Ending, Parcel, Telling
from havre.lib import lang, wire
from havre.staff.signin import SignedIn
from havre.tips.models import Tip
from havre.tips.signals import tip_forgotten, tip_taken_back
from havre.vault import keys


@receiver(consent_withdrawn)
def stop_what_has_not_left(sender: Any, consent: Consent, by: SignedIn, **_: Any) -> None:
    """In the same transaction as the withdrawal. The parcel's key goes with it (care.md 1.1)."""
    _call_back(Disclosure.objects.filter(consent=consent), consent.language, by)


@receiver(tip_taken_back)
def stop_what_has_not_left_of_a_note(sender: Any, tip: Tip, by: SignedIn, **_: Any) -> None:
    """The same of the yes on a note."""
    _call_back(Disclosure.objects.filter(file=tip.file), tip.language, by)


@receiver(contact_forgotten)
def let_nothing_forgotten_leave(sender: Any, contact: Contact, **_: Any) -> None:
    """A letter that waits is stopped, and the key of every parcel goes, in older copies too.

    The consents are locked as the carrier locks them: either it left before, or it never leaves.
    """
    list(Consent.objects.select_for_update(of=("self",)).filter(file=contact.file))
    _let_go(contact.file)


@receiver(tip_forgotten)
def let_nothing_of_a_forgotten_note_leave(sender: Any, tip: Tip, **_: Any) -> None:
    """Whoever forgets it holds its lock, as the carrier does."""
    _let_go(tip.file)


def _call_back(left: QuerySet[Disclosure], language: str, by: SignedIn) -> None:
    for disclosure in left:
        if disclosure.state == "waiting":
            _stop(disclosure, by.actor)
        elif disclosure.state in {SENT, UNKNOWN, "on_its_way"}:
            _tell_recipient(disclosure, lang.house_of(language))


def _let_go(file: UUID) -> None:
    for disclosure in Disclosure.objects.filter(file=file):
        if disclosure.state == "waiting":
            _stop(disclosure, "house")
        _drop_parcel(disclosure)


def _stop(disclosure: Disclosure, actor: str) -> None:
    Ending.objects.create(disclosure=disclosure, how=STOPPED)
    _drop_parcel(disclosure)
    record(actor=actor, verb=Verb.NOT_CARRIED, target=keys.pseudonym(disclosure.file))


def _drop_parcel(disclosure: Disclosure) -> None:
    for parcel in Parcel.objects.filter(disclosure=disclosure):
        key = parcel.id
        parcel.delete()
        transaction.on_commit(lambda key=key: keys.drop_parcel_key(key))  # type: ignore[misc]


def _tell_recipient(disclosure: Disclosure, language: str) -> None:
    """House mail: fixed words and the reference, nothing else.

    Who was told by a call knows no reference: the desk shows that somebody must call them.
    """
    if disclosure.way == BY_CALL:
        Telling.objects.update_or_create(disclosure=disclosure, defaults={"worked": False})
        return
    to = disclosure.recipient.email
    codes = {"reference": disclosure.reference}

    def tell() -> None:
        try:
            wire.house_mail("permission_withdrawn", to=to, language=language, codes=codes)
        except (wire.WireDown, wire.WireUnsure):
            worked = False  # the withdrawal stands; the desk shows that somebody must call them
        else:
            worked = True
        Telling.objects.update_or_create(disclosure=disclosure, defaults={"worked": worked})

    transaction.on_commit(tell, robust=True)
