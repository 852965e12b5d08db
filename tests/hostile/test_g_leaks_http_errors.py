"""The house writes an error's id, type and place into its log, and nothing that anybody said.

Register 22 and 75: every view of both faces fails in turn, with content in its hands.
"""

import io
import logging
import re
import sqlite3
import uuid
from collections.abc import Iterator
from itertools import product

import pytest
from django.db import OperationalError, connection

from havre.desk.tests.hand import desk_of
from havre.lib.logs import Nameless
from tests.faces import Browser
from tests.hands import begin
from tests.people import House

WORD = "Zimtstern"
LINE = r"\S+ \S+ [A-Z]+ [a-z.]+ [0-9a-f]{6} [A-Za-z]+ at [A-Za-z_<>]+:\d+( < [A-Za-z_<>]+:\d+)*"


class Hidden(Exception):
    """A failure that carries what was said."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the servers' log says, by their own formatter."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Nameless())
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


def fails(*args: object, **kwargs: object) -> None:
    said = f"{WORD} {args} {kwargs}"
    raise Hidden(said)


def locked(*args: object, **kwargs: object) -> None:
    said = f"INSERT INTO contacts_message VALUES ({WORD})"
    raise OperationalError("database or disk is full: " + said) from sqlite3.OperationalError(said)


FAILURES = ((fails, 500), (locked, 503))
ACTIONS = {
    "answer": "havre.contacts.actions.answer",
    "note": "havre.contacts.actions.note",
    "wish": "havre.contacts.actions.learn",
    "person": "havre.contacts.actions.learn",
    "safety": "havre.safety.actions.check",
    "consents": "havre.consents.actions.give",
    "offers": "havre.referrals.actions.offer",
    "what-left": "havre.referrals.actions.show_what_left",
    "closure": "havre.contacts.actions.close",
    "draft": "havre.contacts.drafts.keep",
    "interpreter/asking": "havre.contacts.interpreting.ask",
    "interpreter/letting-in": "havre.contacts.interpreting.let_in",
    "interpreter/another": "havre.contacts.interpreting.another",
    "interpreter/ending": "havre.contacts.interpreting.need_no_more",
    "options": "havre.directory.views.search",
}
POSTED = {"text": WORD, "wish": WORD, "called": WORD, "answer": "safe", "act": "next_steps",
          "purpose": "share_service", "days": "7", "manner": "typed", "limits": WORD,
          "outcome": "supported", "words": WORD, "place": "answer",
          "language": "es", "dialect": WORD}  # fmt: skip


@pytest.mark.hostile(22)
@pytest.mark.hostile(75)
@pytest.mark.usefixtures("on_desk")
@pytest.mark.parametrize("case", [*product(ACTIONS, FAILURES)])
def test_a_view_of_the_desk_that_fails_says_so_and_repeats_nothing(
    house: House, log, monkeypatch, case
):
    verb, (failure, status) = case
    story = begin(house)
    ana = desk_of(house, "ana")
    monkeypatch.setattr(ACTIONS[verb], failure)
    posted = POSTED | {"answer": "yes"} if verb == "consents" else POSTED
    answer = ana.post(f"/talk/{story.contact_id}/{verb}/", posted | {"key": str(uuid.uuid4())})
    page = answer.content.decode()
    assert (answer.status_code, WORD in page, "Traceback" in page) == (status, False, False)
    assert "nothing was stored" in page
    _says_only_where(log)


def _says_only_where(log: io.StringIO) -> None:
    lines = log.getvalue().splitlines()
    assert lines != []
    assert [line for line in lines if WORD in line or "/talk/" in line or "INSERT" in line] == []
    places = [line for line in lines if " at " in line]
    assert [line for line in places if not re.fullmatch(LINE, line)] == []


FRONT = {
    "/en/talk/": "havre.channels.webchat.actions.begin",
    "/en/talk/messages/": "havre.channels.webchat.actions.say",
    "/en/talk/safety/": "havre.channels.webchat.actions.answer_safety",
    "/en/talk/sign/": "havre.channels.webchat.actions.sign",
    "/en/talk/hide/": "havre.channels.webchat.actions.hide",
}


@pytest.mark.hostile(22)
@pytest.mark.hostile(75)
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("case", [*product(FRONT, FAILURES)])
def test_a_view_of_the_front_that_fails_says_so_and_logs_nothing(
    front: Browser, log, monkeypatch, case
):
    address, (failure, status) = case
    front.post("/en/talk/", {"key": "k" * 43, "text": "Hello"})
    monkeypatch.setattr(FRONT[address], failure)
    posted = {"key": "n" * 43 if address == "/en/talk/" else str(uuid.uuid4()), "safety": "no"}
    posted |= {"sign": "cannot"}
    answer = front.post(address, posted | {"text": WORD})
    page = answer.content.decode()
    assert (answer.status_code, "This did not reach us" in page) == (status, True)
    assert f"{WORD}</textarea>" in page  # on this page only: it can be sent again
    _says_only_where(log)


@pytest.mark.hostile(22)
@pytest.mark.hostile(75)
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(("failure", "status"), FAILURES)
def test_a_note_that_fails_keeps_its_words_and_logs_nothing(
    front: Browser, log, monkeypatch, *, failure, status
):
    monkeypatch.setattr("havre.tips.actions.receive", failure)
    answer = front.post("/en/note/", {"key": str(uuid.uuid4()), "what": WORD, "who": WORD})
    page = answer.content.decode()
    assert (answer.status_code, page.count(WORD)) == (status, 2)  # on this page only
    _says_only_where(log)


@pytest.mark.hostile(22)
@pytest.mark.usefixtures("on_desk")
def test_a_database_that_fails_before_the_view_is_no_sign_in(house: House, log):
    story = begin(house)
    ana = desk_of(house, "ana")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE staff_desksession RENAME TO away")
    answer = ana.post(f"/talk/{story.contact_id}/note/", {"text": WORD})
    assert (answer.status_code, "nothing was stored" in answer.content.decode()) == (500, True)
    _says_only_where(log)


@pytest.mark.hostile(22)
@pytest.mark.usefixtures("on_desk")
@pytest.mark.parametrize("verb", ["answer", "note", "wish", "consents", "closure"])
def test_without_its_audit_the_desk_stores_nothing_and_says_so(house: House, verb):
    story = begin(house)
    ana = desk_of(house, "ana")
    before = _rows(story.contact_id)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO away")
    posted = POSTED | {"answer": "yes", "key": str(uuid.uuid4())}
    answer = ana.post(f"/talk/{story.contact_id}/{verb}/", posted)
    assert (answer.status_code, "nothing was stored" in answer.content.decode()) == (503, True)
    assert _rows(story.contact_id) == before


def _rows(contact: object) -> list[int]:
    found = []
    for table in ("contacts_message", "contacts_note", "consents_consent", "contacts_closure"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found.append(cursor.fetchone()[0])
    return found
