"""The house hears what is asked for while nobody is here yet: danger first, and a wish."""

import uuid

import pytest

from havre.channels.webchat import access, actions, words
from havre.contacts import access as contacts
from havre.contacts import actions as verbs
from havre.contacts import transport
from havre.contacts.models import Asked, Contact, Message
from havre.contacts.wishes import NONE_OF_THEM, WISHES

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def talk():
    return actions.begin(b"k" * 32, "Bonjour.", language="fr")


def test_what_is_asked_for_is_kept_once_and_offered_no_more(talk):
    assert access.conversation(talk).may_ask == {"danger", *WISHES}
    for _ in range(2):
        actions.ask(talk, "danger")
    assert [row.what for row in Asked.objects.all()] == ["danger"]
    assert access.conversation(talk).may_ask == set(WISHES)


def test_the_one_who_answers_reads_it_too(talk, house):
    actions.ask(talk, "danger")
    ana, contact = house.on_duty("ana"), Contact.objects.get()
    verbs.take(contact, by=ana)
    said = contacts.said_in(contact, by=ana)
    assert [(one.kind, one.text) for one in said] == [("words", "Bonjour."), ("asked", "danger")]
    assert access.conversation(talk).may_ask == set()


def test_a_line_offers_only_what_its_operator_says(talk, settings):
    settings.WISHES = ["woman"]
    assert access.conversation(talk).may_ask == {"danger", "woman"}


@pytest.mark.parametrize("wish", WISHES)
def test_every_wish_is_answered_with_a_sentence_whatever_comes_of_it(talk, wish):
    actions.ask(talk, wish)
    transport.tell(Contact.objects.get(), f"no_{wish}")
    said = [one.text for one in words.said(talk, access.conversation(talk))]
    assert len(said) == len(set(said)) == 5
    assert all(said)


def test_every_wish_has_its_words(talk):
    assert set(words.ASKED) - {"danger"} == set(WISHES) == set(words._AFTER_ASKED) - {"danger"}
    assert set(words._EVENTS) >= NONE_OF_THEM


def test_a_half_sentence_outlives_a_wish_pressed_without_a_script(front):
    front.post("/en/talk/", {"key": "k" * 43, "text": "Hello"})
    half = "Zimtstern <b>and then"
    answer = front.post("/en/talk/ask/", {"ask": "woman", "text": half, "key": "x"})
    assert answer.status_code == 303
    page = front.get("/en/talk/").content.decode()
    assert "Zimtstern &lt;b&gt;and then</textarea>" in page
    assert "grown old" not in page  # nothing was refused
    front.post("/en/talk/ask/", {"ask": "youth", "text": " "})  # emptied since
    assert "Zimtstern" not in front.get("/en/talk/").content.decode()
    assert Message.objects.filter(kind="words").count() == 1  # it was never sent
    assert [row.what for row in Asked.objects.order_by("what")] == ["woman", "youth"]


def test_what_could_not_be_sent_says_why_and_a_wish_keeps_it_without_blame(front):
    front.post("/en/talk/", {"key": "k" * 43, "text": "Hello"})
    front.post("/en/talk/messages/", {"key": "no key", "text": "Zimtstern"})
    assert "grown old" in front.get("/en/talk/").content.decode()
    front.post("/en/talk/ask/", {"ask": "woman", "text": "Zimtstern"})
    page = front.get("/en/talk/").content.decode()
    assert ("Zimtstern</textarea>" in page, "grown old" in page) == (True, False)
    front.post("/en/talk/messages/", {"key": str(uuid.uuid4()), "text": "Zimtstern"})
    page = front.get("/en/talk/").content.decode()
    assert ("Zimtstern</textarea>" in page, "Zimtstern" in page) == (False, True)
