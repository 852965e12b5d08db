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
from havre.lib.prepared import PreparedIn, PreparedQuery

UNSEEN = dt.timedelta(minutes=1)  # our program is away for longer: it cannot be said who is there
# What the house looks at every second, and before the first ring of every call.
_UP = PreparedIn(lambda ids: Call.objects.filter(contact__in=ids, ended_at=None))
_ALL_UP = PreparedQuery(
    lambda since: Call.objects.filter(ended_at=None, seen_at__gte=since).values_list("contact"),
    since=dt.datetime,
)
LEFT_ALONE = Transfer.objects.filter(left_at__isnull=False, ended_at=None).values("call__contact")
_HOLD = PreparedIn(
    lambda ids: (
        Taking.objects.filter(contact__in=ids, contact__closure=None)
        .exclude(contact__in=LEFT_ALONE)
        .values_list("member")
    )
)
_SIT = PreparedIn(
    lambda ids: Beside.objects.filter(contact__in=ids, ended_at=None).values_list(
        "contact", "member"
    )
)
_INTERPRET = PreparedIn(
    lambda ids: Interpreting.objects.filter(
        call__contact__in=ids, joined_at__isnull=False, ended_at=None, member__isnull=False
    ).values_list("call__contact", "member")
)


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
    up = _up()
    return _holding(up) | {member for _, member in beside(up)}


def holding() -> set[uuid.UUID]:
    """The members who hold a call that is up."""
    return _holding(_up())


def beside(contacts: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(contact, member) of who sits beside these to help, or was let in to interpret."""
    return {*_SIT.all(contacts), *_INTERPRET.all(contacts)}


def _up() -> list[uuid.UUID]:
    return [contact for (contact,) in _ALL_UP.all(since=clock.now() - UNSEEN)]


def _holding(up: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return {member for (member,) in _HOLD.all(up)}
