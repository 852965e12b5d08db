"""The house opens a conversation: once per page, with a cookie that opens nothing else."""

import re
from datetime import timedelta

import pytest
from django.db import connections

from havre.channels.webchat.access import COOKIE
from havre.channels.webchat.models import Session, SessionCopy
from havre.channels.webchat.tests.hand import KEY, box, kept, sentence, start, told
from havre.contacts.models import Contact, Message
from havre.vault.models import SealedSecret
from tests.faces import Browser, Watched
from tests.people import House


@pytest.mark.requirement("002-E3")
def test_keeps_no_cookie_before_a_conversation(house: House, front: Browser) -> None:
    for address in ("/", "/en/", "/en/talk/", "/en/privacy/", "/en/talk/gone/", "/calendar/"):
        front.get(address)
    assert dict(front.cookies) == {}


def test_opens_one_conversation_with_its_first_words(house: House, front: Browser) -> None:
    answer = start(front, "Hello")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/talk/?begun")
    assert told(front) == [("person", "Hello")]
    assert kept(house) == [("words", "Hello")]


@pytest.mark.requirement("000-01")
def test_asks_for_nothing_at_all(house: House, front: Browser) -> None:
    assert start(front, "").status_code == 303
    assert (Contact.objects.count(), Message.objects.count()) == (1, 0)


def test_locks_the_cookie_to_this_host_and_this_visit(house: House, front: Browser) -> None:
    start(front)
    cookie = front.cookies[COOKIE]
    said = {
        name: cookie[name]
        for name in ("secure", "httponly", "samesite", "path", "domain", "max-age")
    }
    assert said == {
        "secure": True,
        "httponly": True,
        "samesite": "Strict",
        "path": "/",
        "domain": "",
        "max-age": "",
    }
    assert len(cookie.value) == 43
    assert cookie.value != KEY


@pytest.mark.hostile(20)
def test_counts_a_double_click_once(house: House, front: Browser) -> None:
    first = start(front, "Hello").cookies[COOKIE].value
    second = start(front, "Hello").cookies[COOKIE].value
    assert second == first
    assert (Contact.objects.count(), Session.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_opens_nothing_for_whoever_finds_the_form_later(house: House, front: Browser) -> None:
    start(front, "Hello")
    Session.objects.update(opened_at=Session.objects.get().opened_at - timedelta(minutes=3))
    stranger = Browser()
    answer = start(stranger, "Hello")
    assert (answer.status_code, dict(stranger.cookies)) == (409, {})
    assert "Hello" not in answer.content.decode().replace("“Hello”", "")
    assert Contact.objects.count() == 1


def test_opens_nothing_again_after_leaving(house: House, front: Browser) -> None:
    start(front, "Hello")
    front.post("/en/talk/leave/")
    stranger = Browser()
    assert (start(stranger, "Hello").status_code, dict(stranger.cookies)) == (409, {})
    assert (Contact.objects.count(), Session.objects.count()) == (1, 0)


def test_keeps_first_words_that_are_too_long_in_the_box(house: House, front: Browser) -> None:
    start(front, "a" * 4_001)
    assert box(front) == "a" * 4_001
    assert sentence(front) == (
        "That is a little too long to go at once (4001 of 4000 signs). Nothing is lost: your "
        "text is still in the box. Send it in two parts."
    )
    assert (Contact.objects.count(), Message.objects.count()) == (1, 0)


def test_gives_the_words_back_when_the_page_was_not_ours(house: House, front: Browser) -> None:
    answer = start(front, "Keep this", key="too short")
    assert answer.status_code == 422
    assert "Keep this</textarea>" in answer.content.decode()
    assert Contact.objects.count() == 0


def test_leaves_the_old_conversation_for_a_new_one(house: House, front: Browser) -> None:
    start(front, "one")
    start(front, "two", key="n" * 43)
    assert told(front) == [("person", "two")]
    assert Session.objects.count() == 1
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["left", "words", "words"]


@pytest.mark.hostile(90)
def test_reads_nothing_of_anybody_on_the_front(house: House, front: Browser) -> None:
    with Watched() as watched:
        start(front, "Hello")
        start(front, "Hello")
        front.get("/en/talk/")
        front.get("/en/talk/messages/")
        front.get("/en/talk/messages.json")
        front.post("/en/talk/safety/", {"safety": "yes"})
        front.post("/en/talk/messages/", {"text": "more", "key": "0" * 32})
        front.post("/en/talk/messages/", {"text": "a" * 5_000, "key": "1" * 32})
        front.get("/exit/")
        front.get("/health/")
        front.get("/en/")
    assert watched.read == {
        "contacts_lamp",
        "vault_rolekey",
        "webchat_pause",
        "webchat_session",
        "webchat_sessioncopy",
    }
    assert watched.changed == {
        ("INSERT", "vault_sealedsecret"),
        ("INSERT", "vault_auditkey"),
        ("INSERT", "vault_compartment"),
        ("INSERT", "contacts_person"),
        ("INSERT", "contacts_contact"),
        ("INSERT", "contacts_unclosed"),
        ("INSERT", "contacts_message"),
        ("INSERT", "webchat_session"),
        ("INSERT", "webchat_sessioncopy"),
        ("UPDATE", "webchat_session"),
        ("DELETE", "webchat_session"),
        ("DELETE", "webchat_sessioncopy"),
    }


def test_stores_no_cookie_and_no_word_in_the_clear(house: House, front: Browser) -> None:
    cookie = start(front, "Zimtstern").cookies[COOKIE].value
    rows = [
        *Session.objects.values_list(),
        *SessionCopy.objects.values_list(),
        *Message.objects.values_list(),
    ]
    rows += SealedSecret.objects.values_list()
    raw = b""
    for row in rows:
        raw += b" ".join(str(v).encode() if not isinstance(v, bytes) else v for v in row)
    for name in connections:
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT 1")
    assert (b"Zimtstern" in raw, cookie.encode() in raw) == (False, False)


def test_tells_a_browser_without_cookies_so_and_gives_the_number(
    house: House, front: Browser
) -> None:
    start(front, "Hello")
    front.cookies.clear()
    page = front.get("/en/talk/?begun").content.decode()
    assert ("has reached us" in page, "1-833-900-1010" in page) == (True, True)


def test_leaves_nothing_in_the_address_once_the_conversation_is_open(
    house: House, front: Browser
) -> None:
    start(front, "Hello")
    answer = front.get("/en/talk/?begun")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/talk/")


@pytest.mark.requirement("000-28")
@pytest.mark.requirement("002-E6")
def test_opens_the_twenty_first_conversation_like_the_first(house: House, front: Browser) -> None:
    """The same browser, again and again: nothing is counted, slowed down or said about it."""
    pages = set()
    for n in range(21):
        answer = start(front, "C’est encore moi.", key=f"{n:02}" + "k" * 41, language="fr")
        page = front.get(answer["Location"]).content.decode()
        page = re.sub(r'(?:value|id|datetime)="[^"]*"|\d\d:\d\d', "", page)
        pages.add((answer.status_code, page))
    assert (Contact.objects.count(), len(pages)) == (21, 1)
