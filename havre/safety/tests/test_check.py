"""The house asks first whether somebody is safe, and takes silence for no."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.contacts import actions as contacts
from havre.contacts.actions import Words
from havre.contacts.models import Contact, Message
from havre.contacts.signals import Facts
from havre.safety import access, actions
from havre.safety.models import SafetyCheck
from havre.vault import keys
from havre.vault.opening import KeyNotHeld, open_sealed
from tests.hands import begin


@pytest.mark.requirement("004-02")
def test_the_newest_answer_counts_and_none_is_not_safe(house):
    story = begin(house, offered=False)
    assert access.last_answer(story.contact, by=story.ana) == ""
    for answer in actions.ANSWERS:
        actions.check(story.contact, answer, by=story.ana)
        assert access.last_answer(story.contact, by=story.ana) == answer
    assert Entry.objects.filter(verb="checked_safety").count() == 4


def test_an_answer_nobody_offered_is_not_written(house):
    story = begin(house, offered=False)
    for answer in ("", "SAFE", "safe; drop table", "maybe"):
        with pytest.raises(ValueError, match="no answer"):
            actions.check(story.contact, answer, by=story.ana)
    assert SafetyCheck.objects.count() == 0


@pytest.mark.hostile(34)
def test_the_answer_is_not_for_the_legal_desk(house):
    story = begin(house, offered=False)
    actions.check(story.contact, "watched", by=story.ana)
    with pytest.raises(KeyNotHeld):
        access.last_answer(story.contact, by=house.on_duty("lou"))


def closed(contact: Contact, by) -> None:
    taken = Contact.objects.get(id=contact.id)
    contacts.close(taken, by=by, outcome="supported", facts=Facts(), no_wish="not_said")


def answers(contact: Contact, by) -> list[str]:
    rows = SafetyCheck.objects.filter(contact=contact).order_by("at")
    return [open_sealed(row.answer, by=by, why=Verb.READ) for row in rows]


@pytest.mark.requirement("002-E2")
@pytest.mark.parametrize("channel", ["webchat", "practice", "walk_in", "letter"])
def test_no_contact_ends_without_an_answer_or_a_note_that_there_is_none(house, channel):
    ana = house.on_duty("ana")
    asked, said, silent = (house.somebody_writes("Allô?", channel=channel) for _ in range(3))
    for contact in (asked, said, silent):
        contacts.take(contact, by=ana)
    actions.check(asked, "watched", by=ana)
    words = Words("unsure", uuid.uuid4(), kind="safety")
    public = keys.public_of(said.file, "conversation")
    contacts.receive(words, contact_id=said.id, file=said.file, public=public)
    for contact in (asked, said, silent):
        closed(contact, ana)
    assert answers(asked, ana) == ["watched"]
    assert answers(said, ana) == []  # by the person, among what they said
    assert Message.objects.filter(contact=said, kind="safety").count() == 1
    assert answers(silent, ana) == ["unanswered"]


@pytest.mark.requirement("002-E2")
def test_closing_again_notes_nothing_twice_and_an_answer_given_since_stands(house):
    ana, contact = house.on_duty("ana"), house.somebody_writes("Allô?")
    contacts.take(contact, by=ana)
    for _ in range(2):
        closed(contact, ana)
        contacts.reopen(Contact.objects.get(id=contact.id), by=ana)
    assert answers(contact, ana) == ["unanswered"]
    actions.check(contact, "safe", by=ana)
    closed(contact, ana)
    assert access.last_answer(contact, by=ana) == "safe"


def test_what_was_not_answered_is_no_answer_that_a_form_may_say(house):
    story = begin(house, offered=False)
    with pytest.raises(ValueError, match="no answer"):
        actions.check(story.contact, actions.UNANSWERED, by=story.ana)
