"""Six words are asked for after one question, from a conversation and after a note."""

import re
import uuid
from typing import Any

import pytest
from django.db import DatabaseError

from havre.channels.webchat.tests.hand import start
from havre.contacts.models import Contact
from havre.front.tests.hand_back import PAGE, comes, field, follow
from havre.returning import access, actions, tries
from havre.returning.models import Answer, Way
from havre.returning.phrase import Phrase
from havre.tips.models import Tip
from tests.faces import Browser

pytestmark = pytest.mark.usefixtures("house", "quick")
ASK = "/en/back/words/"
REPLY = "There is a bed in the green house."


def asks(front: Browser, safe: str, page: str = ASK, **more: str) -> Any:
    """Answer the one question."""
    return front.post(page, {"safe": safe} | more)


@pytest.mark.parametrize("page", [ASK, "/fr/back/words/"])
def test_words_are_offered_after_one_question_whose_answer_is_no(front, house, page):
    start(front, "Hello")
    told = front.get(page).content.decode()
    assert re.findall(r'name="safe" value="(\w+)" autocomplete="off"( checked)?', told) == [
        ("no", " checked"), ("yes", "")]  # fmt: skip
    for answer in ("no", "", "maybe"):
        assert asks(front, answer, page)["Location"].endswith("/talk/")
    assert Way.objects.count() == 0


def test_words_are_shown_on_a_page_of_their_own_again_while_the_conversation_is_open(front, house):
    start(front, "Hello")
    answer = asks(front, "yes")
    page = follow(front, answer)
    words = re.findall(r"<li>([a-z]+)</li>", page)
    assert len(words) == 6
    assert [word for word in words if word in answer.headers["Location"]] == []
    again = follow(front, asks(front, "yes"))
    assert (re.findall(r"<li>([a-z]+)</li>", again), Way.objects.count()) == (words, 1)
    contact = Contact.objects.get()
    front.post("/en/talk/leave/")
    actions.keep_unread(contact, uuid.uuid4(), REPLY)
    assert REPLY in comes(front, Phrase(tuple(words)))
    gone = front.get(answer.headers["Location"])
    assert (gone.status_code, gone["Location"]) == (303, "/en/back/")


@pytest.mark.hostile(41)
def test_hidden_no_page_shows_the_words_or_gives_new_ones(front, house):
    start(front, "Hello")
    shown = asks(front, "yes").headers["Location"]
    assert len(re.findall(r"<li>([a-z]+)</li>", front.get(shown).content.decode())) == 6
    front.post("/en/talk/hide/")
    for answer in (front.get(shown), front.get(ASK), asks(front, "yes")):
        assert (answer.status_code, answer["Location"]) == (303, "/en/talk/")
    front.post("/en/talk/show/")
    assert len(re.findall(r"<li>([a-z]+)</li>", front.get(shown).content.decode())) == 6


def test_without_a_conversation_there_is_nothing_to_come_back_to(front, house):
    for answer in (front.get(ASK), asks(front, "yes"), asks(front, "yes", note="x")):
        assert (answer.status_code, answer["Location"]) == (303, "/en/back/")
    assert Way.objects.count() == 0


def test_when_no_words_can_be_made_the_page_says_so(front, house, monkeypatch):
    start(front, "Hello")
    with monkeypatch.context() as patched:
        patched.setattr(tries, "A_MINUTE", 0)
        busy = asks(front, "yes")
    assert (busy.status_code, "no words were made" in busy.content.decode()) == (429, True)

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("havre.returning.actions.keep", broken)
    failed = asks(front, "yes")
    assert (failed.status_code, "no words were made" in failed.content.decode()) == (503, True)


def leaves_a_note(front: Browser) -> str:
    """Somebody saw something; where they are led."""
    key = field(front.get("/en/note/").content.decode(), "key")
    answer = front.post("/en/note/", {"key": key, "what": "A van"})
    assert not answer.cookies
    return answer.headers["Location"]


def words_of_a_note(front: Browser) -> Phrase:
    """They ask for six words."""
    token = leaves_a_note(front).split("?")[1]
    page = front.get(f"{ASK}?{token}").content.decode()
    shown = follow(front, asks(front, "yes", note=field(page, "note")))
    return Phrase(tuple(re.findall(r"<li>([a-z]+)</li>", shown)))


def test_whoever_left_a_note_answers_a_question_with_their_words(front, house):
    words = words_of_a_note(front)
    tip, lou = Tip.objects.get(), house.on_duty("lou")
    actions.ask(tip, "Which colour was it?", key=uuid.uuid4(), by=lou)
    page = comes(front, words)
    assert ("Which colour was it?" in page, "A van" in page, 'name="key"' in page) == (
        True, False, True)  # fmt: skip
    more = {"back": field(page, "back"), "key": field(page, "key"), "text": "Red."}
    assert "beside your note" in follow(front, front.post(f"{PAGE}adding/", more))
    told = [(each.by, each.text, each.fetched) for each in access.asked_of(tip, by=lou)]
    assert told == [("Lou", "Which colour was it?", True), ("", "Red.", False)]
    assert {each.text for each in access.asked_of(tip, by=house.on_duty("ana"))} == {""}


def test_a_note_without_a_yes_has_no_way_back(front, house):
    token = leaves_a_note(front).split("?")[1]
    assert asks(front, "no", note=token)["Location"] == "/en/note/kept/"
    assert (Way.objects.count(), access.has_way(Tip.objects.get())) == (0, False)
    with pytest.raises(actions.NoWay):
        actions.ask(Tip.objects.get(), "?", key=uuid.uuid4(), by=house.on_duty("lou"))


@pytest.mark.hostile(41)
def test_the_page_before_the_words_opens_nothing_once_they_were_shown(front, house):
    kept = leaves_a_note(front)
    token = kept.split("?")[1]
    assert token in front.get(kept).content.decode()
    follow(front, asks(front, "yes", note=token))
    assert token not in front.get(kept).content.decode()
    assert asks(front, "yes", note=token)["Location"] == "/en/back/"


@pytest.mark.parametrize(("text", "status"), [("x" * 4_001, 422), ("", 303)])
def test_an_addition_that_cannot_be_kept_stays_in_its_box(front, house, text, status):
    page = comes(front, words_of_a_note(front))
    more = {"back": field(page, "back"), "key": field(page, "key"), "text": text}
    answer = front.post(f"{PAGE}adding/", more)
    assert (answer.status_code, Answer.objects.count()) == (status, 0)
    assert not text or text in answer.content.decode()
