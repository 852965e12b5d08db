"""A supervisor plans weeks ahead: the house shows what nobody covers, first of all a night on which
nobody decides; a colleague stands in; whoever is on carries their own hours in their calendar."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from havre.desk.tests.live import Browser
from tests.canary import found_in
from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "rota"


def picture(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.requirement("000-08")
def test_a_supervisor_sees_the_hours_nobody_covers_and_fills_them(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    sue = at_the_desk("sue")
    sue.speak("en")
    page = sue.page
    page.get_by_role("link", name="Rota").click()
    expect(
        page.get_by_role("heading", name=re.compile("Nobody supervises for 2[345] h"))
    ).to_be_visible()
    expect(page.locator("figure.rota")).to_have_count(4)
    assert_accessible(page)
    picture(page, "sue")
    page.get_by_role("heading", name="Somebody else on one day").click()
    shift = page.get_by_label("Shift").first
    saturdays = "Saturday 15:00–15:00 Max"
    shift.select_option(label=saturdays)
    gap = page.locator(".notice time").first.get_attribute("datetime")
    assert gap is not None
    page.get_by_label("On which day").fill(gap[:10])
    page.get_by_label("Who is on instead").select_option(label="Sue")
    page.get_by_role("button", name="Keep").first.click()
    expect(page.get_by_text("A supervisor is on, or on call, in every minute")).to_be_visible()
    picture(page, "sue-filled")
    page.get_by_role("link", name="How many are needed").click()
    expect(page.get_by_text("As many as lately: in")).to_be_visible()
    page.get_by_label("Who comes").select_option(label="Twice as many")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("table.forecast tbody tr")).to_have_count(24)
    picture(page, "sue-forecast")
    assert_accessible(page)


@pytest.mark.hostile(76)
def test_ana_carries_her_hours_in_her_calendar_and_ends_it(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    ana = at_the_desk("ana")
    ana.speak("fr")
    page = ana.page
    page.goto(line.desk + "/rota/")
    expect(page.get_by_role("heading", name="Horaire")).to_be_visible()
    expect(page.locator(".rota-forms")).to_have_count(0)  # she reads it
    assert_accessible(page)
    page.get_by_role("button", name="Créer une adresse").click()
    address = page.input_value("#address")
    assert_accessible(page)
    picture(page, "address")
    calendar = Browser(line.desk)
    path = address.removeprefix(line.desk)
    answer = calendar.get(path)
    assert (answer.status, answer.text.count("SUMMARY:Pas disponible") > 20) == (200, True)
    page.get_by_role("button", name="Y mettre fin").click()
    page.wait_for_url("**/rota/")
    assert calendar.get(path).status == 404
    token = path.split("/")[-1].removesuffix(".ics")
    assert token not in line.output.read_text(encoding="utf-8")
    assert found_in(line.data, {"token": token.encode()}) == set()
    ana.speak("en")
