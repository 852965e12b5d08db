"""The house hears what is asked for while nobody is here yet: danger first, and a woman."""

import pytest

from havre.channels.webchat import access, actions
from havre.contacts import access as contacts
from havre.contacts import actions as verbs
from havre.contacts.models import Asked, Contact

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def talk():
    return actions.begin(b"k" * 32, "Bonjour.", language="fr")


@pytest.mark.requirement("000-15")
def test_what_is_asked_for_is_kept_once_and_offered_no_more(talk):
    assert access.conversation(talk).may_ask == {"danger", "woman"}
    for _ in range(2):
        actions.ask(talk, "danger")
    assert [row.what for row in Asked.objects.all()] == ["danger"]
    assert access.conversation(talk).may_ask == {"woman"}


@pytest.mark.requirement("002-E1")
def test_the_one_who_answers_reads_it_too(talk, house):
    actions.ask(talk, "danger")
    ana, contact = house.on_duty("ana"), Contact.objects.get()
    verbs.take(contact, by=ana)
    said = contacts.said_in(contact, by=ana)
    assert [(one.kind, one.text) for one in said] == [("words", "Bonjour."), ("asked", "danger")]
    assert access.conversation(talk).may_ask == set()
