"""Scenes of a yes that may not be theirs to give, in processes of their own."""

from typing import Any

from tests.scenes import SCENES, _house, _together, _wait  # isort: skip -- sets Django up

from havre.consents import actions as consents
from havre.consents.models import Consent, Doubt
from havre.consents.refusals import NotPermitted
from havre.contacts import actions as contacts
from havre.contacts.models import Contact
from havre.disclosures.models import HandingOver
from havre.lib import wire
from havre.referrals.actions import NotThatWay
from tests import hands

_looked = SCENES["look"]


def agree_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process write down one yes after the other, of whoever speaks."""
    told = _told(contact_id)

    def agree(_: int) -> list[str]:
        return [_agree(told) for _ in range(4)]

    return {"ended": [how for each in _together(agree, begin) for how in each]}


def send_together(contact_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process put her in touch in the same moment."""
    told = _told(contact_id)

    def send(_: int) -> str:
        try:
            told.is_put_in_touch("called", "wish")
        except NotPermitted as refused:
            return refused.missing.value
        except NotThatWay:
            return "sent"
        return "sent"

    return {"ended": _together(send, begin), "sent": len(wire.SENT_IN_MEMORY)}


def turns_out_at(contact_id: str, begin: str) -> dict[str, Any]:
    """It is written down, meanwhile, that it is her sister who speaks."""
    person, ana = Contact.objects.get(id=contact_id).person, _house().on_duty("ana")
    _wait(begin)
    contacts.learn(person, by=ana, kind="family")
    return {}


def look() -> dict[str, Any]:
    """Which yeses stand; and of what was handed over, whether that was before the doubt."""
    before = [
        HandingOver.objects.filter(disclosure__consent=doubt.consent, at__gt=doubt.at).count()
        for doubt in Doubt.objects.all()
    ]
    return _looked() | {
        "standing": Consent.objects.in_force().count(),
        "doubted": len(before),
        "late": sum(before),
    }


def _agree(told: hands.Story) -> str:
    try:
        told.says_yes("called", "needs")
    except consents.Incomplete as error:
        return error.missing
    return "yes"


def _told(contact_id: str) -> hands.Story:
    return hands.Story(_house(), _house().on_duty("ana"), contact_id)


SCENES |= {scene.__name__: scene for scene in (agree_together, send_together, turns_out_at, look)}
