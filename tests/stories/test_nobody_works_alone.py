"""A night among colleagues: a hand is raised, a word is said beside, a conversation changes hands.
The person hears of each of it, and nobody reads along unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine, takes_newest
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
WORD = "Zimtstern am Fenster."
ASIDE = "Ask whether the door locks."


def picture(page: Page, name: str) -> None:
    page.screenshot(path=ARTEFACTS.parent / "together" / f"{name}.png")


def ana_listens(mina: Page, ana: Page) -> None:
    mina.fill("#first", WORD)
    mina.click("main form button")
    mina.wait_for_selector("#write")
    takes_newest(ana)
    expect(ana.get_by_text(WORD)).to_be_visible()


def sue_helps(ana: Page, ben: Page, sue: Page) -> None:
    """Ana asks who supervises; what she is writing stays where it is."""
    ana.fill("#answer", "I am still")
    ana.fill("#id_help_note", "She asks about papers.")
    ana.get_by_role("button", name="Help me here").click()
    expect(ana.locator("#calls")).to_contain_text("You asked for help")
    expect(ana.locator("#answer")).to_have_value("I am still")
    expect(sue.locator("#calls")).to_contain_text("Ana asks you to help", timeout=10_000)
    expect(ben.locator("#calls .call")).to_have_count(0)
    picture(sue, "asked")
    sue.get_by_role("link", name="Look").click()
    expect(sue.get_by_text("She asks about papers.")).to_be_visible()
    assert_accessible(sue)
    picture(sue, "call")
    sue.get_by_role("button", name="I am coming").click()
    expect(sue.get_by_text(WORD)).to_be_visible()
    expect(ana.locator("#calls")).to_contain_text("Sue reads along", timeout=10_000)
    expect(ana.locator("#panel-give")).to_contain_text("Sue reads along")


def a_word_beside(ana: Page, sue: Page) -> None:
    """For Ana alone."""
    sue.fill("#id_aside", ASIDE)
    sue.get_by_role("button", name="Tell colleagues").click()
    expect(ana.locator(".message[data-from=aside]")).to_contain_text(ASIDE, timeout=10_000)
    assert_accessible(ana)
    picture(ana, "beside")
    sue.get_by_role("button", name="Read along no more").click()
    sue.wait_for_selector("#board")


def ben_takes_over(ana: Page, ben: Page) -> None:
    """Ana holds it until he does."""
    ana.reload()
    ana.locator("#id_to").select_option(label="Ben")
    ana.fill("#id_help_note", "She waits for a bed in Ottawa.")
    ana.get_by_role("button", name="Take it over").click()
    expect(ben.locator("#calls")).to_contain_text("take a conversation over", timeout=10_000)
    ben.get_by_role("link", name="Look").click()
    expect(ben.get_by_text("She waits for a bed in Ottawa.")).to_be_visible()
    picture(ben, "hand-over")
    ben.get_by_role("button", name="Take over").click()
    expect(ben.get_by_text(WORD)).to_be_visible()
    expect(ben.get_by_role("button", name="Send")).to_be_visible()


def test_a_colleague_helps_openly_and_takes_over_and_the_person_hears_it(
    mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ben, sue = come_in("ana"), come_in("ben"), come_in("sue")
    ana_listens(mina, ana)
    sue_helps(ana, ben, sue)
    expect(mina.get_by_text("A colleague from this line reads along")).to_be_visible(timeout=10_000)
    a_word_beside(ana, sue)
    expect(mina.get_by_text("has left this conversation")).to_be_visible(timeout=10_000)
    ben_takes_over(ana, ben)
    expect(mina.get_by_text("A colleague answers you from here on")).to_be_visible(timeout=10_000)
    assert ASIDE not in mina.content()
    picture(mina, "person")
    assert_accessible(mina)


def test_who_supervises_asks_to_read_along_first_and_an_alarm_disturbs_no_draft(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ben, sue = come_in("ana"), come_in("ben"), come_in("sue")
    ana_listens(mina, ana)
    sue.goto(ana.url)
    expect(sue.get_by_text("Ana listens to this person")).to_be_visible()
    expect(sue.get_by_text(WORD)).to_have_count(0)
    assert_accessible(sue)
    picture(sue, "read-along")

    ana.fill("#answer", "half a sentence")
    ana.get_by_role("button", name="Call colleagues").click()
    expect(ana.locator("#calls")).to_contain_text("Colleagues know")
    expect(ana.locator("#answer")).to_have_value("half a sentence")
    for page in (ben, sue):
        expect(page.locator("#calls")).to_contain_text("Ana needs somebody now", timeout=10_000)
    assert_accessible(ben)
    picture(ben, "alarm")
    ana.get_by_role("button", name="Call it off").click()
    expect(ben.locator("#calls .call")).to_have_count(0, timeout=10_000)
    expect(ana.locator("#answer")).to_have_value("half a sentence")

    sue.goto(own_line.desk + "/")
    sue.get_by_role("button", name="Open the switchboard").click()
    expect(sue.get_by_text("offered to all at once")).to_be_visible()
    assert_accessible(sue)
    picture(sue, "switchboard")
