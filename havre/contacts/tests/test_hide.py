"""The house lets nobody read twice what hurts: folded for all, deleted for none (register 104)."""

import datetime as dt
import uuid

import pytest

from havre.audit.models import Entry
from havre.contacts import access, actions, hiding
from havre.contacts.models import Hiding, Message
from havre.desk.tests.hand import desk_of
from tests.hands import begin

SLUR = "Zimtstern, du weißt schon."
pytestmark = pytest.mark.hostile(104)


@pytest.fixture
def story(house):
    return begin(house, "Allô?", SLUR, offered=False)


@pytest.fixture
def message(story):
    return story.contact.message_set.order_by("said_at").last()


def texts(story, by, **how) -> list[tuple[str, str]]:
    return [(one.text, one.hidden_by) for one in access.said_in(story.contact, by=by, **how)]


def test_what_is_hidden_is_opened_for_nobody_and_still_there(house, story, message):
    hiding.hide(message, by=story.ana)
    for name in ("ana", "sue"):
        assert texts(story, house.on_duty(name)) == [("Allô?", ""), ("", "Ana")]
    opened = access.opened_all_the_same(message, by=house.on_duty("sue"))
    assert (opened.text, Message.objects.count()) == (SLUR, 2)


def test_hiding_and_opening_are_recorded_and_twice_is_once(story, message):
    for _ in range(2):
        hiding.hide(message, by=story.ana)
    assert Entry.objects.filter(verb="hid").count() == Hiding.objects.count() == 1
    last = Entry.objects.last().n
    access.opened_all_the_same(message, by=story.ana)
    assert [e.verb for e in Entry.objects.filter(n__gt=last)] == ["read"]


def test_a_page_that_shows_it_still_is_told_to_fold_it(story, message):
    shown = frozenset(str(row.id) for row in Message.objects.all())
    since = message.said_at + dt.timedelta(minutes=5)
    assert texts(story, story.ana, since=since, shown=shown) == []
    hiding.hide(message, by=story.ana)
    Hiding.objects.update(at=since)
    assert texts(story, story.ana, since=since, shown=shown) == [("", "Ana")]


def test_only_words_of_the_person_in_this_conversation_are_hidden(house, story, message):
    actions.answer(story.contact, actions.Words("Je suis là.", uuid.uuid4()), by=story.ana)
    ours = Message.objects.get(sender="staff")
    other = house.somebody_writes("Bonjour").message_set.get()
    for id in (ours.id, other.id, uuid.uuid4(), "", "x" * 40):
        assert access.message_of(story.contact, str(id)) is None
    assert access.message_of(story.contact, str(message.id)) == message


@pytest.mark.usefixtures("on_desk")
def test_no_page_of_the_desk_repeats_it(house, story, message):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"
    assert SLUR in ana.get(at).content.decode()
    answer = ana.post(f"{at}hiding/", {"message": message.id})
    assert (answer.status_code, answer["Location"]) == (302, at)
    pages = [ana.get(at), ana.get(f"{at}messages/"), ana.get("/"), ana.get(f"{at}panels/notes/")]
    assert [page for page in pages if SLUR in page.content.decode()] == []
    assert SLUR in ana.get(f"{at}hidden/?message={message.id}").content.decode()


@pytest.mark.usefixtures("on_desk")
def test_nobody_hides_or_opens_in_a_conversation_that_is_not_theirs(house, story, message):
    ben, at = desk_of(house, "ben"), f"/talk/{story.contact_id}/"
    assert ben.post(f"{at}hiding/", {"message": message.id}).status_code == 404
    hiding.hide(message, by=story.ana)
    assert ben.get(f"{at}hidden/?message={message.id}").status_code == 404
    assert Hiding.objects.get().by == story.ana.member
