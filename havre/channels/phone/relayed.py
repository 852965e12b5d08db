"""That a relay service carries a call (7-1-1, video relay): its number said so, or whoever listens.

The row is what counts, so it outlives our program; the conversation tells it to whoever reads it.
"""

import uuid
from collections.abc import Collection

from django.db import transaction

from havre.channels.phone.models import Call, Relay
from havre.contacts import actions
from havre.contacts.models import Contact
from havre.lib import clock
from havre.lib.prepared import PreparedIn
from havre.staff.models import Member
from havre.vault import keys

_CARRIED = PreparedIn(
    lambda ids: Relay.objects.filter(call__contact__in=ids, ended_at=None).values_list(
        "call__contact"
    )
)


def carried(contacts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these a relay service carries."""
    return {contact for (contact,) in _CARRIED.all(contacts)}


def is_carried(call: Call) -> bool:
    """Whether a relay service carries it."""
    return Relay.objects.filter(call=call, ended_at=None).exists()


@transaction.atomic
def by_its_number(call: Call) -> None:
    """It came to a number for relay services. Once: taken back is taken back."""
    call.contact.in_turn()
    if not Relay.objects.filter(call=call).exists():
        Relay.objects.create(call=call)
        _say(call.contact, "yes")


def begin(call: Call, by: Member) -> tuple[bool, bool]:
    """Whoever listens says so: (whether that is news, whether the operator was never greeted).

    Under the lock of the contact.
    """
    if is_carried(call):
        return False, False
    is_first = not Relay.objects.filter(call=call).exists()
    Relay.objects.create(call=call, by=by)
    _say(call.contact, "yes")
    return True, is_first


def end(call: Call) -> bool:
    """Whoever listens takes it back. Whether it was so. Under the lock of the contact."""
    if not Relay.objects.filter(call=call, ended_at=None).update(ended_at=clock.now()):
        return False
    _say(call.contact, "no")
    return True


def _say(contact: Contact, text: str) -> None:
    """For the conversation, as a line of its own: neither side said it in words."""
    words = actions.Words(text, uuid.uuid4(), kind="relay")
    public = keys.public_of(contact.file, "conversation")
    actions.receive(words, contact_id=contact.id, file=contact.file, public=public)
