"""The house keeps what the person says: once, whole, for the line and for this browser only."""

import json
import uuid
from datetime import timedelta

import pytest

from havre.channels.webchat import access
from havre.channels.webchat.access import COOKIE
from havre.channels.webchat.models import GRACE, Session, SessionCopy
from havre.channels.webchat.tests.hand import box, kept, say, sentence, start, taken, told
from havre.contacts import actions
from havre.contacts.models import Message
from havre.contacts.signals import Facts
from havre.lib import privacy
from tests.faces import Browser
from tests.people import House

HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} [a](javascript:alert(1))",
    "\u202eright to left\u202c\u200b",
    "z" + "\u0301\u0300" * 1_000,
    "كلمات עברית ᐃᓄᒃᑎᑐᑦ",
]


def test_stores_words_for_the_line_and_shows_them_here(house: House, front: Browser) -> None:
    start(front)
    assert say(front, "  One.\r\nTwo.  ").status_code == 303
    assert told(front) == [("person", "One.\nTwo.")]
    assert kept(house) == [("words", "One.\nTwo.")]


@pytest.mark.hostile(20)
def test_stores_the_same_form_once(house: House, front: Browser) -> None:
    start(front)
    key = str(uuid.uuid4())
    say(front, "once", key=key)
    say(front, "once", key=key)
    say(front, "other words, same form", key=key)
    assert told(front) == [("person", "once"), ("person", "other words, same form")]
    assert Message.objects.count() == 2


@pytest.mark.hostile(2)
def test_takes_what_fits_and_keeps_what_does_not(house: House, front: Browser) -> None:
    start(front)
    say(front, "é" * 4_000)
    say(front, "\U0001f54a" * 4_001)
    assert [len(text) for _, text in told(front)] == [4_000]
    assert (len(box(front)), Message.objects.count()) == (4_001, 1)
    assert sentence(front).startswith(
        "That is a little too long to go at once (4001 of 4000 signs)."
    )
    say(front, "short")
    assert (box(front), sentence(front)) == ("", "")


def test_keeps_a_whole_book_in_the_box(house: House, front: Browser) -> None:
    start(front)
    book = "Three words more. " * 4_000
    say(front, book)
    assert box(front) == book.strip()


def test_says_that_the_box_is_empty(house: House, front: Browser) -> None:
    start(front)
    say(front, " \n ")
    assert sentence(front) == "There is nothing in the box yet."
    assert Message.objects.count() == 0


def test_gives_words_back_when_the_form_had_no_key(house: House, front: Browser) -> None:
    start(front)
    say(front, "Keep this", key="x")
    assert box(front) == "Keep this"
    assert sentence(front).startswith("This page had grown old, so we made a new one.")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.hostile(4)
@pytest.mark.hostile(7)
def test_shows_hostile_words_inert(house: House, front: Browser, text: str) -> None:
    start(front)
    say(front, text)
    assert len(told(front)) == 1
    page = front.get("/en/talk/").content.decode()
    assert page.count("<script") == 3
    assert "alert(1)</script>" not in page
    assert page.count("<bdi data-text>") == page.count("</bdi>")


def test_replaces_what_is_no_character(house: House, front: Browser) -> None:
    start(front)
    say(front, "a\0b\x1bc")
    assert told(front) == [("person", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c")]


@pytest.mark.hostile(13)
def test_ignores_fields_that_are_not_the_persons(house: House, front: Browser) -> None:
    start(front)
    say(front, "Hello", sender="staff", author="1", said_at="1999-01-01", contact=str(uuid.uuid4()))
    message = Message.objects.get()
    assert (message.sender, message.author_id, message.said_at.year > 2000) == (
        "person",
        None,
        True,
    )


def test_answers_a_script_with_the_reason_and_keeps_no_draft(house: House, front: Browser) -> None:
    start(front)
    asked = {"Accept": "application/json"}
    long = front.post("/en/talk/messages/", {"text": "a" * 4_001, "key": "0" * 32}, headers=asked)
    good = front.post("/en/talk/messages/", {"text": "a", "key": "0" * 32}, headers=asked)
    assert (long.status_code, list(long.json())) == (422, ["why"])
    assert (good.status_code, list(good.json())) == (200, ["key"])
    assert SessionCopy.objects.filter(kind="draft").count() == 0


def test_shows_the_answers_of_the_line_here_and_nowhere_else(house: House, front: Browser) -> None:
    start(front, "Hello")
    ana = house.on_duty("ana")
    actions.answer(taken(house), actions.Words("I am here.", uuid.uuid4()), by=ana)
    stranger = Browser()
    stranger.cookies[COOKIE] = "A" * 43
    assert told(front) == [
        ("person", "Hello"),
        ("line", "Someone is here now and is reading what you wrote."),
        ("staff", "I am here."),
    ]
    assert stranger.get("/en/talk/messages.json").status_code == 410


@pytest.mark.hostile(85)
def test_opens_no_copy_that_was_moved_between_browsers(house: House, front: Browser) -> None:
    start(front, "mine")
    other = Browser()
    start(other, "theirs", key="o" * 43)
    mine = SessionCopy.objects.get(session=access.find(front.cookies[COOKIE].value).session)  # type: ignore[union-attr]
    SessionCopy.objects.exclude(pk=mine.pk).update(session=mine.session)
    assert told(front)[0][1] in {"mine", "This message cannot be shown. You can ask for it again."}
    assert sorted(text for _, text in told(front)) == [
        "This message cannot be shown. You can ask for it again.",
        "mine",
    ]


def test_lets_the_conversation_go_when_the_page_was_quiet(house: House, front: Browser) -> None:
    start(front, "Hello")
    Session.objects.update(seen_at=Session.objects.get().seen_at - GRACE - timedelta(seconds=1))
    page = front.get("/en/talk/")
    assert "This conversation has ended on this device" in page.content.decode()
    assert "Hello</bdi>" not in page.content.decode()
    assert page.cookies[COOKIE]["max-age"] == 0


def test_keeps_open_as_long_as_the_page_asks(house: House, front: Browser) -> None:
    start(front)
    before = Session.objects.get().seen_at - timedelta(minutes=5)
    Session.objects.update(seen_at=before)
    front.get("/en/talk/messages.json")
    assert Session.objects.get().seen_at > before + timedelta(minutes=4)


def test_gives_words_back_that_came_too_late(house: House, front: Browser) -> None:
    start(front)
    Session.objects.all().delete()
    page = say(front, "Keep this").content.decode()
    assert "Keep this</textarea>" in page


def test_forgets_as_quickly_as_the_policy_says(house: House) -> None:
    assert privacy.models()["webchat", "Session"].span == GRACE


def test_does_not_take_words_into_a_closed_conversation(house: House, front: Browser) -> None:
    start(front, "Hello")
    ana = house.on_duty("ana")
    actions.close(taken(house), by=ana, outcome="not_ready", facts=Facts(), no_wish="unsaid")
    say(front, "wait")
    assert Message.objects.count() == 1
    page = front.get("/en/talk/").content.decode()
    assert "wait</textarea>" in page
    assert told(front)[-1] == (
        "line",
        "This conversation is closed. You can begin another at any time; we will be here.",
    )


def test_lists_what_a_script_needs_and_no_more(house: House, front: Browser) -> None:
    start(front, "Hello")
    items = json.loads(front.get("/en/talk/messages.json").content)
    assert [sorted(item) for item in items] == [["at", "from", "id", "kind", "text"]] * 3
    assert [item["kind"] for item in items] == ["question", "words", "status"]
