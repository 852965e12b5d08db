"""The house loses no half sentence, and lets nobody but its author read it: it is not said yet."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.contacts import access, actions, drafts, offering, together
from havre.contacts.models import Draft
from havre.desk.tests.hand import desk_of, key_in, new_key
from havre.lib import lang
from havre.retention.actions import forget, run
from havre.staff.access import Denied
from havre.vault.opening import open_sealed
from havre.vault.sealed import BAR
from tests.hands import begin, clock_at, later

HALF = "Zimtstern, ich wollte gerade"


@pytest.fixture
def story(house):
    return begin(house, "Allô?", offered=False)


def keep(story, text=HALF, *, by=None, place="answer", form=None) -> bool:
    form = form or uuid.uuid4()
    return drafts.keep(story.contact, place, text, by=by or story.ana, form=form)


def kept(story, by=None) -> dict[str, str]:
    return access.drafts_of(story.contact, by=by or story.ana)


def sealed() -> int:
    return Draft.objects.exclude(text=None).count()


def test_what_was_not_sent_is_there_when_its_author_comes_back(house, story):
    keep(story)
    keep(story, "une note", place="note")
    keep(story, HALF + " fragen")
    assert kept(story, house.on_duty("ana")) == {"answer": HALF + " fragen", "note": "une note"}
    assert str(Draft.objects.get(place="answer").text) == BAR


def test_nobody_else_gets_it_beside_above_or_afterwards(house, story):
    keep(story)
    sue, ben = house.on_duty("sue"), house.on_duty("ben")
    together.sit_beside(story.contact, by=sue)
    assert (kept(story, sue), kept(story, ben)) == ({}, {})
    for other in (sue, ben):
        with pytest.raises(Denied):
            keep(story, "mine", by=other)
    assert sealed() == 1


def test_it_is_gone_once_it_was_said_and_nothing_late_brings_it_back(story):
    form = uuid.uuid4()
    keep(story, form=form)
    words = actions.Words(HALF + "!", uuid.uuid4(), form=form)
    actions.answer(story.contact, words, by=story.ana)
    assert (keep(story, form=form), kept(story), sealed()) == (False, {}, 0)
    assert keep(story, "the next one") is True  # of the next form
    assert (keep(story, form=form), kept(story)) == (False, {"answer": "the next one"})


def test_what_was_said_before_anything_was_kept_stays_said(story):
    form = uuid.uuid4()
    actions.answer(story.contact, actions.Words("Hi", uuid.uuid4(), form=form), by=story.ana)
    assert (keep(story, form=form), sealed()) == (False, 0)


def test_a_note_that_was_saved_leaves_no_draft_and_the_answer_stays(story):
    form = uuid.uuid4()
    keep(story, place="note", form=form)
    keep(story)
    actions.note(story.contact, "Facts.", by=story.ana, form=form)
    assert (keep(story, place="note", form=form), set(kept(story))) == (False, {"answer"})


def test_of_an_empty_box_nothing_is_kept(story):
    keep(story)
    keep(story, " \n ")
    assert (Draft.objects.count(), kept(story)) == (0, {})


def test_it_goes_when_the_conversation_is_closed(story):
    keep(story)
    story.ends()
    assert (Draft.objects.count(), keep(story), kept(story)) == (0, False, {})


@pytest.mark.parametrize("how", ["given back", "taken over", "forgotten"])
def test_it_goes_when_the_conversation_is_no_longer_theirs(house, story, told, how):
    keep(story)
    if how == "given back":
        offering.give_back(story.contact, by=story.ana)
    elif how == "taken over":
        asked = together.ask_help("hand_over", by=story.ana, contact=story.contact)
        together.come(asked, by=house.on_duty("sue"))
    else:
        forget(story.contact, by="test")
    assert Draft.objects.count() == 0


def test_a_closed_laptop_loses_nothing_until_somebody_else_takes_it(house, mina, told):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    actions.take(mina, by=ana)
    drafts.keep(mina, "answer", HALF, by=ana, form=uuid.uuid4())
    offering._release(mina.taking, "silent", actor="watch")
    mina.refresh_from_db()
    with pytest.raises(Denied):
        drafts.keep(mina, "answer", "x", by=ana, form=uuid.uuid4())
    actions.take(mina, by=ana)
    again = access.own(mina.id, by=ana)
    assert access.drafts_of(again, by=ana) == {"answer": HALF}
    offering._release(again.taking, "silent", actor="watch")
    mina.refresh_from_db()
    actions.take(mina, by=sue)
    assert Draft.objects.count() == 0


def test_after_a_day_it_is_gone(story):
    keep(story)
    with clock_at(later(hours=23)):
        run()
    assert sealed() == 1
    with clock_at(later(hours=25)):
        run()
    assert Draft.objects.count() == 0


def test_the_beginning_is_recorded_once_and_its_reading_never_its_words(story):
    last = Entry.objects.last().n
    for text in ("a", "ab", "abc"):
        keep(story, text)
    kept(story)
    assert [e.verb for e in Entry.objects.filter(n__gt=last)] == ["drafted", "read"]


def test_words_that_somebody_else_put_into_the_row_are_not_shown(house, story):
    keep(story)
    Draft.objects.update(member=house.members["sue"])
    contact = story.contact
    contact.taking.member = house.members["sue"]
    assert access.drafts_of(contact, by=house.on_duty("sue")) == {"answer": ""}


def test_too_long_is_said_and_what_was_kept_before_stays(story):
    keep(story)
    with pytest.raises(lang.TooLong):
        keep(story, "x" * (lang.LONGEST + 1))
    assert kept(story) == {"answer": HALF}


@pytest.mark.usefixtures("on_desk")
@pytest.mark.hostile(26)
def test_no_page_of_anybody_else_shows_it(house, story):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"
    posted = {"place": "answer", "text": HALF, "key": new_key()}
    assert ana.post(f"{at}draft/", posted).status_code == 204
    assert ana.post(f"{at}draft/", posted | {"place": "note"}).status_code == 204
    assert ana.get(at).content.decode().count(HALF) == 2
    together.sit_beside(story.contact, by=house.on_duty("sue"))
    for name in ("sue", "ben", "ada", "lou"):
        desk = desk_of(house, name)
        pages = [desk.get(to) for to in (at, f"{at}panels/notes/", f"{at}messages/", "/")]
        assert [page for page in pages if HALF in page.content.decode()] == []
        assert desk.post(f"{at}draft/", posted | {"text": "mine"}).status_code == 404
    assert ana.get(at).content.decode().count(HALF) == 2


@pytest.mark.usefixtures("on_desk")
def test_a_post_that_comes_after_the_answer_is_too_late(house, story):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"
    key = key_in(ana.get(at))
    assert ana.post(f"{at}answer/", {"key": key, "text": HALF + "."}).status_code == 302
    late = {"place": "answer", "text": HALF, "key": key}
    assert ana.post(f"{at}draft/", late).status_code == 409
    for wrong in ({"place": "wish"}, {"text": "x" * 4_001}):
        assert ana.post(f"{at}draft/", late | {"key": new_key()} | wrong).status_code == 422
    assert sealed() == 0


def test_a_draft_opens_with_the_conversations_key_and_dies_with_it(story):
    keep(story)
    draft = Draft.objects.get()
    assert draft.text.compartment == "conversation"
    assert open_sealed(draft.text, by=story.ana, why=Verb.READ) == HALF
