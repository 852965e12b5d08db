"""Who is beside a call, as the house says it: never anybody of whom the person was not told."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from havre.channels.phone import delivery, desk_phones
from havre.contacts import stepping_back, together
from havre.contacts.models import Contact


@dataclass(frozen=True, slots=True)
class Beside:
    """The endpoints that may talk in a call beside its holder, and those of them that ring now."""

    stay: frozenset[str] = frozenset()
    ring: frozenset[str] = frozenset()

    def without(self, holder: str) -> "Beside":
        """Whoever holds it is not beside it."""
        return Beside(self.stay - {holder}, self.ring - {holder})


NOBODY = Beside()


def of_calls(contacts: Collection[uuid.UUID]) -> dict[uuid.UUID, Beside]:
    """Whoever sits beside these or was let in to interpret; who talks elsewhere is not rung."""
    free = desk_phones.answering() - delivery.holding()
    found, named = dict[uuid.UUID, Beside](), desk_phones.names()
    for contact, member in delivery.beside(contacts):
        before, endpoint = found.get(contact, NOBODY), frozenset({named(member)})
        ring = before.ring | endpoint if member in free else before.ring
        found[contact] = Beside(before.stay | endpoint, ring)
    return found


@transaction.atomic
def hung_up(contact_id: uuid.UUID, endpoint: str) -> None:
    """Whoever was beside put their phone down: they left, and do not read along unheard.

    An interpreter counts as lost, so that the next one is asked; they may come again.
    """
    contact = Contact.objects.filter(id=contact_id).first()
    member = desk_phones.member_of(endpoint)
    if contact is None or member is None:
        return
    if who := desk_phones.whose(endpoint):
        together.leave(contact, by=who)
    contact.in_turn()
    row = stepping_back.current(contact)
    if row and row.member_id == member:
        stepping_back.end(row, "lost", actor=str(member))
