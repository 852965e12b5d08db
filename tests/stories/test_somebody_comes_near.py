"""Somebody comes near while Mina writes: one press, and her screen shows a date; Ana holds back."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine, takes_newest
from tests.stories.looking import assert_accessible, width_of
from tests.stories.phones import Open

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "near"
SAID, HALF = "Zimtstern said", "Zimtstern half-written"
WORDS = {
    "en": {
        "hide": "Hide",
        "company": "Someone is here",
        "cannot": "I can’t write now",
        "can": "I can write again",
        "show": "Continue",
        "reached": "It reached us",
        "failed": "It is still in the box",
    },
    "fr": {
        "hide": "Cacher",
        "company": "Il y a quelqu’un",
        "cannot": "Je ne peux pas écrire",
        "can": "Je peux de nouveau écrire",
        "show": "Continuer",
        "reached": "Bien reçu",
        "failed": "encore dans la case",
    },
}


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(own_line: LiveLine, browser: Browser, language: str) -> Iterator[Page]:
    """The smallest phone, with scripts."""
    context = browser.new_context(
        viewport={"width": 320, "height": 568}, locale=f"{language}-CA", reduced_motion="reduce"
    )
    yield writes(context.new_page(), own_line, language)
    context.close()


def writes(page: Page, line: LiveLine, language: str) -> Page:
    """Somebody said something, and is half-way through the next sentence."""
    page.goto(f"{line.front}/{language}/talk/")
    page.fill("#first", SAID)
    page.click("main form button")
    page.wait_for_selector("#write")
    page.fill("#write", HALF)
    return page


def looks_right(page: Page, name: str) -> None:
    assert width_of(page) <= page.viewport_size["width"]  # type: ignore[index]
    page.screenshot(path=PICTURES / f"{name}.png")


def shows_nothing(page: Page) -> None:
    """Neither the page nor a frame nor a box of it, and a title that tells nothing."""
    boxes = "[...document.querySelectorAll('textarea, input')].map(b => b.value).join()"
    seen = [frame.content() for frame in page.frames]
    with suppress(Error):  # without scripts nothing can be asked; the contents are looked at
        seen.append(str(page.evaluate(boxes)))
    assert "Zimtstern" not in "".join(seen)
    expect(page).to_have_title("Information")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def a_held_key_shows_nothing(phone: Page, button: str) -> None:
    """The key that hid it, still down, is no second press."""
    expect(phone.get_by_role("button", name=button)).to_be_visible()
    phone.keyboard.press("Enter")
    phone.wait_for_timeout(500)
    expect(phone.get_by_role("button", name=button)).to_be_visible()
    shows_nothing(phone)


def test_one_press_hides_it_and_whoever_answers_holds_back(
    own_line: LiveLine, phone: Page, language: str, come_in: Callable[[str], Page]
) -> None:
    words, ana = WORDS[language], come_in("ana")
    takes_newest(ana)
    expect(ana.locator(".messages").get_by_text(SAID)).to_be_visible()
    for name in ("hide", "cannot", "company"):
        expect(phone.get_by_role("button", name=words[name], exact=True)).to_be_in_viewport()
    assert_accessible(phone)
    looks_right(phone, f"{language}-talk")
    press(phone, words["company"])
    a_held_key_shows_nothing(phone, words["show"])
    warned = ana.get_by_text("Somebody is with them. Write nothing now.")
    expect(warned).to_be_visible(timeout=5_000)
    assert_accessible(ana)
    looks_right(ana, f"{language}-desk")
    ana.fill("#answer", "Are you safe?")
    ana.click(".composer button[data-kind=primary]")
    expect(ana.locator("#say-composer")).to_contain_text("still in the box")
    phone.wait_for_load_state("load")
    phone.reload()
    shows_nothing(phone)
    assert_accessible(phone)
    looks_right(phone, f"{language}-hidden")
    press(phone, words["show"])
    expect(phone.locator("#write")).to_have_value(HALF)
    expect(phone.locator(".live").get_by_text(SAID)).to_be_visible()
    expect(phone.get_by_role("button", name=words["company"], exact=True)).to_have_count(0)
    press(phone, words["can"])
    expect(warned).to_have_count(0, timeout=5_000)
    expect(phone.get_by_role("button", name=words["company"], exact=True)).to_be_visible()
    ana.click(".composer button[data-kind=primary]")
    expect(phone.locator(".live").get_by_text("Are you safe?")).to_be_visible()


def test_it_hides_at_once_where_there_is_no_connection_and_stays_so(
    phone: Page, language: str
) -> None:
    words = WORDS[language]
    phone.context.set_offline(True)
    press(phone, words["hide"])
    shows_nothing(phone)
    press(phone, words["show"])
    expect(phone.get_by_role("alert")).not_to_be_empty()  # it cannot be shown now, and says so
    shows_nothing(phone)
    phone.context.set_offline(False)
    expect(phone.locator("html")).to_contain_text(words["show"])
    phone.wait_for_timeout(3_000)  # it is told by itself
    phone.reload()
    shows_nothing(phone)
    press(phone, words["show"])
    expect(phone.locator("#write")).to_have_value(HALF)


def test_what_did_not_get_away_says_so_and_keeps_its_text(phone: Page, language: str) -> None:
    words = WORDS[language]
    phone.context.set_offline(True)
    phone.click("form.composer button[data-kind=primary]")
    expect(phone.locator("#say [role=alert]")).to_contain_text(words["failed"])
    expect(phone.locator("#write")).to_have_value(HALF)
    expect(phone.locator(".message-state:visible")).to_have_count(1)  # of the first words alone
    looks_right(phone, f"{language}-failed")
    phone.context.set_offline(False)
    phone.click("form.composer button[data-kind=primary]")
    expect(phone.locator("#write")).to_have_value("")
    last = phone.locator(".live .message[data-from=person]").last
    expect(last).to_contain_text(HALF)
    expect(last.locator(".message-state")).to_have_text(words["reached"])


def test_another_page_of_the_same_browser_hides_too(
    own_line: LiveLine, phone: Page, language: str
) -> None:
    other = phone.context.new_page()
    other.goto(f"{own_line.front}/{language}/talk/")
    expect(other.locator(".live").get_by_text(SAID)).to_be_visible()
    press(phone, WORDS[language]["hide"])
    expect(other.get_by_role("button", name=WORDS[language]["show"])).to_be_visible(timeout=5_000)
    shows_nothing(other)


@pytest.mark.hostile(41)
@pytest.mark.hostile(112)
def test_it_works_without_a_script_and_back_shows_nothing(
    own_line: LiveLine, open_phone: Open, language: str, come_in: Callable[[str], Page]
) -> None:
    """With the browser's memory of pages as people have it."""
    words, ana = WORDS[language], come_in("ana")
    page = open_phone(java_script_enabled=False).pages[0]
    writes(page, own_line, language)
    takes_newest(ana)
    talk = page.frame_locator("iframe.messages-frame")
    expect(talk.locator(".message-state:visible")).to_have_text(words["reached"])
    looks_right(page, f"{language}-no-script")
    press(page, words["cannot"])
    expect(ana.get_by_text("They cannot write now. Wait")).to_be_visible(timeout=5_000)
    expect(page.locator("#write")).to_have_value(HALF)
    press(page, words["company"])
    shows_nothing(page)
    expect(ana.get_by_text("Somebody is with them. Write")).to_be_visible(timeout=5_000)
    page.wait_for_timeout(1_500)
    assert [frame for frame in page.frames if frame.url.endswith("/messages/")] != []  # it lives on
    for step in (page.reload, page.go_back, page.go_back, page.go_forward, page.reload):
        step(wait_until="load")
        assert "Zimtstern" not in "".join(frame.content() for frame in page.frames)
    page.goto(f"{own_line.front}/{language}/talk/")
    press(page, words["show"])
    expect(page.locator("#write")).to_have_value(HALF)
    press(page, words["can"])
    expect(ana.get_by_text("Somebody is with them. Write")).to_have_count(0, timeout=5_000)


def test_a_page_closed_by_accident_opens_the_same_conversation(
    own_line: LiveLine, phone: Page, language: str
) -> None:
    context = phone.context
    phone.close()
    again = context.new_page()
    again.goto(f"{own_line.front}/{language}/talk/")
    expect(again.locator(".live").get_by_text(SAID)).to_be_visible()
    again.click("[data-exit] >> nth=0")
    again.wait_for_url("**/calendar/")
    again.goto(f"{own_line.front}/{language}/talk/")
    expect(again.locator("#first")).to_have_value("")
    assert "Zimtstern" not in again.content()
