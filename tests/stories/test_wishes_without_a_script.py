"""Somebody on a small phone, without JavaScript, says by whom they would rather be answered."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import ARTEFACTS, LiveLine
from tests.stories.looking import width_of

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "wishes"
WORDS = {
    "en": {
        "first": "Hello",
        "half": "I was just about to say",
        "more": "Somebody in particular?",
        "youth": "I’d like somebody used to young people",
        "looks": "We’ll look for somebody used to young people.",
        "none": "Nobody used to young people is free right now",
    },
    "fr": {
        "first": "Allô",
        "half": "J’allais justement dire",
        "more": "Quelqu’un en particulier?",
        "youth": "J’aimerais quelqu’un qui a l’habitude des jeunes",
        "looks": "Nous cherchons une personne libre qui a l’habitude des jeunes.",
        "none": "personne de libre qui ait l’habitude des jeunes",
    },
}


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def phone(own_line: LiveLine, browser: Browser, language: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        locale=f"{language}-CA",
        java_script_enabled=False,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{own_line.front}/{language}/talk/")
    yield page
    context.close()


def looks_right(page: Page, name: str) -> None:
    """axe needs scripts: the same page is asked by it with them (test_nobody_waits_unseen)."""
    assert width_of(page) <= 320
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def test_a_wish_is_said_answered_and_seen_and_costs_no_half_sentence(
    own_line: LiveLine, phone: Page, language: str, come_in: Callable[[str], Page]
) -> None:
    words, ana = WORDS[language], come_in("ana")
    phone.fill("#first", words["first"])
    phone.click("main form button")
    wishes = phone.locator(".wishes:visible")
    expect(wishes).to_have_count(1)
    expect(wishes.locator("button:visible")).to_have_count(2)
    looks_right(phone, f"{language}-first")
    phone.fill("#write", words["half"])
    wishes.locator("summary", has_text=words["more"]).click()
    expect(wishes.locator("button:visible")).to_have_count(5)
    looks_right(phone, f"{language}-more")
    phone.get_by_role("button", name=words["youth"]).click()
    expect(phone.locator("#write")).to_have_value(words["half"])
    talk = phone.frame_locator("iframe.messages-frame")
    expect(talk.get_by_text(words["looks"])).to_be_visible()
    expect(talk.get_by_text(words["none"])).to_be_visible(timeout=20_000)  # by itself
    expect(phone.locator("#write")).to_have_value(words["half"])
    expect(phone.locator(".wishes:visible button", has_text=words["youth"])).to_have_count(0)
    expect(wishes.locator("button:visible")).to_have_count(2)  # danger, and a woman
    looks_right(phone, f"{language}-asked")
    row = ana.locator(".row[data-state=waiting]", has_text="Asks for somebody used to young")
    expect(row).to_have_count(1, timeout=10_000)
    phone.click("form.composer button[data-kind=primary]")
    expect(phone.locator("#write")).to_have_value("")
    expect(talk.get_by_text(words["half"])).to_be_visible()
