"""What a desk may know of the call that its phone rings for, or is in: never who calls."""

import uuid
from dataclasses import dataclass

from django.db.models import F, QuerySet

from havre.channels.phone import delivery, desk_phones, relayed, ringing
from havre.channels.phone.models import Call
from havre.contacts.models import Contact
from havre.lib import clock
from havre.staff.access import LISTENERS
from havre.staff.signin import SignedIn


@dataclass(frozen=True, slots=True)
class Known:
    """`talk`: the conversation of the call, once it is theirs to open."""

    language: str
    is_relay: bool
    talk: uuid.UUID | None


def of(who: SignedIn) -> Known | None:
    """The call they hold, else the one they sit beside, else the one their phone rings for now."""
    if not LISTENERS & who.roles:
        return None  # interpreters read of theirs where they are let in
    up = Call.objects.filter(ended_at=None, seen_at__gte=clock.now() - delivery.UNSEEN)
    theirs = _held(up, who) or _beside(up, who)
    contact = theirs or _rings(up, who)
    if contact is None:
        return None
    is_relay = contact.id in relayed.carried([contact.id])
    return Known(contact.language, is_relay, theirs.id if theirs else None)


def _held(up: QuerySet[Call], who: SignedIn) -> Contact | None:
    """The one they talk in comes before one that they took on the page meanwhile."""
    mine = up.filter(contact__taking__member=who.member, contact__closure=None)
    mine = mine.exclude(contact__in=delivery.LEFT_ALONE)
    call = mine.order_by(F("answered_at").desc(nulls_last=True)).select_related("contact").first()
    return call.contact if call else None


def _beside(up: QuerySet[Call], who: SignedIn) -> Contact | None:
    sits = delivery.beside(list(up.values_list("contact", flat=True)))
    mine = [contact for contact, member in sits if member == who.id]
    return Contact.objects.filter(id__in=mine).first()


def _rings(up: QuerySet[Call], who: SignedIn) -> Contact | None:
    waiting = Contact.objects.with_state().filter(
        id__in=up.values("contact"), taking=None, closure=None
    )
    rung, endpoint = ringing.for_all(list(waiting)), desk_phones.names()(who.id)
    return next((each for each in waiting if endpoint in rung[each.id].endpoints), None)
