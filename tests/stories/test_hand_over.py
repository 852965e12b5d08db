"""Ana’s night ends. What is open with her is left by links, Ben says that he has it, and what
nobody takes over is shown to Sue."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible, look_at
from tests.stories.test_nobody_waits_unseen import WORD, writes

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "handover"


def half_an_hour_passes(line: LiveLine) -> None:
    """For what was left, in the running house."""
    then = (datetime.now(UTC) - timedelta(minutes=31)).replace(tzinfo=None)
    with closing(sqlite3.connect(line.data / "havre.sqlite3", timeout=20)) as house:
        house.execute("UPDATE handover_handover SET at = ?", [then.isoformat(sep=" ")])
        house.commit()


def takes_the_newest(ana: Page, line: LiveLine) -> None:
    ana.goto(line.desk + "/")
    row = ana.locator(".row[data-state=waiting]", has_text="English").last
    row.locator("form[action$='/taking/'] button").click()
    expect(ana.get_by_text(WORD)).to_be_visible()


def says_yes_until_tomorrow(ana: Page) -> None:
    """A permission that ends soon."""
    ana.click("#panel-consent summary")
    ana.check('#panel-consent input[name="act"][value="next_steps"]')
    ana.select_option('#panel-consent select[name="days"]', "1")
    ana.click('#panel-consent button[name="answer"][value="yes"]')
    expect(ana.locator("#panel-consent")).to_contain_text("In force")


def ana_goes(ana: Page) -> None:
    """She is asked, looks around, and hands over by keyboard."""
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.get_by_role("heading", name="Before you go")).to_be_visible()
    expect(ana.get_by_role("link", name="A permission ends soon")).to_have_count(1)
    assert WORD not in ana.content()
    look_at(ana, PICTURES / "leaving")
    ana.get_by_role("link", name="Stay").click()
    ana.get_by_role("link", name="Hand-over").click()
    look_at(ana, PICTURES / "open-with-ana")
    ana.get_by_role("button", name="Sign out").click()
    ana.get_by_role("button", name="Hand over and sign out").press("Enter")
    ana.wait_for_selector("#passphrase")


def ben_has_it(ben: Page) -> None:
    """He finds it on his board, and takes the conversation with it."""
    expect(ben.get_by_text("Ana left")).to_be_visible(timeout=10_000)
    ben.get_by_role("link", name="Look and take over").click()
    assert WORD not in ben.content()
    look_at(ben, PICTURES / "left-for-ben")
    newest = ben.locator(".row", has_text="Open conversation").last
    newest.get_by_role("button", name="I have it").click()
    expect(ben.get_by_text(WORD)).to_be_visible()


def sue_sees_what_nobody_has(sue: Page, line: LiveLine) -> None:
    """On her board, once its time is over; and she has it."""
    half_an_hour_passes(line)
    sue.goto(line.desk + "/")
    expect(sue.get_by_text("Nobody has it yet.")).to_be_visible()
    sue.screenshot(path=PICTURES / "sue-board.png", full_page=True)
    assert_accessible(sue)
    sue.get_by_role("link", name="Look and take over").click()
    expect(sue.get_by_text("Ben has it")).to_be_visible()
    permission = sue.locator(".row", has_text="A permission ends soon").first
    permission.get_by_role("button", name="I have it").click()
    expect(sue.get_by_text("Sue has it")).to_be_visible()
    look_at(sue, PICTURES / "sue-has-it")
    sue.click('button[name="language"][value="fr"]')
    sue.goto(line.desk + "/handover/")
    expect(sue.get_by_role("heading", name="Relève", exact=True)).to_be_visible()
    look_at(sue, PICTURES / "sue-fr")
    sue.click('button[name="language"][value="en"]')
    sue.goto(line.desk + "/audit/")
    expect(sue.get_by_text("left it to the next shift").first).to_be_visible()
    expect(sue.get_by_text("took it over from the shift before").first).to_be_visible()


@pytest.mark.requirement("002-E7")
def test_what_is_open_is_left_by_links_and_somebody_has_it(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ana, ben, sue = come_in("ana"), come_in("ben"), come_in("sue")
    writes(mina)
    takes_the_newest(ana, own_line)
    says_yes_until_tomorrow(ana)
    ana_goes(ana)
    given = "Somebody else will answer you"
    expect(mina.get_by_text(given)).to_be_visible(timeout=10_000)
    ben_has_it(ben)
    expect(sue.get_by_text("Ana left")).to_have_count(0)
    expect(mina.get_by_text("Someone is here now")).to_have_count(2, timeout=10_000)
    sue_sees_what_nobody_has(sue, own_line)


@pytest.mark.requirement("002-E7")
def test_nothing_blocks_the_way_out(
    own_line: LiveLine, mina: Page, come_in: Callable[[str], Page]
) -> None:
    ben = come_in("ben")
    ben.get_by_role("button", name="Sign out").click()  # nothing is open: nothing is asked
    ben.wait_for_selector("#passphrase")
    ana = come_in("ana")
    writes(mina)
    takes_the_newest(ana, own_line)
    ana.get_by_role("button", name="Sign out").click()
    ana.get_by_role("button", name="Sign out without handing over").press("Enter")
    ana.wait_for_selector("#passphrase")
