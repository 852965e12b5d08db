"""The house is reached on an old phone: the number in sight, every page by keyboard, large or bare.

And a plan for safety is made, printed and cleared without a word of it leaving the browser.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from havre.lib import sheets
from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import assert_accessible

pytestmark = pytest.mark.browser
PAGES = ("", "talk/", "safer/", "plan/", "places/", "privacy/", "note/", "guide/")
PICTURES = ARTEFACTS.parent / "reach"
BOTH = pytest.mark.parametrize("language", ["en", "fr"])
IN_SIGHT = """(link) => {
  const box = link.getBoundingClientRect();
  const onTop = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const fits = box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
  return fits && link.contains(onTop);
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"
Open = Callable[..., BrowserContext]


def opened(browser: Browser, address: str, **how: object) -> Page:
    how.setdefault("viewport", {"width": 320, "height": 480})
    page = browser.new_context(reduced_motion="reduce", **how).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


@pytest.mark.requirement("002-06")
@pytest.mark.hostile(112)
@BOTH
@pytest.mark.parametrize("with_script", [True, False])
def test_the_number_is_in_sight_on_the_smallest_screen(
    line: LiveLine, browser: Browser, *, language: str, with_script: bool
) -> None:
    page = opened(browser, f"{line.front}/{language}/", java_script_enabled=with_script)
    number = page.locator("main a[href='tel:18339001010']").first
    assert number.evaluate(IN_SIGHT)
    page.context.close()


@pytest.mark.hostile(112)
@BOTH
def test_every_page_is_usable_small_large_bare_and_in_forced_colours(
    line: LiveLine, browser: Browser, language: str
) -> None:
    for path in PAGES:
        page = opened(browser, f"{line.front}/{language}/{path}", forced_colors="active")
        name = path.strip("/") or "reach"
        assert not page.evaluate(TOO_WIDE), path
        page.screenshot(path=PICTURES / f"{name}-{language}-forced.png")  # axe cannot see these
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate(TOO_WIDE), f"{path} with large text"
        assert page.locator("[data-exit]").first.evaluate(IN_SIGHT), path
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.emulate_media(forced_colors="none")
        assert_accessible(page)
        page.screenshot(path=PICTURES / f"{name}-{language}-320.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.screenshot(path=PICTURES / f"{name}-{language}-1440.png", full_page=True)
        page.evaluate("for (const one of document.styleSheets) one.disabled = true")
        order = page.evaluate("document.body.innerText").strip()
        assert order.startswith(("Leave this page", "Quitter cette page")), path
        page.context.close()


def text_of(page: Page) -> str:
    """What stands on it; nothing if it is being left in this moment, for the neutral page."""
    try:
        return str(page.evaluate("document.body ? document.body.innerText : ''"))
    except Error as left:
        if "navigation" not in str(left):
            raise
        page.wait_for_url("**/calendar/", timeout=10_000)
        return ""


@pytest.mark.hostile(42)
@BOTH
def test_the_way_out_is_first_by_keyboard_and_blank_with_the_styles_off(
    line: LiveLine, browser: Browser, language: str
) -> None:
    for path in PAGES:
        page = opened(browser, f"{line.front}/{language}/{path}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('[data-exit]')"), path
        page.evaluate("for (const one of document.styleSheets) one.disabled = true")
        page.route("**/exit/**", lambda route: None)  # no answer, ever
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        assert text_of(page) == "", path
        page.context.close()


def asks_nothing(page: Page) -> list[str]:
    """What a page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    return asked


@pytest.mark.requirement("004-03")
@pytest.mark.hostile(47)
@BOTH
def test_a_plan_is_made_printed_and_cleared_and_nobody_is_told(
    line: LiveLine, browser: Browser, language: str
) -> None:
    page = opened(browser, f"{line.front}/{language}/plan/")
    page.wait_for_load_state("networkidle")
    asked = asks_nothing(page)
    boxes = page.locator("main textarea")
    for n in range(boxes.count()):
        boxes.nth(n).fill(f"Zimtstern {n}\n" * 12)
    page.locator(".plan-ticks input").first.check()
    page.locator("main details summary").last.click()
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.select_option("#plan-title", index=1)
    page.locator("[data-print]").click()
    page.emulate_media(media="print")
    paper = page.evaluate("document.body.innerText")
    title = {"en": "Shopping and errands", "fr": "Achats et courses"}[language]
    assert paper.strip().startswith(title)
    assert all(f"Zimtstern {n}\n" * 12 in paper.replace("\n\n", "\n") for n in (0, 7, 17))
    left = paper.replace(title, "").replace("Zimtstern", "")
    assert not any(sign.isalpha() for sign in left), left  # numbers and one's own words, no more
    page.emulate_media(media="screen")
    page.locator("#plan-names").check()
    page.emulate_media(media="print")
    with_questions = page.evaluate("document.body.innerText")
    assert {"en": "Ways out", "fr": "Les issues"}[language] in with_questions
    page.emulate_media(media="screen")
    page.locator("[data-clear]").first.click()
    expect(page.locator("[data-cleared]").first).not_to_be_empty()
    assert {boxes.nth(n).input_value() for n in range(boxes.count())} == {""}
    assert "Zimtstern" not in page.content()
    assert page.locator("main :checked:not(option)").count() == 0
    assert asked == []
    page.context.close()


@pytest.mark.requirement("004-03")
def test_a_plan_is_gone_with_its_page_and_kept_in_no_store(
    line: LiveLine, browser: Browser
) -> None:
    page = opened(browser, f"{line.front}/en/plan/")
    page.fill("#plan-1-1", "Zimtstern")
    kept = "JSON.stringify([localStorage, sessionStorage, history.state, document.cookie, name])"
    assert "Zimtstern" not in page.evaluate(kept)
    page.reload()
    expect(page.locator("#plan-1-1")).to_have_value("")
    page.fill("#plan-1-1", "Zimtstern")
    page.click("footer a >> nth=0")
    page.wait_for_url("**/en/")
    page.go_back()
    assert "Zimtstern" not in page.content()
    page.context.close()


@BOTH
def test_without_a_script_the_plan_is_a_sheet_to_write_on(
    line: LiveLine, browser: Browser, language: str
) -> None:
    page = opened(browser, f"{line.front}/{language}/plan/", java_script_enabled=False)
    page.emulate_media(media="print")
    boxes = page.locator("main textarea")
    assert boxes.count() == 18
    assert all(boxes.nth(n).bounding_box()["height"] > 40 for n in range(18))  # type: ignore[index]
    expect(page.locator(".plan-title")).to_be_visible()
    expect(page.locator(".plan-name").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.fill("#plan-1-1", "Zimtstern")
    page.click("noscript a >> nth=0")
    expect(page.locator("#plan-1-1")).to_have_value("")
    page.context.close()


@pytest.mark.hostile(22)
@pytest.mark.hostile(41)
def test_words_that_could_not_be_kept_come_back_without_a_page_of_their_own(
    line: LiveLine, browser: Browser
) -> None:
    page = opened(browser, f"{line.front}/en/talk/")
    page.evaluate("document.querySelector('main form [name=key]').value = 'no key'")
    page.fill("#first", "Zimtstern")
    page.click("main form button")
    expect(page.locator("main [role=status]").first).to_be_visible()
    expect(page.locator("#first")).to_have_value("Zimtstern")
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    assert len([one for one in told["entries"] if one["url"].startswith("http")]) == 1
    page.click("main form button")  # with a key that is good now
    page.wait_for_selector("#write")
    page.context.close()


def test_a_search_replaces_the_page_before_it_and_leaving_ends_it(
    line: LiveLine, browser: Browser
) -> None:
    page = opened(browser, f"{line.front}/en/places/")
    page.fill("#id_place", "Sudbury")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found article").first).to_be_visible()
    found = page.url
    assert "Sudbury" not in found
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    assert [one["url"] for one in told["entries"] if one["url"].startswith("http")] == [found]
    page.click("[data-exit] >> nth=0")
    page.wait_for_url("**/calendar/")
    page.goto(found)
    assert page.locator("#found").count() == 0
    page.context.close()


def test_the_one_sheet_says_what_its_sources_say(browser: Browser) -> None:
    page = browser.new_page()
    rules = """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
      return [...sheet.cssRules].map((rule) => rule.cssText.replace(/\\s*,\\s*/g, ",")); }"""
    for name, parts in sheets.SHEETS.items():
        made = page.evaluate(rules, sheets.made(name).text.decode())
        assert made == page.evaluate(rules, sheets.joined(parts))
        assert len(made) > 1
    page.close()
