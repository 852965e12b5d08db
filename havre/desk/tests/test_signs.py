"""The house shows whoever answers that somebody is with the person, and holds a word back once."""

import uuid
from datetime import timedelta

import pytest

from havre.contacts import actions, offering, queue, signs, together
from havre.contacts.ending import is_silent
from havre.contacts.models import Asked, Contact, Message
from havre.contacts.signals import Facts
from havre.desk.tests.hand import Desk, desk_of
from havre.lib import clock
from havre.vault import keys
from tests.hands import begin, clock_at, later

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def story(house):
    return begin(house, "Allô?", offered=False)


@pytest.fixture
def ana(house) -> Desk:
    return desk_of(house, "ana")


def presses(contact: Contact, what: str) -> None:
    """The person, on their page."""
    key = uuid.uuid4()
    offering.asked_by_the_person(contact.id, what, key=key)
    says(contact, what, kind="sign", key=key)


def says(contact: Contact, text: str, *, kind: str = "words", key: uuid.UUID | None = None) -> None:
    words = actions.Words(text, key or uuid.uuid4(), kind=kind)
    public = keys.public_of(contact.file, "conversation")
    actions.receive(words, contact_id=contact.id, file=contact.file, public=public)


def answers(desk: Desk, contact: Contact, text: str = "I am here.", **more: str):
    posted = {"text": text, "key": str(uuid.uuid4())} | more
    return desk.post(f"/talk/{contact.id}/answer/", posted, headers={"HX-Request": "true"})


def said_by_staff() -> int:
    return Message.objects.filter(sender="staff").count()


def test_it_says_so_beside_the_box_and_on_every_list(house, story, ana):
    waits = house.somebody_writes("Moi aussi.")
    presses(waits, "cannot")
    presses(story.contact, "company")
    page, board = ana.get(f"/talk/{story.contact.id}/").content.decode(), ana.get("/")
    assert "Somebody is with them. Write nothing now." in page
    assert "They say: somebody is here." in page
    lists = board.content.decode()
    assert (lists.count("Not alone"), lists.count("Cannot write now")) == (2, 1)
    presses(story.contact, "can")
    panel = ana.get(f"/talk/{story.contact.id}/panels/sign/").content.decode()
    assert "Write nothing" not in panel
    assert "Not alone" not in ana.get("/").content.decode()


@pytest.mark.requirement("004-02")
def test_a_word_is_held_back_once_and_goes_only_knowingly(story, ana):
    assert answers(ana, story.contact).status_code in {200, 302}
    before = said_by_staff()
    presses(story.contact, "company")
    held = answers(ana, story.contact)
    assert (held.status_code, said_by_staff()) == (422, before)
    assert "still in the box" in held.content.decode()
    assert answers(ana, story.contact, told=str(uuid.uuid4())).status_code == 422
    sign = signs.standing(story.contact)
    answers(ana, story.contact, told=str(sign.id))
    answers(ana, story.contact, "And more.")  # they know by now
    assert said_by_staff() == before + 2
    presses(story.contact, "company")  # again: the tick was for the one before
    assert answers(ana, story.contact, told=str(sign.id)).status_code == 422


def test_it_says_that_words_came_since(story, ana):
    presses(story.contact, "company")
    at = f"/talk/{story.contact.id}/panels/sign/"
    assert "Words came since" not in ana.get(at).content.decode()
    says(story.contact, "C’est moi.")
    assert "Words came since" in ana.get(at).content.decode()
    assert signs.standing(story.contact).what == "company"  # words take nothing back


def test_nobody_else_sees_the_panel(house, story):
    at = f"/talk/{story.contact.id}/panels/sign/"
    found = {name: desk_of(house, name).get(at).status_code for name in ("ben", "sue", "dee", "")}
    assert found == {"ben": 404, "sue": 404, "dee": 404, "": 302}


def test_who_reads_along_is_not_asked_to_hold_back(house, story):
    presses(story.contact, "company")
    sue = house.on_duty("sue")
    together.sit_beside(story.contact, by=sue)
    page = desk_of(house, "sue").get(f"/talk/{story.contact.id}/").content.decode()
    assert ("Send all the same" in page, "somebody is here" in page) == (False, True)


def test_whoever_holds_back_loses_nobody_for_their_silence(house, story, settings):
    settings.FIRST_ANSWER_MINUTES = 3
    contact = house.somebody_writes("Allô?", channel="practice")
    actions.take(contact, by=story.ana)
    presses(contact, "company")
    with clock_at(later(minutes=5)):
        offering.keep_watch(judge_silence=False)
    assert Contact.objects.get(id=contact.id).taken_by == story.ana.member
    presses(contact, "can")
    with clock_at(later(minutes=5)):
        offering.keep_watch(judge_silence=False)
    assert Contact.objects.get(id=contact.id).taken_by is None


def test_a_sign_alone_is_no_silence_that_asks_for_gentle_sentences(house):
    contact = house.somebody_writes()
    assert is_silent(contact)
    presses(contact, "company")
    assert not is_silent(contact)


def test_what_was_pressed_last_stands_whatever_the_order_of_the_rows(house):
    contact = house.somebody_writes("Allô?")
    rows = [("can", 3), ("company", 1), ("cannot", 2)]
    for what, second in rows:
        at = clock.now() + timedelta(seconds=second)
        Asked.objects.create(contact=contact, what=what, at=at)
    assert (signs.standing(contact), queue.turn_of(contact).sign) == (None, "")


def test_nothing_unsealed_tells_of_it_once_it_is_closed(story):
    for what in ("danger", "company"):
        offering.asked_by_the_person(story.contact.id, what, key=uuid.uuid4())
    actions.close(story.contact, by=story.ana, outcome="not_ready", facts=Facts(), no_wish="unsaid")
    assert list(Asked.objects.values_list("what", flat=True)) == ["danger"]


def test_a_cut_and_a_return_stand_in_the_conversation(story, ana):
    says(story.contact, "4", kind="back")
    page = ana.get(f"/talk/{story.contact.id}/messages/").content.decode()
    assert "Cut off, back again" in page
    assert "about 4 minutes" in page
