"""The house says at the desk what was not kept, and leaves every typed word where it stands."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from havre.desk.tests.live import person
from tests.stories.conftest import AtTheDesk, LiveLine, takes_newest

pytestmark = [pytest.mark.browser, pytest.mark.hostile(22)]
FAILED = "It was not sent. Your words are still in the box; try again."
FAILURES: dict[str, Callable[[Route], None]] = {
    "the database refused": lambda route: route.fulfill(status=503, body="<h1>That did not</h1>"),
    "the desk is away": lambda route: route.abort(),
}


@pytest.fixture
def talk(line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]) -> Page:
    """Ana, in a conversation of her own."""
    word = uuid.uuid4().hex
    person(line, word)
    ana = at_the_desk("ana")
    ana.speak("en")
    ana.page.goto(line.desk + "/")
    takes_newest(ana.page)
    expect(ana.page.locator(".messages").get_by_text(word)).to_be_visible()
    return ana.page


@pytest.mark.parametrize("how", FAILURES)
def test_a_note_that_was_not_kept_stays_in_its_box_with_a_sentence(talk: Page, how: str) -> None:
    talk.route("**/note/", FAILURES[how])
    talk.fill("#id_note", "Papers withheld.")
    talk.click("#panel-notes form button")
    expect(talk.locator("#say-notes [role=alert]")).to_have_text(FAILED)
    expect(talk.locator("#id_note")).to_have_value("Papers withheld.")
    talk.unroute("**/note/")
    talk.click("#panel-notes form button")
    expect(talk.locator("#panel-notes .note")).to_contain_text("Papers withheld.")
    expect(talk.locator("#say-notes")).to_be_empty()


@pytest.mark.parametrize("how", FAILURES)
def test_an_answer_that_was_not_kept_stays_in_its_box(talk: Page, how: str) -> None:
    talk.route("**/answer/", FAILURES[how])
    talk.fill("#answer", "I am here.")
    talk.click(".composer button")
    expect(talk.locator("#say-composer")).to_have_text(FAILED)
    expect(talk.locator("#answer")).to_have_value("I am here.")
    talk.unroute("**/answer/")
    talk.click(".composer button")
    expect(talk.locator(".messages").get_by_text("I am here.")).to_be_visible()


def test_an_answer_whose_receipt_got_lost_is_said_once_and_changed_words_again(talk: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # it is stored, and nobody hears so
        route.abort()

    talk.route("**/answer/", lose)
    talk.fill("#answer", "I am here.")
    talk.click(".composer button")
    expect(talk.locator("#say-composer")).to_have_text(FAILED)
    talk.unroute("**/answer/")
    talk.click(".composer button")
    expect(talk.locator("#answer")).to_have_value("")
    talk.fill("#answer", "And I stay.")
    talk.click(".composer button")
    expect(talk.locator(".messages").get_by_text("And I stay.")).to_be_visible()
    expect(talk.locator(".messages").get_by_text("I am here.")).to_have_count(1)
