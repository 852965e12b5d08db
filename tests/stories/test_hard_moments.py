"""Two hard moments: somebody opens a page and writes nothing; somebody writes what hurts. Nobody is
pressed, nobody bears it alone, and whoever is afraid finds the way back in."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine, takes_newest
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "hard"
CRUEL = "Zimtstern, shut up."


def picture(page: Page, name: str, *, full: bool = True) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=full)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=PICTURES / f"{name}-dark.png")
    page.emulate_media(color_scheme="light")


def comes(line: LiveLine, open_context, *, says: str = "", **more: object) -> Page:
    """Somebody on a phone begins."""
    context = open_context(viewport={"width": 320, "height": 640}, locale="en-CA", **more)
    page = context.new_page()
    page.goto(line.front + "/en/talk/")
    page.fill("#first", says)
    page.click("main form button")
    page.wait_for_selector("#write")
    return page


def takes(desk: AtTheDesk) -> Page:
    """The newest of those who wait."""
    desk.speak("en")
    page = desk.page
    takes_newest(page)
    page.wait_for_selector("#answer")
    return page


def says(page: Page, text: str) -> None:
    page.fill("#write", text)
    page.click("form[data-send] button")
    expect(page.locator("#write")).to_have_value("")


@pytest.mark.requirement("000-27")
@pytest.mark.requirement("002-A5")
def test_whoever_writes_nothing_is_not_pressed(line: LiveLine, at_the_desk, open_context) -> None:
    mina = comes(line, open_context)
    ana = takes(at_the_desk("ana"))
    expect(ana.locator("#panel-silence")).to_be_visible()
    assert_accessible(ana)
    picture(ana, "silence")
    ana.locator("#panel-silence .phrase").first.click()
    ana.get_by_label("with yes and no to press").check()
    ana.get_by_role("button", name="Send").click()
    expect(mina.get_by_role("button", name="Yes", exact=True)).to_be_visible(timeout=10_000)
    expect(ana.get_by_label("with yes and no to press")).not_to_be_checked()
    assert_accessible(mina)
    picture(mina, "yes-no")
    mina.get_by_role("button", name="Yes", exact=True).click()
    expect(ana.locator(".message[data-from=person] .message-text")).to_have_text(
        "Yes", timeout=10_000
    )
    expect(ana.locator("#panel-silence")).to_be_hidden(timeout=10_000)
    ana.goto(line.desk + "/")
    mina.context.close()
    second = comes(line, open_context)
    ana = takes(at_the_desk("ana"))
    ana.locator("#panel-silence summary").click()
    ana.get_by_role("button", name="Let it rest").click()
    expect(second.get_by_text("You did nothing wrong")).to_be_visible(timeout=10_000)
    expect(second.get_by_role("button", name="Begin again")).to_be_visible()


def test_yes_and_no_are_pressed_without_javascript(
    line: LiveLine, at_the_desk, open_context
) -> None:
    mina = comes(line, open_context, says="Hello", java_script_enabled=False)
    ana = takes(at_the_desk("ana"))
    ana.fill("#answer", "Are you alone?")
    ana.get_by_label("with yes and no to press").check()
    ana.get_by_role("button", name="Send").click()
    frame = mina.frame_locator("iframe")
    frame.get_by_role("button", name="No", exact=True).click(timeout=15_000)
    expect(ana.locator(".message[data-from=person]").last).to_contain_text("No", timeout=10_000)


def hides(ana: Page) -> None:
    """So that nobody reads it twice."""
    ana.locator(".message[data-from=person] .message-hide").click()
    expect(ana.locator(".message[data-hidden]")).to_contain_text("Hidden by Ana.")
    expect(ana.get_by_text(CRUEL)).to_have_count(0)
    assert_accessible(ana)


def warns_twice_and_ends(ana: Page, page: Page) -> None:
    """Each warning only after it went on."""
    ana.locator("#panel-warnings summary").click()
    picture(ana, "warnings")
    for button, told in (
        ("Give the first warning", "This is a first warning"),
        ("Give the second warning", "second and last warning"),
    ):
        ana.get_by_role("button", name=button).click(timeout=10_000)
        expect(page.get_by_text(told)).to_be_visible(timeout=10_000)
        says(page, CRUEL)
    end = ana.get_by_role("button", name="End it, and pause that browser")
    expect(end).to_be_visible(timeout=10_000)
    assert_accessible(ana)
    picture(ana, "end")
    end.click()


def asks_us_to_look_again(line: LiveLine, page: Page) -> None:
    """The numbers are there, and a way to say that it is a mistake."""
    expect(page.locator("h1")).to_have_text("Writing pauses here", timeout=10_000)
    assert_accessible(page)
    picture(page, "paused")
    page.goto(line.front + "/en/talk/")
    expect(page.locator("h1")).to_have_text("Writing pauses here")
    page.get_by_role("button", name="Ask us to look again").click()
    expect(page.get_by_text("You asked us to look again")).to_be_visible()


@pytest.mark.hostile(104)
def test_two_warnings_then_a_pause_that_lets_in_whoever_is_afraid(
    line: LiveLine, at_the_desk, open_context
) -> None:
    page = comes(line, open_context, says=CRUEL)
    ana = takes(at_the_desk("ana"))
    sue: AtTheDesk = at_the_desk("sue")
    sue.speak("en")
    hides(ana)
    warns_twice_and_ends(ana, page)
    asks_us_to_look_again(line, page)
    expect(sue.page.get_by_text("They ask to be let in")).to_be_visible(timeout=10_000)
    assert_accessible(sue.page)
    picture(sue.page, "review")
    page.get_by_role("button", name="I am in danger now").click()
    page.wait_for_selector("#write")
    first = sue.page.locator(".row[data-state=waiting]").first
    expect(first).to_contain_text("Said: in danger now", timeout=10_000)
    sue.page.get_by_role("link", name="Ended by Ana after two warnings").click()
    sue.page.get_by_role("link", name="Open it all the same").click()
    expect(sue.page.get_by_text(CRUEL)).to_have_count(3)
    sue.page.goto(line.desk + "/")
    sue.page.get_by_role("button", name="Let them in").click()
    expect(sue.page.get_by_text("Pauses to look at")).to_have_count(0)
