"""From the desk to the call: the line's fixed words, said as prompts. Nothing else is said there
but by the people themselves.
"""

import datetime as dt
import uuid
from collections.abc import Collection

from havre.channels.phone import desk_phones
from havre.channels.phone.models import Call, ToSay, Transfer
from havre.contacts.models import Beside, Contact, Interpreting, Message, Taking
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedIn

UNSEEN = dt.timedelta(minutes=1)  # our program is away for longer: it cannot be said who is there
_UP = PreparedIn(lambda ids: Call.objects.filter(contact__in=ids, ended_at=None))


def deliver(contact: Contact, message: Message, text: str) -> None:
    """A warning stands written at the desk; whoever answers the call says it."""


def tell(contact: Contact, event: str) -> None:
    """A fixed word of the line, said in the caller's language."""
    call = Call.objects.filter(contact=contact, ended_at=None).first()
    if call:
        ToSay.objects.create(call=call, event=event)
        ring(desk_phones.TOPIC)


def here(contacts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Whose call is up still, as our program last saw it."""
    since = clock.now() - UNSEEN
    return {call.contact_id for call in _UP.all(contacts) if call.seen_at >= since}


def reached() -> set[uuid.UUID]:
    """The members whose phone would ring now and who do not talk on it."""
    return desk_phones.answering() - talking()


def talking() -> set[uuid.UUID]:
    """The members who hold a call that is up, or are beside one."""
    return holding() | {member for _, member in beside(_up())}


def holding() -> set[uuid.UUID]:
    """The members who hold a call that is up."""
    mine = Taking.objects.filter(contact__in=_up(), contact__closure=None)
    left = Transfer.objects.filter(left_at__isnull=False, ended_at=None)
    alone = left.values("call__contact")
    return set(mine.exclude(contact__in=alone).values_list("member", flat=True))


def beside(contacts: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(contact, member) of who sits beside these to help, or was let in to interpret."""
    sit = Beside.objects.filter(contact__in=contacts, ended_at=None)
    interpret = Interpreting.objects.filter(
        call__contact__in=contacts, joined_at__isnull=False, ended_at=None, member__isnull=False
    )
    rows = [*sit.values_list("contact", "member")]
    return {*rows, *interpret.values_list("call__contact", "member")}


def _up() -> list[uuid.UUID]:
    now = Call.objects.filter(ended_at=None, seen_at__gte=clock.now() - UNSEEN)
    return list(now.values_list("contact", flat=True))
