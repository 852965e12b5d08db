"""After a hard contact: one box, one press away, and nobody is asked why. Who supervises learns
that somebody is on a break, or would like to talk, and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import look_at

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "care"


def ends_a_conversation(ana: AtTheDesk, *, hard: bool) -> None:
    """Takes whoever waits first, and closes with the box ticked or not, by keyboard alone."""
    page = ana.page
    page.goto(ana.line.desk + "/")
    page.locator("form[action$='/taking/'] button").first.click()
    page.wait_for_selector("#panel-close")
    page.select_option("#id_no_wish", "not_asked")
    if hard:
        page.focus("#id_hard")
        page.keyboard.press("Space")
        page.locator("#panel-close").screenshot(path=ARTEFACTS.parent / "care" / "closing.png")
    page.focus("#panel-close form button")
    page.keyboard.press("Enter")


@pytest.fixture
def somebody_writes(line: LiveLine, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Each time somebody else, on a phone of their own."""
    made: list[BrowserContext] = []

    def write() -> Page:
        context = browser.new_context(viewport={"width": 320, "height": 640}, locale="en-CA")
        made.append(context)
        page = context.new_page()
        page.goto(line.front + "/en/talk/")
        page.fill("#first", "Zimtstern am Fenster.")
        page.click("main form button")
        page.wait_for_selector("#write")
        return page

    yield write
    for context in made:
        context.close()


def test_a_hard_contact_is_followed_by_care_and_nobody_is_asked_why(
    at_the_desk: Callable[[str], AtTheDesk], somebody_writes: Callable[[], Page]
) -> None:
    ana, sue = at_the_desk("ana"), at_the_desk("sue")
    ana.speak("en"), sue.speak("en")
    somebody_writes(), somebody_writes()
    ends_a_conversation(ana, hard=False)
    expect(ana.page.get_by_text("Closed. Take a breath before the next one.")).to_be_visible()
    ends_a_conversation(ana, hard=True)
    expect(ana.page.get_by_role("heading", name="That one may stay with you")).to_be_visible()
    expect(ana.page.locator("#hard-total", has_text="1 hard contact")).to_be_visible()
    assert "talk" not in ana.page.url
    for language in ("fr", "en"):
        _look_at_it(ana, language)
    ana.page.goto(ana.line.desk + "/care/?hard=yes")
    ana.page.get_by_role("button", name="I would like to talk").click()
    expect(ana.page.get_by_text("Who supervises sees your name")).to_be_visible()
    sue.page.goto(sue.line.desk + "/")
    expect(sue.page.get_by_text("Ana would like to talk")).to_be_visible()
    look_at(sue.page, PICTURES / "sue-sees")
    ana.page.get_by_role("button", name="Step off for now").click()
    expect(ana.page.get_by_text("You are on a break. Nobody is asked why.")).to_be_visible()
    on_duty = sue.page.locator('.row:has(.row-title:text-is("Ana"))').last
    expect(on_duty).to_contain_text("On a break", timeout=10_000)
    assert "hard" not in sue.page.locator("main").inner_text().casefold()
    sue.page.goto(sue.line.desk + "/care/")
    expect(
        sue.page.locator("#hard-total", has_text="No hard contact")
    ).to_be_visible()  # her own, not Ana’s
    sue.page.goto(sue.line.desk + "/audit/")
    assert "hard" not in sue.page.locator("main").inner_text().casefold()
    sue.page.goto(sue.line.desk + "/")
    sue.page.get_by_role("button", name="I talk with them").click()
    expect(sue.page.get_by_text("Ana would like to talk")).to_have_count(0)
    ana.page.get_by_role("button", name="Available").click()


def _look_at_it(ana: AtTheDesk, language: str) -> None:
    ana.speak(language)
    ana.page.goto(ana.line.desk + "/care/?hard=yes")
    ana.page.locator("summary").press("Enter")  # the three questions
    look_at(ana.page, PICTURES / language)


def test_what_follows_can_be_waved_away_and_said_later(
    at_the_desk: Callable[[str], AtTheDesk], somebody_writes: Callable[[], Page]
) -> None:
    ana = at_the_desk("ana")
    ana.speak("en")
    somebody_writes()
    ends_a_conversation(ana, hard=False)
    ana.page.get_by_role("link", name="For you").click()
    before = ana.page.locator("#hard-total").inner_text()
    ana.page.get_by_role("button", name="This one was hard").click()
    expect(ana.page.locator("#hard-total")).not_to_have_text(before)
    ana.page.get_by_role("link", name="No thanks, back to the board").click()
    ana.page.wait_for_selector("#board")
