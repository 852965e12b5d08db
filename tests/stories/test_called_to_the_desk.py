"""Nobody is signed in, and somebody is in danger: the house calls who is on call, says truthfully
whether a letter left, and lets members say what they bring and where they are called."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import look_at

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "called"


@pytest.mark.requirement("000-08")
def test_who_is_on_call_is_called_and_the_desk_says_truthfully_what_left(
    mina: Page, come_in: Callable[[str], Page]
) -> None:
    mina.fill("#first", "Zimtstern am Fenster.")
    mina.click("main form button")
    mina.get_by_role("button", name="I am in danger now").click()
    expect(mina.get_by_text("You come first now")).to_be_visible()
    mina.wait_for_timeout(60_000)  # every desk had time to come back, and nobody did
    ana = come_in("ana")
    called = ana.get_by_role("heading", name="Called to the desk")
    expect(called).to_be_visible(timeout=20_000)
    expect(ana.locator("#board")).to_contain_text("No letter: they gave no address. Telephone")
    look_at(ana, PICTURES / "board")


def test_a_member_says_what_they_bring_and_where_they_are_called(
    own_line: LiveLine, come_in: Callable[[str], Page]
) -> None:
    sue = come_in("sue")
    sue.get_by_role("link", name="Your desk").click()
    sue.get_by_label("somebody used to young people").check()
    sue.get_by_role("button", name="Keep it").first.click()
    expect(sue.locator("main [role=status]").first).to_have_text("It is written down.")
    expect(sue.get_by_label("somebody used to young people")).to_be_checked()
    sue.get_by_label("Your e-mail address for this").fill("sue@home.example")
    sue.get_by_role("button", name="Keep it").last.click()
    expect(sue.get_by_label("Your e-mail address for this")).to_have_value("sue@home.example")
    look_at(sue, PICTURES / "about-you")
    sue.goto(own_line.desk + "/")
    sue.click('button[name="language"][value="fr"]')
    sue.goto(own_line.desk + "/yours/")
    look_at(sue, PICTURES / "a-votre-sujet")


def test_who_supervises_says_what_a_colleague_brings_and_ana_sees_who_did(
    own_line: LiveLine, come_in: Callable[[str], Page]
) -> None:
    sue, ana = come_in("sue"), come_in("ana")
    sue.goto(own_line.desk + "/rota/")
    sue.get_by_role("link", name="What colleagues bring").click()
    sue.get_by_role("link", name="Say what Ana brings").click()
    sue.get_by_label("somebody used to young people").check()
    look_at(sue, PICTURES / "colleagues")
    sue.get_by_role("button", name="Keep it").click()
    expect(sue.locator("main [role=status]")).to_have_text("It is written down.")
    row = sue.locator(".row", has_text="Ana")
    expect(row).to_contain_text("young people")
    expect(row).to_contain_text("said for them by Sue")
    ana.goto(own_line.desk + "/yours/")
    expect(ana.get_by_label("somebody used to young people")).to_be_checked()
    expect(ana.locator("main")).to_contain_text("Sue")
    sue.click('button[name="language"][value="fr"]')
    look_at(sue, PICTURES / "colleagues-fr")
