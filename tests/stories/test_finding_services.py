"""Somebody in danger waits while the directory is searched: the house finds as one types, side by
side and on a map; anybody finds a service alone, also while the database is stopped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import assert_accessible, width_of

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "services"
SAYS = {
    "en": {"words": "bed woman with child Ottawa", "compare": "Compare up to three",
           "map": "Show on a map", "handout": "Read aloud", "narrow": "Narrow it down",
           "search": "Search", "place": "Ottawa, Ontario"},
    "fr": {"words": "lit femme avec enfant Ottawa", "compare": "En comparer",
           "map": "Montrer sur une carte", "handout": "Lire à voix haute",
           "narrow": "Préciser la recherche", "search": "Chercher", "place": "Ottawa, Ontario"},
}  # fmt: skip


def picture(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def show_and_hand_over(page: Page, says: dict[str, str], language: str) -> None:
    page.get_by_role("button", name=says["map"]).click()
    expect(page.locator(".map svg")).to_be_visible()
    assert_accessible(page)
    picture(page, f"map-{language}")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=says["handout"]).click()
    sheet = opened.value
    expect(sheet.locator("section.option")).to_have_count(2)
    assert_accessible(sheet)
    picture(sheet, f"sheet-{language}")
    sheet.close()


def narrow_down(page: Page, says: dict[str, str]) -> None:
    services = page.locator('#found input[name="service"]')
    page.locator("summary", has_text=says["narrow"]).click()
    before = services.count()
    page.locator('button[name="kind"]').first.click()
    expect(page.locator('button[name="kind"][aria-pressed="true"]')).to_have_count(1)
    assert services.count() <= before
    page.locator('button[name="kind"][aria-pressed="true"]').click()
    expect(services).to_have_count(before)


@pytest.mark.requirement("000-09", "000-10")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_ana_finds_compares_and_hands_over_while_she_types(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk], requests_seen: list[str], language: str
) -> None:
    ana, says = at_the_desk("ana"), SAYS[language]
    ana.speak(language)
    page = ana.page
    page.goto(line.desk + "/services/")
    page.locator("#id_words").press_sequentially(says["words"], delay=20)
    chips = page.locator('#found button[name="alone"]')
    expect(chips).to_have_count(4)  # a need, two who are welcome, a place
    expect(page.locator("#found")).to_contain_text(says["place"])
    services = page.locator('#found input[name="service"]')
    services.nth(0).check()
    services.nth(1).check()
    page.get_by_role("button", name=says["compare"]).click()
    expect(page.locator(".compared thead th")).to_have_count(2)
    expect(services.nth(0)).to_be_checked()  # leaving the words searched nothing anew
    assert_accessible(page)
    picture(page, f"compared-{language}")
    show_and_hand_over(page, says, language)
    narrow_down(page, says)
    assert all(request.startswith((line.desk, line.front)) for request in requests_seen)


@pytest.mark.requirement("000-10", "000-13")
@pytest.mark.hostile(22)
@pytest.mark.parametrize(("language", "width"), [("en", 320), ("fr", 1440)])
def test_anybody_finds_a_service_with_the_database_stopped(
    own_line: LiveLine, browser: Browser, *, language: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{own_line.front}/{language}/places/")
    for file in own_line.data.glob("*.sqlite3*"):
        file.rename(file.with_name(file.name + ".away"))
    page.fill("#id_place", "Sudbury")
    page.get_by_role("button", name=SAYS[language]["search"]).click()
    expect(page.locator("#found article").first).to_be_visible()
    assert re.search(r"/places/\?[\w-]+#found$", page.url)  # and Sudbury is noise in it
    assert context.cookies() == []
    picture(page, f"public-{language}-{width}")
    context.close()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_public_search_reads_well_with_a_keyboard_and_a_screen_reader(
    line: LiveLine, browser: Browser, language: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{line.front}/{language}/places/")
    assert_accessible(page)
    page.focus("#id_place")
    page.keyboard.type("Iqaluit")
    page.keyboard.press("Enter")
    expect(page.locator("#found article").first).to_be_visible()
    page.locator("#found summary").first.click()
    assert_accessible(page)
    width = width_of(page)
    assert width <= 320
    context.close()
