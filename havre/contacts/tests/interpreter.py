"""What the tests of interpreting do by hand: Mina writes in Spanish, somebody comes who can."""

import uuid

from havre.contacts import access, interpreting
from havre.contacts.interpreting import Wish
from havre.contacts.models import Contact
from havre.staff.access import Denied
from havre.vault.models import LentKey

SPANISH = Wish("es")


def again(contact: Contact) -> Contact:
    return Contact.objects.with_state().get(id=contact.id)


def comes(house, contact: Contact, name: str = "ines"):
    """Asked for, can, and is let in."""
    who, ana = house.on_duty(name), house.on_duty("ana")
    interpreting.answer(interpreting.ask(contact, SPANISH, by=ana), by=who)
    interpreting.let_in(contact, by=ana)
    return who


def reads(contact: Contact, who) -> list[str] | None:
    try:
        found = access.interpreted(contact.id, by=who)
    except Denied:
        return None
    return [one.text for one in access.said_for_words(found, by=who)]


def lent() -> list[uuid.UUID]:
    return list(LentKey.objects.values_list("holder", flat=True))
