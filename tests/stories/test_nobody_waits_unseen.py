"""Three responders' and a supervisor's night: the house asks one, then the next, then all; it
notices who fell silent, and the person hears the truth each time."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
WORD = "Zimtstern am Fenster."
RECENT = re.compile(r"just now|(?<!\d)1 minute(?!s)")


def writes(mina: Page) -> None:
    mina.fill("#first", WORD)
    mina.click("main form button")
    mina.wait_for_selector("#write")


def picture(page: Page, name: str) -> None:
    page.screenshot(path=ARTEFACTS.parent / "queue" / f"{name}.png")


def latest(page: Page):
    """The person who writes now; the seeded one waits for minutes already."""
    return page.locator(".row[data-state=waiting]", has_text=RECENT).last


@pytest.mark.requirement("000-08")
@pytest.mark.requirement("002-E7")
def test_one_is_asked_then_the_next_and_whoever_falls_silent_loses_nobody(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ben, sue = come_in("ana"), come_in("ben"), come_in("sue")
    for page in (ana, ben, sue):  # the seeded night waits too: somebody looks after her
        page.goto(own_line.desk + "/")
    ana.locator("form[action$='/taking/'] button").first.click()
    ana.goto(own_line.desk + "/")
    writes(mina)
    expect(ben.locator("[data-offered]")).to_have_count(1)  # he has least in hand
    expect(latest(ana)).to_contain_text("Ben is asked")
    assert_accessible(ben)
    picture(ben, "offered")
    ben.locator("[data-offered] form[action$='/passing/'] button").click()
    expect(ana.locator("[data-offered]")).to_have_count(1, timeout=10_000)
    latest(ben).locator("form[action$='/taking/'] button").click()  # willing hands are never held
    expect(ben.get_by_text(WORD)).to_be_visible()
    expect(mina.get_by_text("Someone is here now")).to_be_visible(timeout=10_000)
    ben.context.close()  # the laptop closes; nobody signs out
    expect(mina.get_by_text("has lost their connection")).to_be_visible(timeout=75_000)
    expect(latest(ana)).to_contain_text("Was cut off", timeout=10_000)
    picture(ana, "cut-off")
    assert_accessible(ana)
    picture(mina, "lost")
    latest(ana).locator("form[action$='/taking/'] button").click()
    expect(ana.get_by_text(WORD)).to_be_visible()
    expect(mina.get_by_text("Someone is here now")).to_have_count(2, timeout=10_000)


@pytest.mark.hostile(112)
def test_somebody_in_danger_comes_first_and_a_woman_is_looked_for(
    mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana = come_in("ana")
    writes(mina)
    expect(mina.locator("[data-wishes] button:visible")).to_have_count(2)
    assert_accessible(mina)
    picture(mina, "wishes")
    mina.get_by_role("button", name="I’d rather write with a woman").click()
    expect(mina.get_by_text("We could not find a woman")).to_be_visible(timeout=10_000)
    mina.get_by_text("Somebody in particular?").click()
    expect(mina.locator("[data-wishes] button:visible")).to_have_count(4)
    assert_accessible(mina)
    picture(mina, "in-particular")
    mina.get_by_role("button", name="used to young people").click()
    expect(mina.get_by_text("Nobody used to young people is free")).to_be_visible(timeout=10_000)
    mina.get_by_role("button", name="I am in danger now").click()
    expect(mina.get_by_text("You come first now")).to_be_visible()
    first = ana.locator(".row[data-state=waiting]").first
    expect(first).to_contain_text("Said: in danger now", timeout=10_000)
    expect(first).to_contain_text("Asks for a woman")
    expect(first).to_contain_text("Asks for somebody used to young people")
    assert_accessible(ana)
    ana.get_by_role("button", name="On a break").click()
    expect(ana.get_by_role("button", name="On a break")).to_have_attribute("aria-pressed", "true")
    picture(ana, "break")


@pytest.mark.requirement("000-08")
def test_a_responder_with_many_pages_open_is_there_for_all_of_them(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana = come_in("ana")
    writes(mina)
    latest(ana).locator("form[action$='/taking/'] button").click()
    expect(ana.get_by_text(WORD)).to_be_visible()
    boards = [ana.context.new_page() for _ in range(7)]  # a browser keeps six connections
    for page in boards:
        page.goto(own_line.desk + "/", wait_until="domcontentloaded")
    ana.wait_for_timeout(30_000)  # longer than the house lets anybody be silent
    ana.fill("#answer", "I am here.")
    ana.click(".composer button")
    expect(mina.get_by_text("I am here.")).to_be_visible()
    expect(mina.get_by_text("has lost their connection")).to_have_count(0)


def test_a_page_that_holds_nobody_any_more_says_so_and_keeps_what_was_typed(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ben = come_in("ana"), come_in("ben")
    writes(mina)
    latest(ana).locator("form[action$='/taking/'] button").click()
    expect(ana.get_by_text(WORD)).to_be_visible()
    ana.fill("#answer", "half a word")
    other = ana.context.new_page()
    other.goto(ana.url)
    other.get_by_text("Somebody else should answer").click()
    other.get_by_role("button", name="I can’t go on").click()
    first = ben.locator(".row[data-state=waiting]").first  # before the seeded one, who waits longer
    expect(first).to_contain_text("Was cut off", timeout=10_000)
    first.locator("form[action$='/taking/'] button").click()
    expect(ben.get_by_text(WORD)).to_be_visible()
    expect(ana.locator("#say-composer")).to_contain_text("no longer hold", timeout=30_000)
    expect(ana.locator("#answer")).to_have_value("half a word")
    picture(ana, "woken")


def test_the_board_never_changes_under_a_finger_and_keeps_the_focus(
    mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana = come_in("ana")
    button = ana.locator(".row[data-state=waiting] form[action$='/taking/'] button").first
    button.focus()
    kept = ana.evaluate("document.activeElement.id")
    button.hover()
    ana.mouse.down()
    writes(mina)  # the board would change now
    ana.wait_for_timeout(2_000)
    expect(ana.locator(".row[data-state=waiting]")).to_have_count(1)
    ana.mouse.move(5, 400)
    ana.mouse.up()
    expect(ana.locator(".row[data-state=waiting]")).to_have_count(2)
    assert ana.evaluate("document.activeElement.id") == kept
