"""Offering, declining, putting in touch, hearing back."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext, override

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents import gate
from havre.consents.models import BY_EMAIL, PASS_ON, Consent
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts import actions as contacts
from havre.contacts import transport
from havre.contacts.models import Contact
from havre.directory.models import Service
from havre.disclosures import door, letters
from havre.disclosures.access import Left, left_of
from havre.disclosures.models import SENT, Disclosure
from havre.lib import clock, lang
from havre.lib.doorbell import ring
from havre.referrals.models import Referral, Step
from havre.staff.signin import SignedIn
from havre.vault import keys


class NothingToOffer(ValueError):
    """An offer names at least one service; «not now» is always the other option (000-19)."""


class NotThatWay(ValueError):
    """The machine knows no such step from here."""


@transaction.atomic
def offer(
    contact: Contact,
    services: Sequence[Service],
    *,
    by: SignedIn,
    key: uuid.UUID | None = None,
) -> list[Referral]:
    """Tell the person of services, «not now» among the options. Nothing leaves the house.

    The same `key` again offers nothing more.
    """
    if not services:
        raise NothingToOffer
    key = key or uuid.uuid4()
    offers = {uuid.uuid5(key, str(service.id)): service for service in services}
    contacts.must_be_open(contact)
    contact.in_turn()
    if Referral.objects.filter(id__in=offers).exists():
        return []
    referrals = [Referral.objects.create(id=i, contact=contact, service=offers[i]) for i in offers]
    for referral in referrals:
        _step(referral, "offered", by.actor)
        _stand_on_an_earlier_yes(referral, by.actor)
    # On a call, and on paper, they are told in person, or will be.
    if transport.has_way_back(contact) and not transport.is_by_voice(contact):
        with override(lang.house_of(contact.language)):
            text = _offer_in_words(services)
        contacts.answer(contact, contacts.Words(text, key), by=by)
    record(actor=by.actor, verb=Verb.OFFERED, target=keys.pseudonym(contact.file))
    return referrals


@transaction.atomic
def decline(referral: Referral, *, by: SignedIn) -> None:
    """The person said no, or not now. A good answer. Raises NotThatWay."""
    move(referral, "declined", by.actor)
    record(actor=by.actor, verb=Verb.DECLINED, target=keys.pseudonym(referral.contact.file))


@transaction.atomic
def put_in_touch(
    referral: Referral, share: frozenset[str], *, by: SignedIn, way: str = BY_EMAIL
) -> Disclosure:
    """Tell the service of the person, if they have said so: only what, and only to whom.

    Raises NotPermitted, NotThatWay.
    """
    locked = Referral.objects.select_for_update(of=("self",)).get(id=referral.id)
    if locked.state != "consented":
        if locked.state != "offered":
            raise NotThatWay(locked.state)
        raise NotPermitted(Missing.NO_CONSENT)
    if locked.disclosure and locked.disclosure.state in {"waiting", "on_its_way"}:
        raise NotThatWay("a letter is on its way")  # a double click sends one letter
    permit = gate.by_consent(
        locked.contact.person, to=locked.service.organization, share=share, way=way
    )
    disclosure = door.release(permit, by=by)
    locked.disclosure = disclosure
    locked.consent = permit.basis
    locked.save(update_fields=["disclosure", "consent"])
    ring(f"contact:{locked.contact_id}")
    return disclosure


@transaction.atomic
def hear_back(referral: Referral, state: str, *, by: SignedIn) -> None:
    """What the service, or the person, said afterwards. Raises NotThatWay."""
    if state in {"sent", "consented", "revoked", "expired"}:
        raise NotThatWay(state)  # these follow from what happened, nobody claims them
    move(referral, state, by.actor)
    record(actor=by.actor, verb=Verb.REFERRAL_MOVED, target=keys.pseudonym(referral.contact.file))


@transaction.atomic
def note_refusal(referral: Referral, *, by: SignedIn) -> None:
    """The gate said no. Written after the rollback, in a transaction of its own (register 97)."""
    target = keys.pseudonym(referral.contact.file)
    record(actor=by.actor, verb=Verb.NOT_PERMITTED, target=target)


@transaction.atomic
def show_what_left(contact: Contact, *, by: SignedIn, key: uuid.UUID | None = None) -> None:
    """Tell the person what left and to whom, in their language. Raises NothingToOffer."""
    left = [entry for entry in left_of(contact, by=by) if entry.disclosure.state == SENT]
    if not left:
        raise NothingToOffer
    with override(lang.house_of(contact.language)):
        text = "\n\n".join(_left_in_words(entry) for entry in left)
    contacts.answer(contact, contacts.Words(text, key or uuid.uuid4()), by=by)


def consented(consent: Consent, *, by: str) -> None:
    """A yes to a recipient moves the offers of that recipient on."""
    offered = Referral.objects.filter(
        contact=consent.contact_id, service__organization=consent.recipient_id
    )
    for referral in offered:
        if referral.state not in {"offered", "consented"}:
            continue  # it stands on what it was sent with, or is over
        Referral.objects.filter(id=referral.id).update(consent=consent)
        if referral.state == "offered":
            move(referral, "consented", by)


@transaction.atomic
def expire_due() -> int:
    """Expiry behaves as withdrawal (care.md 1.1): what stood on it ends. How many referrals."""
    stood = Referral.objects.filter(consent__until__lte=clock.now(), consent__withdrawal=None)
    over = [referral for referral in stood.prefetch_related("step_set") if referral.is_open]
    for referral in over:
        move(referral, "expired", "house")
    return len(over)


def move(referral: Referral, state: str, by: str) -> None:
    """One step on. Raises NotThatWay."""
    if not referral.may_become(state):
        raise NotThatWay(f"{referral.state} → {state}")
    _step(referral, state, by)
    ring(f"contact:{referral.contact_id}")


def _step(referral: Referral, state: str, by: str) -> None:
    number = referral.step_set.count() + 1
    Step.objects.create(referral=referral, number=number, state=state, by=by)


def _stand_on_an_earlier_yes(referral: Referral, by: str) -> None:
    """The person may have said yes to this recipient before it was offered."""
    given = Consent.objects.in_force().filter(
        file=referral.contact.file, act=PASS_ON, recipient=referral.service.organization_id
    )
    if yes := given.order_by("-said_at").first():
        Referral.objects.filter(id=referral.id).update(consent=yes)
        move(referral, "consented", by)


def _left_in_words(entry: Left) -> str:
    lines = [
        gettext("With your permission this went to %(recipient)s, and nothing else:")
        % {"recipient": entry.disclosure.recipient.name},
        *(
            f"– {letters.in_a_line(*one)}"
            for one in letters.in_words(entry.content, to_themselves=True)
        ),
        gettext("You can take the permission back at any time. What has arrived stays there."),
    ]
    return "\n".join(lines)


def _offer_in_words(services: Sequence[Service]) -> str:
    lines = [gettext("Here is what I found. Nothing is decided, and nobody has been told of you.")]
    for number, service in enumerate(services, start=1):
        lines += ["", f"{number}. {service.name}", service.summary]
        if service.what_happens:
            lines.append(gettext("What happens: %(words)s") % {"words": service.what_happens})
    lines += ["", gettext("Or: not now, or nothing at all. That is fine too. You choose.")]
    return "\n".join(lines)
