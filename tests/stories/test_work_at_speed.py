"""The house leaves hands and eyes where they are: the focus stays, and nothing is said twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from havre.desk.tests.live import person, say
from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.keys import Hands
from tests.stories.looking import assert_accessible, width_of

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "speed"
HEARD = """() => {
    window.heard = [];
    for (const one of document.querySelectorAll("[role=status], [role=log], [aria-live]")) {
        new MutationObserver((changes) => {
            for (const change of changes) for (const node of change.addedNodes) {
                const words = node.textContent.trim().replace(/\\s+/g, " ");
                if (words) heard.push(words);
            }
        }).observe(one, { childList: true, subtree: true });
    }
}"""
# Nothing of it leaves the browser: what a page would ring with is written down instead.
ELSEWHERE = """
    window.away = false;
    Object.defineProperty(document, "hidden", { get: () => window.away });
    window.notices = [];
    window.Notification = class extends EventTarget {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(title, more) { super(); notices.push([title, more]); }
    };
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
        window.tones += 1;
        return start.call(this, at);
    };
"""


def look_away(page: Page, *, away: bool = True) -> None:
    page.evaluate(
        "away => { window.away = away; document.dispatchEvent(new Event('visibilitychange')); }",
        away,
    )


@pytest.fixture
def ana(own_line: LiveLine, come_in: Callable[[str], Page]) -> Hands:
    return Hands(come_in("ana"))


def waits_at(page: Page, n: int) -> None:
    """The board knows of them."""
    expect(page.locator("#h-waiting + .badge")).to_have_text(str(n), timeout=15_000)


def test_the_board_changes_under_the_focus_and_says_so_once(own_line: LiveLine, ana: Hands) -> None:
    page = ana.page
    page.evaluate(HEARD)
    ana.tab_to(".row[data-state=mine] a.row-title")
    held = page.evaluate("document.activeElement.id")
    person(own_line, "Hello")
    waits_at(page, 2)
    assert page.evaluate("document.activeElement.id") == held
    ana.sees_where_they_are()
    for _ in range(3):  # looked again, and nothing is new
        with page.expect_response("**/waiting/"):
            page.evaluate("document.body.dispatchEvent(new CustomEvent('bell-queue'))")
    page.wait_for_timeout(200)
    heard = [words for words in page.evaluate("heard") if "wait" in words]
    assert heard == ["Somebody is offered to you. 2 people wait."]
    assert page.evaluate("document.activeElement.id") == held


def test_whoever_is_gone_from_the_board_never_puts_a_press_on_somebody_else(
    own_line: LiveLine, ana: Hands, come_in: Callable[[str], Page]
) -> None:
    page, sue = ana.page, come_in("sue")
    person(own_line, "Hello")
    waits_at(page, 2)
    ana.tab_to(".row[data-state=waiting]:last-child button")
    taken = page.evaluate("document.activeElement.id")
    sue.click(f"#{taken}")
    sue.wait_for_selector(".workspace")
    expect(page.locator(f"#{taken}")).to_have_count(0, timeout=15_000)
    expect(page.locator("#h-waiting")).to_be_focused()


TWO_AT_ONCE = """() => {
  const board = document.getElementById("board");
  const button = document.activeElement;
  const swap = () => board.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail: {} }));
  swap();
  button.remove();
  swap();
  board.dispatchEvent(new CustomEvent("htmx:afterSettle"));
}"""


def test_two_lists_that_change_at_once_lose_no_focus(own_line: LiveLine, ana: Hands) -> None:
    page = ana.page
    person(own_line, "Hello")
    waits_at(page, 2)
    ana.tab_to(".row[data-state=waiting]:last-child button")
    page.evaluate(TWO_AT_ONCE)
    expect(page.locator("#h-waiting")).to_be_focused()


def test_a_conversation_keeps_the_caret_and_says_each_word_once(
    own_line: LiveLine, ana: Hands
) -> None:
    page, phone = ana.page, person(own_line, "Hello")
    waits_at(page, 2)
    ana.command("take english", "Take: writes in English")
    page.wait_for_selector(".workspace")
    page.evaluate(HEARD)
    ana.command("answer", "Answer")
    ana.type("I am here")
    ana.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    say(phone, "Zimtstern")
    expect(page.locator(".messages")).to_contain_text("Zimtstern", timeout=15_000)
    page.evaluate("document.body.dispatchEvent(new CustomEvent('bell-open'))")
    page.wait_for_timeout(1_000)
    assert len([words for words in page.evaluate("heard") if "Zimtstern" in words]) == 1
    ana.type("still ")
    assert page.input_value("#answer") == "I am still here"


def test_the_palette_at_320_px_in_both_languages(own_line: LiveLine, ana: Hands) -> None:
    page = ana.page
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": 320, "height": 640})
    for language, typed, says in (("en", "hand ove", "Hand-over"), ("fr", "releve", "Relève")):
        if page.get_attribute("html", "lang") != language:
            ana.command("francais", "Français")
            page.wait_for_selector(f'html[lang="{language}"]')
        page.goto(own_line.desk + "/")
        ana.looks_at_the_commands()
        ana.press("Control+k")
        ana.type("zzz")
        expect(page.locator("#palette [role=status]")).not_to_be_empty()
        ana.press("Enter")  # nothing is called that, so nothing happens
        page.locator("#palette-words").press("Control+a")
        ana.type(typed)
        page.screenshot(path=PICTURES / f"palette-{language}-320.png")
        ana.press("ArrowDown", "ArrowUp", "Enter")
        page.wait_for_url("**/handover/")
        expect(page.locator("h1")).to_contain_text(says)
        assert width_of(page) <= 320


def test_calling_colleagues_asks_once_more(ana: Hands) -> None:
    page = ana.page
    ana.command("call", "Call colleagues")
    expect(page.locator("#alarm")).to_be_focused()
    assert page.locator(".call").count() == 0
    ana.press("Enter")
    expect(page.locator('.call[data-kind="alarm"]')).to_be_visible()


def test_the_cover_closes_the_commands_and_gives_the_focus_back(
    own_line: LiveLine, ana: Hands
) -> None:
    page = ana.page
    page.clock.install()
    page.reload()
    ana.tab_to("#alarm")
    ana.press("Control+k")
    expect(page.locator("#palette-words")).to_be_focused()
    page.clock.fast_forward(121_000)
    expect(page.locator(".mask button")).to_be_focused()
    expect(page.locator("#palette")).to_be_hidden()
    ana.press("Control+k")  # covered is covered
    expect(page.locator("#palette")).to_be_hidden()
    ana.press("Enter")
    expect(page.locator("#alarm")).to_be_focused()


def test_pages_for_the_night_need_no_script_and_follow_the_member(
    own_line: LiveLine, ana: Hands
) -> None:
    page = ana.page
    page.emulate_media(color_scheme="light")
    day = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ana.command("dark", "Dark pages")
    page.wait_for_selector("html[data-scheme=dark]")
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert_accessible(page)
    ana.command("light", "Light pages")
    page.wait_for_selector("html[data-scheme=light]")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == day != night
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert_accessible(page)


@pytest.fixture
def pages(own_line: LiveLine, ana: Hands) -> list[Page]:
    """Three pages of Ana's browser, in which she turned both on."""
    context = ana.page.context
    context.add_init_script(ELSEWHERE)
    ana.page.goto(own_line.desk + "/yours/")
    assert_accessible(ana.page)
    for name in ("sound", "notice"):
        ana.tab_to(f"#ring-{name}")
        ana.press("Space")
        expect(ana.page.locator(f"#ring-{name}")).to_have_attribute("aria-pressed", "true")
    assert ana.page.evaluate("[tones, notices]") == [2, []]  # one hears what it will be
    others = [context.new_page() for _ in range(2)]
    for page in others:
        page.goto(own_line.desk + "/")
    return [ana.page, *others]


def rung(pages: list[Page]) -> list[list[object]]:
    return [notice for page in pages for notice in page.evaluate("notices")]


def test_ten_pages_ring_once_in_fixed_words_and_only_when_nobody_looks(
    own_line: LiveLine, pages: list[Page]
) -> None:
    phone = person(own_line, "Zimtstern")
    waits_at(pages[1], 2)
    pages[1].wait_for_timeout(2_000)
    assert rung(pages) == []  # she looks
    for page in pages:
        look_away(page)
    pages[0].wait_for_timeout(1_000)
    say(phone, "Zimtstern")
    person(own_line, "Zimtstern")
    expect(pages[0]).to_have_title("• Your desk", timeout=15_000)
    pages[0].wait_for_timeout(1_000)
    assert rung(pages) == [["Havre: somebody waits", {"tag": "havre"}]]
    assert sum(page.evaluate("tones") for page in pages) in {2, 4}
    assert {page.title() for page in pages} == {"• Your desk", "• Board"}
    look_away(pages[1], away=False)
    assert pages[1].title() == "Board"


def test_nothing_rings_on_a_break_nor_in_another_s_browser(
    own_line: LiveLine, pages: list[Page]
) -> None:
    pages[1].click('button[name="state"][value="pause"]')
    for page in pages:
        look_away(page)
    person(own_line, "Hello")
    waits_at(pages[1], 2)
    pages[0].wait_for_timeout(2_500)
    assert (rung(pages), pages[0].title()) == ([], "Your desk")
    pages[1].click('button[name="state"][value="available"]')
    waits_at(pages[1], 2)
    look_away(pages[1])
    pages[1].wait_for_timeout(1_000)
    person(own_line, "Hello")  # now it would
    expect(pages[0]).to_have_title("• Your desk", timeout=15_000)
    pages[0].evaluate("localStorage.rings = localStorage.rings.replace(/[0-9a-f-]{36}/, 'another')")
    pages[0].reload()
    expect(pages[0].locator("#ring-sound")).to_have_attribute("aria-pressed", "false")
    pages[0].click("form[data-sign-out] button")
    pages[0].click('main form[action="/sign-out/"] button')  # it asked about what is open
    pages[0].wait_for_selector("#name")
    assert pages[0].evaluate("localStorage.length") == 0
