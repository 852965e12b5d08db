"""Ana knows whether a call can reach her, and why not; her line fits on every screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from havre.prompt.phone import engine as engines
from tests.stories.conftest import ARTEFACTS
from tests.stories.looking import assert_accessible
from tests.stories.phone.scenes import accepts, hangs_up, mina_calls, soon, speak

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def test_the_microphone_and_the_speaker_can_be_tried_at_any_time(ana):
    ana.phone.click("#phone-level-test")
    expect(ana.phone.locator("#phone-level-says")).to_have_text("Your microphone is heard.")
    assert ana.phone.evaluate('document.getElementById("phone-level").value') > 0.1
    ana.phone.click("#phone-level-test")
    expect(ana.phone.locator("#phone-level")).to_have_js_property("value", 0)
    assert ana.phone.locator("#phone-microphones option").count() > 1
    ana.phone.click("#phone-speaker-test")
    assert_accessible(ana.phone)


def test_a_second_window_says_so_and_takes_over(ana):
    second = ana.page.context.new_page()
    second.goto(ana.phone.url)
    expect(second.locator("[data-elsewhere]").last).to_contain_text("open in another window")
    assert not second.is_visible("#phone-ready")
    ana.at("ready")
    second.close()


def test_a_call_is_work_and_keeps_the_keys_open(ana, engine, exchange):
    with ana.phone.expect_request(lambda one: one.url.endswith("/here/"), timeout=40_000):
        pass  # beside that a ready phone says only that the desk is there
    with mina_calls(engine):
        accepts(ana)
        with ana.phone.expect_request(lambda one: one.url.endswith("/awake/"), timeout=40_000):
            pass
        hangs_up(ana)
        ana.at("ready")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_line_fits_on_every_screen(ana, engine, exchange, *, language, scheme):
    speak(ana, language)
    ana.at("ready", within=30)
    for page in (ana.page, ana.phone):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    with mina_calls(engine):
        ana.at("ringing")
        picture(ana.page, f"ringing-{language}-{scheme}")
        accepts(ana)
        ana.page.click("#phone-keys summary")
        picture(ana.page, f"call-{language}-{scheme}")
        assert_accessible(ana.page)
        assert_accessible(ana.phone)
        ana.phone.screenshot(path=folder() / f"window-{language}-{scheme}.png", full_page=True)
        hangs_up(ana)
        ana.at("ready")
    ana.page.set_viewport_size({"width": 1440, "height": 900})


def folder() -> Path:
    found = ARTEFACTS.parent / "phone"
    found.mkdir(parents=True, exist_ok=True)
    return found


def picture(page: Page, name: str) -> None:
    """One picture at each width; nothing of the line stands outside, whatever it says."""
    for width in (320, 768, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        strip = page.locator("#phone").bounding_box()
        assert (strip["x"], strip["x"] + strip["width"] <= width) == (0, True)
        for part in page.locator("#phone :is(button, summary):visible").all():
            box = part.bounding_box()
            assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)
        page.screenshot(path=folder() / f"{name}-{width}.png")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("refused", "this browser does not let the desk use the microphone"),
        ("missing", "no microphone was found"),
    ],
)
def test_without_a_microphone_it_says_why_and_what_to_do(ana, browser, talking, *, name, said):
    speak(ana, "en")
    keeps = ana.page.context.storage_state()
    some = browser if name == "missing" else talking
    context = some.new_context(
        storage_state=keeps, permissions=["microphone"] if name == "missing" else []
    )
    phone = context.new_page()
    phone.goto(ana.phone.url)
    phone.click("#phone-ready")
    phone.wait_for_selector('#phone[data-at="unready"]')
    expect(phone.locator("#phone-says")).to_contain_text(said)
    expect(phone.locator("#phone-says")).to_contain_text("Get ready")
    assert phone.is_visible("#phone-ready")
    phone.click("#phone-level-test")
    expect(phone.locator("#phone-level-says")).not_to_be_empty()
    context.close()
    ana.at("ready")  # her own was not touched


def test_signed_out_no_call_rings_there_any_more(ana, engine):
    ana.at("ready")
    with ana.page.expect_navigation():
        ana.page.click("[data-sign-out] button")
    if "leaving" in ana.page.url:  # asked first, because she held somebody today
        ana.page.click("main form button")
    ana.page.wait_for_selector("#passphrase")
    ana.phone.wait_for_selector("#passphrase", timeout=40_000)
    assert soon(lambda: ana.endpoint not in engines.ask(engine, "pjsip show contacts"))
