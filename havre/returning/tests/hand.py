"""What the tests of coming back do again and again."""

import uuid

from havre.contacts.actions import Words, close, take
from havre.contacts.models import Contact
from havre.contacts.signals import Facts
from havre.returning import access, actions
from havre.returning.actions import Led, Visit
from havre.returning.phrase import Phrase
from havre.vault import keys, spoken
from tests.people import House


def ended(house: House, *texts: str) -> Contact:
    """Mina wrote, Ana took it and closed it."""
    contact = house.somebody_writes(*(texts or ("Secret of the first day",)))
    ana = house.on_duty("ana")
    take(contact, by=ana)
    close(contact, by=ana, outcome="referred", facts=Facts(), no_wish="not_asked")
    return Contact.objects.get(id=contact.id)


def keeps(contact: Contact, seed: bytes | None = None, language: str = "fr") -> Phrase:
    """She asked for six words."""
    led = Led(file=contact.file, contact=contact.id)
    return actions.keep(led, seed=seed or spoken.new_seed(), language=language).phrase


def left(contact: Contact, text: str, house: House, name: str = "ana") -> None:
    """A reply waits for her."""
    actions.leave(contact, Words(text, uuid.uuid4()), by=house.on_duty(name))


def comes_back(phrase: Phrase) -> Visit:
    """She types the right words."""
    visit = actions.come_back(phrase)
    assert visit is not None
    return visit


def reads(phrase: Phrase) -> list[str | None]:
    """She comes back, and this is all she sees."""
    return [found.text for found in access.read(comes_back(phrase))]


def wrong(phrase: Phrase, n: int = 0) -> Phrase:
    """The same first words, and others after them."""
    return Phrase((*phrase.words[:2], "one", "two", "three", "abcdefgh"[n % 8] * 4))


def public_of(contact: Contact) -> bytes:
    """The conversation's public half."""
    return keys.public_of(contact.file, "conversation")
