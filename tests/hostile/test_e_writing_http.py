"""The house says that somebody writes, to the other one alone, and keeps nothing of it.

Register 56, 57 at the real servers.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from havre.desk.tests.live import Browser, Stream, member, newest_waiting, person, say
from tests.stories.conftest import LiveLine

WRITING = b"event: ring\ndata: writing"


@dataclass
class Talk:
    line: LiveLine
    mina: Browser
    ana: Browser
    contact: str

    def mina_writes(self) -> int:
        return self.mina.post("/en/talk/writing/").status

    def ana_writes(self, by: Browser | None = None) -> int:
        return (by or self.ana).post(f"/talk/{self.contact}/writing/").status

    def rows(self) -> dict[str, int]:
        """How many rows each table has, and how many rings the bell keeps."""
        found = {}
        for path in self.line.data.rglob("*.sqlite3"):
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
                tables = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                for (table,) in tables.fetchall():
                    count = base.execute(f"SELECT count(*) FROM {table}")
                    found[f"{path.name} {table}"] = count.fetchone()[0]
            base.close()
        return found


@pytest.fixture
def talk(own_line: LiveLine) -> Iterator[Talk]:
    mina, ana = person(own_line, "Hello"), member(own_line, "ana")
    contact = newest_waiting(ana)
    assert ana.post(f"/talk/{contact}/taking/").status == 302
    return Talk(own_line, mina, ana, contact)


def opened(browser: Browser) -> Stream:
    stream = Stream(browser)
    stream.until(b"data: open")
    return stream


def test_a_page_that_was_open_before_hears_what_was_taken_since(own_line: LiveLine):
    ana = member(own_line, "ana")
    stream, mina = opened(ana), person(own_line, "Hello")
    contact = newest_waiting(ana)
    ana.post(f"/talk/{contact}/taking/")
    stream.until(f"contact:{contact}".encode(), within=5)
    stream.heard = b""
    say(mina, "More")
    stream.until(f"contact:{contact}".encode(), within=5)


@pytest.mark.hostile(57)
def test_only_whoever_holds_it_hears_that_the_person_writes(talk: Talk):
    sue, other = member(talk.line, "sue"), person(talk.line, "Another")
    assert sue.post(f"/talk/{talk.contact}/beside/").status == 302
    hers, beside, elsewhere = opened(talk.ana), opened(sue), opened(other)
    assert talk.mina_writes() == 204
    hers.until(f"data: writing:{talk.contact}".encode(), within=5)
    say(talk.mina, "More")
    beside.until(f"contact:{talk.contact}".encode(), within=5)  # what she may hear, she hears
    say(other, "More")
    elsewhere.until(b"data: talk", within=5)
    assert (b"writing" in beside.heard, b"writing" in elsewhere.heard) == (False, False)


@pytest.mark.hostile(56)
@pytest.mark.hostile(57)
def test_nobody_else_makes_the_persons_page_say_that_somebody_writes(talk: Talk):
    page = opened(talk.mina)
    for name in ("ben", "sue"):
        assert talk.ana_writes(by=member(talk.line, name)) == 404
    assert talk.ana_writes(by=Browser(talk.line.desk)) in {302, 403}
    stranger = Browser(talk.line.front, dict(talk.mina.cookies), talk.mina.token)
    forged = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert stranger.post("/en/talk/writing/", (), **forged).status == 403
    talk.ana.post(f"/talk/{talk.contact}/answer/", {"text": "Hello"})
    page.until(b"data: talk", within=5)
    assert b"writing" not in page.heard
    assert talk.ana_writes() == 204
    page.until(WRITING, within=5)


def test_however_often_it_is_said_it_rings_once_and_nothing_is_kept(talk: Talk):
    hers = opened(talk.ana)
    assert talk.mina_writes() == 204
    hers.until(b"data: writing:", within=5)
    before = talk.rows()
    assert {talk.mina_writes() for _ in range(20)} == {204}
    assert talk.rows() == before
    say(talk.mina, "More")
    hers.until(f"data: contact:{talk.contact}".encode(), within=5)
    assert hers.heard.count(b"data: writing:") == 1


def test_nothing_is_shown_of_a_conversation_that_is_closed(talk: Talk):
    ended = {"outcome": "supported", "no_wish": "not_said"}
    assert talk.ana.post(f"/talk/{talk.contact}/closure/", ended).status == 302
    hers, page = opened(talk.ana), opened(talk.mina)
    assert (talk.mina_writes(), talk.ana_writes()) == (204, 204)
    talk.ana.post(f"/talk/{talk.contact}/reopening/")
    hers.until(f"contact:{talk.contact}".encode(), within=5)
    page.until(b"data: talk", within=5)
    assert (b"writing" in hers.heard, b"writing" in page.heard) == (False, False)
