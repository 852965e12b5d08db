"""The house is read in many languages on the smallest screen, and by everybody who needs to."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from havre.lib import page_languages
from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible
from tests.stories.test_on_the_way_to_help import IN_SIGHT, TOO_WIDE, opened

pytestmark = pytest.mark.browser
OFFERED = [each.code for each in page_languages.offered()]
LOOKED_AT = [each for each in ("en", "fr", "es", "ar") if each in OFFERED]
PAGES = ("", "talk/", "talk/gone/", "safer/", "privacy/", "note/", "places/", "guide/", "nothing/")
PICTURES = ARTEFACTS.parent / "languages"
CUT = """() => [...document.querySelectorAll("main *, header *")].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width > 2 && box.height > 2 && (box.left < -1 || box.right > innerWidth + 1);
}).map((each) => each.outerHTML.slice(0, 80))"""


def looked_at(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.mark.requirement("000-06")
@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", OFFERED)
def test_the_number_is_in_sight_and_nothing_is_cut_in_any_language(
    line: LiveLine, browser: Browser, language: str
) -> None:
    direction = page_languages.register()[language].direction
    for path in ("", "talk/", "talk/gone/"):
        page = opened(browser, f"{line.front}/{language}/{path}")
        assert page.evaluate("[document.documentElement.lang, document.dir]") == [
            language,
            direction,
        ]
        assert not page.evaluate(TOO_WIDE), path
        assert page.evaluate(CUT) == [], path
        if not path:
            assert page.locator("main a[href='tel:18339001010']").first.evaluate(IN_SIGHT)
            page.screenshot(path=PICTURES / f"{language}-first.png")
        looked_at(page, f"{language}-{path.strip('/').replace('/', '-') or 'reach'}")
        page.context.close()


@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", LOOKED_AT)
def test_everybody_can_use_it_in_the_languages_that_are_looked_at(
    line: LiveLine, browser: Browser, language: str
) -> None:
    for path in PAGES:
        page = opened(browser, f"{line.front}/{language}/{path}")
        if path != "nothing/":  # it is a page of no language
            page.locator(".lang-more summary").first.click()
        assert_accessible(page)
        page.screenshot(path=PICTURES / f"{language}-menu-{path.strip('/').replace('/', '-')}.png")
        assert not page.evaluate(TOO_WIDE), path
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate(TOO_WIDE), f"{path} with large text"
        page.context.close()


@pytest.mark.parametrize("with_script", [True, False])
def test_the_language_is_changed_by_keyboard_on_the_same_page(
    line: LiveLine, browser: Browser, *, with_script: bool
) -> None:
    page = opened(browser, f"{line.front}/en/note/", java_script_enabled=with_script)
    focus = page.locator(":focus")
    page.keyboard.press("Tab")
    expect(focus).to_have_text("Leave this page")
    for _ in range(9):
        page.keyboard.press("Tab")
        if (focus.text_content() or "").strip() == "More languages":
            break
    page.keyboard.press("Enter")
    page.screenshot(path=PICTURES / f"open-{with_script}.png")
    page.keyboard.press("Tab")
    expect(focus).to_have_attribute("lang", OFFERED[2])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OFFERED[2]}/note/")
    expect(page.locator("html")).to_have_attribute("lang", OFFERED[2])
    page.context.close()


@pytest.mark.parametrize("language", [each for each in LOOKED_AT if each not in ("en", "fr")])
@pytest.mark.parametrize("with_script", [True, False])
def test_a_conversation_from_its_first_word_to_its_end(
    line: LiveLine, browser: Browser, *, language: str, with_script: bool
) -> None:
    page = opened(browser, f"{line.front}/{language}/", java_script_enabled=with_script)
    page.locator("main .front-write a").click()
    page.locator("textarea").fill("Hola. سلام")
    page.locator("form.card button").click()
    page.wait_for_url(re.compile(rf"/{language}/talk/"))
    shown = page if with_script else page.frame_locator("iframe")
    expect(shown.locator("bdi", has_text="Hola. سلام").first).to_be_visible()
    shown.locator("[data-ask] button").first.click()
    expect(shown.locator("[data-ask]")).to_have_count(0)
    looked_at(page, f"{language}-conversation-{with_script}")
    page.locator("[data-leave] summary").click()
    page.locator("[data-leave] button").click()
    page.wait_for_url(f"**/{language}/talk/gone/")
    expect(page.locator("main a[href='tel:18339001010']")).to_be_visible()
    page.context.close()
