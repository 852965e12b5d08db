"""Giving, refusing and taking back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents import access
from havre.consents.models import (
    ACTS,
    DEFAULT_DAYS,
    PASS_ON,
    Consent,
    Doubt,
    Refusal,
    Withdrawal,
    digest_of,
    digest_of_number,
    end_after,
)
from havre.consents.signals import consent_given, consent_withdrawn
from havre.consents.whose import WHOSE, is_theirs
from havre.contacts.models import Contact
from havre.directory.models import Organization
from havre.lib import clock, lang, privacy, taxonomy
from havre.lib.doorbell import ring
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.sealed import seal


class Incomplete(ValueError):
    """A consent that does not say enough.

    `missing`: recipient | items | act | manner | purpose | whose, if it is not theirs to give.
    """

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Given:
    """What the person said yes to."""

    act: str
    recipient: Organization | None = None
    share: tuple[str, ...] = ()
    purpose: str = "share_service"
    days: int = DEFAULT_DAYS
    manner: str = "typed"
    limits: str = ""
    whose: str = ""


@transaction.atomic
def give(contact: Contact, given: Given, *, by: SignedIn, key: uuid.UUID | None = None) -> Consent:
    """Record a yes. Raises Incomplete; a police recipient needs the purpose that names police.

    Of somebody else than the person concerned it covers what is about themselves (000-03).

    The same `key` again is the same yes: a double click leaves no second one standing when the
    first is taken back.
    """
    _must_be_complete(given)
    contact.in_turn()
    key = key or uuid.uuid4()
    if again := Consent.objects.filter(id=key, contact=contact).first():
        return again
    consent = Consent(
        id=key,
        file=contact.file,
        contact=contact,
        act=given.act,
        recipient=given.recipient,
        address_digest=digest_of(given.recipient) if given.recipient else "",
        number_digest=digest_of_number(given.recipient) if given.recipient else "",
        share=sorted(set(given.share)),
        whose=given.whose,
        purpose=given.purpose,
        until=clock.now() + end_after(given.days),
        manner=given.manner,
        language=contact.language,
        asked_by=by.member,
    )
    if limits := lang.clean_short(given.limits):
        seal(consent, "limits", limits, keys.public_of(contact.file, "consent"))
    consent.save(force_insert=True)
    consent_given.send(sender=Consent, consent=consent)
    _must_be_theirs(contact, given.whose, consent.share, by)  # last: the audit has one writer
    record(actor=by.actor, verb=Verb.CONSENT_GIVEN, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")
    return consent


@transaction.atomic
def refuse(
    contact: Contact,
    act: str,
    recipient: Organization | None,
    *,
    by: SignedIn,
    key: uuid.UUID | None = None,
) -> Refusal:
    """Record a no; the same `key` again is the same no."""
    if act not in ACTS:
        raise Incomplete("act")
    contact.in_turn()
    key = key or uuid.uuid4()
    if again := Refusal.objects.filter(id=key, contact=contact).first():
        return again
    refusal = Refusal.objects.create(
        id=key, contact=contact, act=act, recipient=recipient, asked_by=by.member
    )
    record(actor=by.actor, verb=Verb.CONSENT_REFUSED, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")
    return refusal


@transaction.atomic
def withdraw(consent: Consent, *, by: SignedIn) -> None:
    """Take it back: at once, and in this same transaction every referral that stood on it.

    Twice is the same as once. Never needs anything from anybody.
    """
    locked = Consent.objects.select_for_update(of=("self",)).get(id=consent.id)
    if locked.is_withdrawn:
        return
    Withdrawal.objects.create(consent=locked, heard_by=by.member)
    consent_withdrawn.send(sender=Consent, consent=locked, by=by)
    record(actor=by.actor, verb=Verb.CONSENT_WITHDRAWN, target=keys.pseudonym(locked.file))
    if locked.contact_id:
        ring(f"contact:{locked.contact_id}")


@transaction.atomic
def doubt(contact: Contact, kind: str, *, by: SignedIn) -> None:
    """It turned out otherwise who speaks: what is not theirs to give stands no longer (000-03).

    Under the lock of each consent, as it is released and handed over: either it left before, or
    not before somebody says whose it was.
    """
    given = Consent.objects.select_for_update(of=("self",)).filter(contact=contact)
    doubted = [c for c in given if c.stands and not is_theirs(c.whose, c.share, kind)]
    for consent in doubted:
        Doubt.objects.create(consent=consent, by=by.member)
        record(actor=by.actor, verb=Verb.CONSENT_DOUBTED, target=keys.pseudonym(consent.file))
    if doubted:
        ring(f"contact:{contact.id}")


@transaction.atomic
def say_whose(consent: Consent, whose: str, *, by: SignedIn) -> None:
    """Say whose a yes was that is in doubt. Raises Incomplete; twice is the same as once.

    Raises Denied once the conversation is forgotten.
    """
    contact = Contact.objects.get(id=access.contact_of(consent))
    contact.in_turn()
    locked = Consent.objects.select_for_update(of=("self",)).get(id=consent.id)
    if not locked.is_doubted:
        return
    if whose not in WHOSE:
        raise Incomplete("whose")
    _must_be_theirs(contact, whose, locked.share, by)
    Consent.objects.filter(id=locked.id).update(whose=whose)
    Doubt.objects.filter(consent=locked).delete()
    record(actor=by.actor, verb=Verb.CONSENT_CONFIRMED, target=keys.pseudonym(locked.file))
    ring(f"contact:{contact.id}")


def items() -> Iterable[str]:
    """What a consent may name: the fields that the policy lets out, in one order."""
    return sorted(privacy.may_leave())


def _must_be_theirs(contact: Contact, whose: str, share: Sequence[str], by: SignedIn) -> None:
    """In turn: whoever writes down who speaks waits. Raises Incomplete."""
    if not is_theirs(whose, share, access.kind_of(contact, by=by)):
        raise Incomplete("whose")


def _must_be_complete(given: Given) -> None:
    if given.act not in ACTS:
        raise Incomplete("act")
    if given.manner not in taxonomy.codes("consent_manner"):
        raise Incomplete("manner")
    if given.purpose not in taxonomy.codes("consent_purpose"):
        raise Incomplete("purpose")
    if not set(given.share) <= privacy.may_leave():
        raise Incomplete("items")
    if given.whose and given.whose not in WHOSE:
        raise Incomplete("whose")
    if given.act != PASS_ON:
        return
    if given.recipient is None:
        raise Incomplete("recipient")
    if not given.share:
        raise Incomplete("items")
    if (given.recipient.kind == "police") != (given.purpose == "share_police"):
        raise Incomplete("purpose")  # police only on the person's own wish (000-11)
