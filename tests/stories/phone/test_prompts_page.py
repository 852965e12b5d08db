"""Sue listens to what callers hear, keeps a voice for it, and lets the machine speak again."""

import io
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from havre.channels.phone.tests.caller import RATE, strength, tone
from havre.channels.phone.tests.standing import hears
from havre.channels.phone.tests.telephone import Telephone
from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine, line_like
from tests.stories.looking import assert_accessible
from tests.stories.phone.program import Ports, lay_voices, serving

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.requirement("000-06")]
SUE = 1_000.0  # hertz, of what she recorded
BY_MACHINE = ("fr", "welcome")


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports()


@pytest.fixture(scope="module")
def line(night_shift: Path, ports: Ports, tmp_path_factory) -> Iterator[LiveLine]:
    with line_like(night_shift, tmp_path_factory.mktemp("line") / "data", *ports.words) as it:
        yield it


@pytest.fixture(scope="module")
def sip_port(line: LiveLine, ports: Ports) -> Iterator[int]:
    """Where the line is called."""
    lay_voices(line.data, by_machine={BY_MACHINE})
    with serving(line, ports, sound_ports=24_100):
        yield ports.sip


@pytest.fixture
def sue(line: LiveLine, sip_port: int, at_the_desk: Callable[[str], AtTheDesk]) -> AtTheDesk:
    found = at_the_desk("sue")
    found.speak("en")
    return found


def as_recorded(hertz: float, seconds: float, loud: int = 9_000) -> bytes:
    """As a recorder at hand gives it: 44,100 a second, two channels."""
    one = tone(hertz * RATE / 44_100, seconds * 44_100 / RATE)[44:]
    numbers = struct.unpack(f"<{len(one) // 2}h", one)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        both = (number * loud // 12_000 for number in numbers for _ in range(2))
        file.writeframes(struct.pack(f"<{2 * len(numbers)}h", *both))
    return made.getvalue()


def goes(desk: AtTheDesk, language: str = "fr") -> Page:
    desk.page.goto(f"{desk.line.desk}/phone/voices/?language={language}")
    return desk.page


def row_of(page: Page, code: str = "welcome") -> Locator:
    return page.locator(f"#p-{code}")


def chooses(page: Page, body: bytes, name: str = "voix de Zoé.wav") -> Locator:
    """By keyboard she opens the row, and chooses a file; the row."""
    row = row_of(page)
    if not row.locator("details").evaluate("(one) => one.open"):
        row.locator("summary").press("Enter")
    row.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "audio/wav", "buffer": body}
    )
    return row


def says(row: Locator, text: str) -> None:
    expect(row.locator("[data-says]")).to_have_text(text, timeout=15_000)


def looked_at(page: Page, name: str) -> None:
    """Nothing is amiss in the narrowest and the widest page, by day and by night."""
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert_accessible(page)
            picture = ARTEFACTS.parent / "phone" / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=picture)
    page.emulate_media(color_scheme="light")


def plays(row: Locator) -> float:
    """Press play; the seconds of what is played."""
    return float(
        row.locator("audio").evaluate(
            """async (one) => {
              await one.play();
              await new Promise((on) => one.addEventListener("ended", on, { once: true }));
              return one.duration;
            }"""
        )
    )


def test_she_listens_keeps_a_voice_and_the_next_caller_hears_it(sue: AtTheDesk, sip_port: int):
    sue.page.goto(sue.line.desk + "/rota/")
    sue.page.get_by_role("link", name="What callers hear").click()
    sue.page.get_by_role("link", name="French").click()
    page = sue.page
    row = row_of(page)
    expect(row).to_contain_text("A machine speaks")
    expect(row_of(page, "about")).to_contain_text("A recording from the line’s files")
    assert plays(row) > 2
    chooses(page, as_recorded(SUE, 1.2))
    says(row, "Listen to it as callers will hear it. Nothing is kept yet.")
    looked_at(page, "voices-chosen")
    listen = row.get_by_role("button", name="Listen")
    listen.press("Enter")
    expect(listen).to_have_attribute("aria-pressed", "true")
    expect(listen).to_have_attribute("aria-pressed", "false", timeout=8_000)
    row.get_by_role("button", name="Keep this voice").press("Enter")
    done = page.locator("#became")
    expect(done).to_have_text("This voice is kept.", timeout=15_000)
    expect(done).to_be_focused()
    expect(row).to_contain_text("A recorded voice, kept by Sue on")
    expect(row).not_to_contain_text("Callers still hear", timeout=15_000)
    assert abs(plays(row) - 1.2) < 0.05
    with Telephone(sip_port) as mina:
        assert mina.calls() == 200
        hears(mina, SUE)
    whole = _downloaded(page)
    assert strength(list(whole), SUE) > 0.95
    assert b"Zo" not in struct.pack(f"<{len(whole)}h", *whole)
    looked_at(page, "voices-kept")


def _downloaded(page: Page) -> tuple[int, ...]:
    """The sound that callers hear, as numbers."""
    answer = page.request.get(page.url.split("?")[0] + "fr/welcome.wav")
    with wave.open(io.BytesIO(answer.body())) as file:
        assert file.getparams()[:3] == (1, 2, RATE)
        count = file.getnframes()
        return struct.unpack(f"<{count}h", file.readframes(count))


def test_the_machine_speaks_again_in_french(sue: AtTheDesk, sip_port: int):
    sue.speak("fr")
    page = goes(sue)
    chooses(page, as_recorded(SUE, 0.8))
    row_of(page).get_by_role("button", name="Garder cette voix").click()
    expect(page.locator("#became")).to_have_text("Cette voix est gardée.", timeout=15_000)
    looked_at(page, "voix")
    row_of(page).get_by_role("button", name="Revenir à la voix de synthèse").press("Enter")
    expect(page.locator("#became")).to_have_text("Cette voix est retirée.")
    expect(page.locator("#became")).to_be_focused()
    expect(row_of(page)).to_contain_text("Une voix de synthèse parle")
    expect(row_of(page)).not_to_contain_text("on entend encore", timeout=15_000)
    assert strength(list(_downloaded(page)), SUE) < 0.1
    page.get_by_role("link", name="Anglais").click()
    expect(row_of(page).locator(".voice-words")).to_have_attribute("lang", "en")


def test_what_cannot_be_kept_is_said_and_nothing_is_kept(sue: AtTheDesk):
    page = goes(sue)
    row = chooses(page, b"<svg onload='alert(1)'/>", "voice.svg")
    says(row, "This browser cannot read that file as a sound. Choose another one.")
    expect(row.get_by_role("button", name="Keep this voice")).to_be_hidden()
    chooses(page, tone(SUE, 95))
    says(row, "This is longer than a minute and a half. Say it in fewer seconds.")
    expect(row.get_by_role("button", name="Listen")).to_be_hidden()
    chooses(page, as_recorded(SUE, 1, loud=20))
    says(row, "Listen to it as callers will hear it. Nothing is kept yet.")
    row.get_by_role("button", name="Keep this voice").click()
    says(row, "Nothing is heard in this file. Was the microphone on?")
    looked_at(page, "voices-refused")
    chooses(page, as_recorded(SUE, 0.2))
    row.get_by_role("button", name="Keep this voice").click()
    says(row, "This is too short to be heard. Record the whole sentence.")
    chooses(page, as_recorded(SUE, 1))
    page.context.clear_cookies()
    row.get_by_role("button", name="Keep this voice").click()
    says(row, "It was not kept. Look whether you are still signed in, and try again.")


def test_without_a_script_one_listens_and_is_told_what_it_needs(
    line: LiveLine, sip_port: int, open_context: Callable[..., BrowserContext]
):
    page = open_context(java_script_enabled=False, locale="en-CA").new_page()
    page.goto(line.desk + "/")
    page.fill("#name", "sue")
    page.fill("#passphrase", line.sign_in_of("sue").passphrase)
    page.fill("#code", line.fresh_code("sue"))
    page.click("main form button")
    page.goto(f"{line.desk}/phone/voices/?language=fr")
    told = page.content().partition("<noscript>")[2].partition("</noscript>")[0]
    assert "To keep a voice this page needs JavaScript" in told
    expect(row_of(page).locator("audio")).to_be_visible()
    expect(row_of(page).locator("input[type=file]")).to_be_hidden()
    expect(row_of(page).locator("summary")).to_be_hidden()


def test_nothing_was_asked_of_anybody_else_and_no_script_broke(
    line: LiveLine, requests_seen: list[str], errors_seen: list[str]
):
    assert requests_seen
    assert [one for one in requests_seen if not one.startswith((line.desk, "data:", "blob:"))] == []
    assert errors_seen == []
