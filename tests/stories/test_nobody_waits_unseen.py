"""Three responders' and a supervisor's night: the house asks one, then the next, then all; it
notices who fell silent, and the person hears the truth each time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.stories.conftest import (
    ARTEFACTS,
    LiveLine,
    assert_accessible,
    start_line,
    stop_line,
)

pytestmark = pytest.mark.browser
WORD = "Zimtstern am Fenster."


@pytest.fixture
def own_line(tmp_path: Path) -> Iterator[LiveLine]:
    """A line at which nobody else is signed in."""
    live = start_line(tmp_path / "data")
    yield live
    assert stop_line(live) == 0


@pytest.fixture
def come_in(own_line: LiveLine, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Signs somebody in, in a browser of their own that a test may take away."""
    made: list[BrowserContext] = []

    def sign_in(name: str, width: int = 1440) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="en-CA"
        )
        made.append(context)
        page = context.new_page()
        page.goto(own_line.desk + "/")
        page.fill("#name", name)
        page.fill("#passphrase", own_line.sign_in_of(name).passphrase)
        page.fill("#code", own_line.fresh_code(name))
        page.click("main form button")
        page.wait_for_selector("#board")
        page.click('button[name="language"][value="en"]') if _is_french(page) else None
        return page

    yield sign_in
    for context in made:
        context.close()


@pytest.fixture
def mina(own_line: LiveLine, browser: Browser) -> Iterator[Page]:
    """Somebody on a phone, about to write."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-CA", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(own_line.front + "/en/talk/")
    yield page
    context.close()


def _is_french(page: Page) -> bool:
    return page.get_attribute("html", "lang") == "fr"


def writes(mina: Page) -> None:
    mina.fill("#first", WORD)
    mina.click("main form button")
    mina.wait_for_selector("#write")


def picture(page: Page, name: str) -> None:
    page.screenshot(path=ARTEFACTS.parent / "queue" / f"{name}.png")


def latest(page: Page):
    """The person who writes now: the seeded one waits longer and stands above."""
    return page.locator(".row[data-state=waiting]").last


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


@pytest.mark.requirement("000-15")
@pytest.mark.hostile(112)
def test_somebody_in_danger_comes_first_and_a_woman_is_looked_for(
    mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana = come_in("ana")
    writes(mina)
    expect(mina.locator("[data-wishes] button")).to_have_count(2)
    assert_accessible(mina)
    picture(mina, "wishes")
    mina.get_by_role("button", name="I’d rather write with a woman").click()
    expect(mina.get_by_text("No woman is on duty")).to_be_visible(timeout=10_000)
    mina.get_by_role("button", name="I am in danger now").click()
    expect(mina.get_by_text("You come first now")).to_be_visible()
    first = ana.locator(".row[data-state=waiting]").first
    expect(first).to_contain_text("Said: in danger now", timeout=10_000)
    expect(first).to_contain_text("Asks for a woman")
    ana.get_by_role("button", name="On a break").click()
    expect(ana.get_by_role("button", name="On a break")).to_have_attribute("aria-pressed", "true")
    picture(ana, "break")
