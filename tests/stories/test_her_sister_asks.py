"""Jo walks in and asks for her sister, who is absent. What is her sister's is her sister's to say,
and the page shows it where it matters, with no form more to fill in."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk
from tests.stories.looking import assert_accessible, width_of

pytestmark = [pytest.mark.browser, pytest.mark.requirement("000-03")]
PICTURES = ARTEFACTS.parent / "her-sister-asks"
WORDS = {
    "en": ("In doubt", "whose yes this was is in doubt", "only to what is about themselves"),
    "fr": ("En doute", "on ne sait pas de qui vient ce oui", "ne dit oui qu’à ce qui la concerne"),
}


def look_at(page: Page, name: str) -> None:
    """Narrow and wide; nothing is wider than the page."""
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 2400})  # the whole panel at once
        assert width_of(page) <= width, (name, width)
        page.locator("#panel-consent").screenshot(path=PICTURES / f"{name}-{width}.png")
        assert_accessible(page)


def walks_in(desk: AtTheDesk) -> None:
    desk.page.goto(desk.line.desk + "/log/")
    desk.page.check('input[name="way"][value="walk_in"]')
    desk.page.click('main form .button[data-kind="primary"]')
    desk.page.wait_for_selector("#panel-consent")


def is_offered_a_bed(page: Page) -> None:
    page.fill("#id_place", "Ottawa")
    page.select_option("#id_need", "emergency_shelter")
    page.locator('#found input[name="service"]').first.check()
    page.click("#found [data-offer]")
    page.wait_for_selector("#panel-touch .referral")
    page.reload()  # whom they were offered stands first now


def says_yes_to(page: Page, *items: str) -> None:
    """To the shelter that was offered, which stands first."""
    form = page.locator('#panel-consent form[action$="/consents/"]')
    if not form.is_visible():
        page.locator("#panel-consent summary").click()
    form.locator('select[name="recipient"]').select_option(index=1)
    for item in items:
        form.locator(f'input[name="share"][value="{item}"]').check()
    form.locator('button[name="answer"][value="yes"]').click()


def turns_out_to_be(page: Page, kind: str) -> None:
    kinds = page.locator('#panel-person select[name="kind"]')
    if not kinds.is_visible():
        page.locator("#panel-person summary").first.click()
    page.fill("#id_called", "Jo")
    kinds.select_option(kind)
    page.click("#panel-person form > p button")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_her_sisters_waits_for_her_sisters_own_yes(
    at_the_desk, requests_seen: list[str], language: str
) -> None:
    desk: AtTheDesk = at_the_desk("ana")
    desk.speak(language)
    page, (in_doubt, waits, refused) = desk.page, WORDS[language]
    walks_in(desk)
    is_offered_a_bed(page)
    says_yes_to(page, "called", "needs")
    expect(page.locator('#panel-consent .badge[data-kind="good"]')).to_be_visible()
    expect(page.locator("#panel-touch form[action*=disclosure]")).to_be_visible()
    page.locator("#panel-consent summary").click()
    page.fill('#panel-consent input[name="limits"]', "Not on Mondays")  # and half of the next one
    look_at(page, f"{language}-nobody-said")

    turns_out_to_be(page, "family")
    expect(page.locator("#panel-consent .consent .badge")).to_contain_text(
        in_doubt
    )  # without a reload
    expect(page.locator("#panel-touch")).to_contain_text(waits)
    expect(page.locator("#panel-touch form[action*=disclosure]")).to_have_count(0)
    expect(page.locator('#panel-consent input[name="limits"]')).to_have_value("Not on Mondays")
    expect(page.locator('#panel-consent select[name="whose"]')).to_have_value("own")
    look_at(page, f"{language}-in-doubt")

    says_yes_to(page, "needs")
    expect(page.locator("#say-consent")).to_contain_text(refused)
    look_at(page, f"{language}-refused")
    page.locator('#panel-consent .consent button[name="whose"][value="person"]').press("Enter")
    expect(page.locator('#panel-consent .consent .badge[data-kind="good"]')).to_be_visible()
    page.locator("#panel-touch form[action*=disclosure] button").click()
    expect(page.locator('#panel-touch .left .badge[data-kind="good"]')).to_be_visible()
    look_at(page, f"{language}-said-whose")
    assert not any("Mondays" in address or "whose=" in address for address in requests_seen)
