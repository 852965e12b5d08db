"""Referrals follow what happened to the consent they stand on and to the parcel."""

from typing import Any

from django.dispatch import receiver

from havre.consents.models import PASS_ON, Consent
from havre.consents.signals import consent_given, consent_withdrawn
from havre.disclosures.models import FAILED, SENT, STOPPED, UNKNOWN, Disclosure
from havre.disclosures.signals import carried
from havre.referrals import actions
from havre.referrals.models import Referral


@receiver(consent_given)
def move_offers_on(sender: Any, consent: Consent, **_: Any) -> None:
    """A yes to pass something on."""
    if consent.act == PASS_ON:
        actions.consented(consent, by=str(consent.asked_by_id))


@receiver(consent_withdrawn)
def revoke_what_stood_on_it(sender: Any, consent: Consent, **_: Any) -> None:
    """In the same transaction: every open referral on that consent is revoked."""
    for referral in Referral.objects.filter(consent=consent):
        if referral.is_open:
            actions.move(referral, "revoked", "house")


@receiver(carried)
def note_that_it_was_sent(sender: Any, disclosure: Disclosure, how: str, **_: Any) -> None:
    """Sent when the carrier says so. One that failed, or was stopped before it left, can be tried
    again with a new release; the gate asks anew."""
    referral = Referral.objects.filter(disclosure=disclosure).first()
    if referral is None:
        return
    if how in {SENT, UNKNOWN} and referral.may_become("sent"):
        actions.move(referral, "sent", "house")
    if how in {FAILED, STOPPED}:
        Referral.objects.filter(id=referral.id).update(disclosure=None)
