"""A service is called with the person on the line, through the door."""

from typing import Any

from tests.phone_scenes.desks import DESKS  # isort: skip -- sets Django up

from havre.channels.phone import talk
from havre.channels.phone.models import OutwardCall, Transfer
from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.consents.models import Consent
from havre.consents.refusals import NotPermitted
from havre.contacts import actions
from havre.contacts.models import Contact
from havre.directory.models import Organization
from havre.disclosures.access import unknown_ones
from havre.disclosures.models import Disclosure, HandingOver
from havre.lib import clock
from havre.referrals import actions as referrals
from havre.referrals.models import Referral


def says_yes(contact: str, name: str, *share: str) -> dict[str, Any]:
    """On the pages: a bed was offered, and Mina says yes to these items for the shelter."""
    found, ana = Contact.objects.get(id=contact), DESKS[name]
    shelter = Organization.objects.get(key="tilleul")
    actions.learn(found.person, by=ana, called="Mina", wish="Un lit")
    offered = referrals.offer(found, list(shelter.service_set.all()), by=ana)
    if share:
        consents.give(found, Given(act="pass_on", recipient=shelter, share=share), by=ana)
    return {"referral": str(offered[0].id)}


def calls_service(referral: str, name: str, *share: str) -> dict[str, Any]:
    """On the page: the shelter is called, if that is permitted; else why not."""
    try:
        talk.put_through(
            Referral.objects.get(id=referral), frozenset(share or ("called",)), by=DESKS[name]
        )
    except NotPermitted as refusal:
        return {"refused": refusal.missing.value}
    return {}


def does(verb: str, contact: str, name: str) -> dict[str, Any]:
    """On the page: one of the panel's verbs."""
    getattr(talk, verb)(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def takes_back(contact: str, name: str) -> dict[str, Any]:
    """Mina takes the yes back."""
    for consent in Consent.objects.filter(contact=contact):
        consents.withdraw(consent, by=DESKS[name])
    return {}


def left(contact: str) -> dict[str, Any]:
    """What left of this contact: how, and whether the call with the service goes on."""
    rows = Disclosure.objects.filter(contact=contact).order_by("at")
    goes_on = Transfer.objects.filter(call__contact=contact, ended_at=None)
    return {
        "states": [row.state for row in rows],
        "handed": HandingOver.objects.filter(disclosure__in=rows).count(),
        "open": goes_on.count(),
        "answered": goes_on.filter(answered_at__isnull=False).count(),
        "referrals": [each.state for each in Referral.objects.filter(contact=contact)],
        "worklist": len(unknown_ones()),
        "outward": OutwardCall.objects.filter(ended_at=None).count(),
    }


def line_is_busy(calls: str) -> dict[str, Any]:
    """The line makes so many other calls, and no more."""
    OutwardCall.objects.update(ended_at=clock.now())
    OutwardCall.objects.bulk_create([OutwardCall(cents=1) for _ in range(int(calls))])
    return {}
