"""Mina calls the line, and the queue brings her to Ana's browser: everything is the real thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from havre.channels.phone.tests.ear import most
from havre.channels.phone.tests.standing import TONES, hears, until
from havre.channels.phone.tests.telephone import Telephone
from tests.stories.conftest import LiveLine, line_like, takes_newest
from tests.stories.phone.program import Ports, lay_voices, serving
from tests.stories.phone.scenes import MINA, VOICE, Desk, accepts, come_in, hangs_up, kill, launch

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports()


@pytest.fixture(scope="module")
def line(night_shift: Path, ports: Ports, tmp_path_factory) -> Iterator[LiveLine]:
    with line_like(night_shift, tmp_path_factory.mktemp("line") / "data", *ports.words) as live:
        yield live


@pytest.fixture(scope="module")
def sip_port(line: LiveLine, ports: Ports) -> Iterator[int]:
    """Where the line is called, while our program and the engine run as a line runs them."""
    lay_voices(line.data, seconds={"closed": 3})  # longer than it takes a page to be shown
    with serving(line, ports, sound_ports=23_700):
        yield ports.sip


@pytest.fixture(scope="module")
def microphone(tmp_path_factory) -> Path:
    """What Ana's browser hears; by it the browser is found."""
    return Path(tmp_path_factory.mktemp("voice"))


@pytest.fixture(scope="module")
def ana(line: LiveLine, sip_port: int, browser: Browser, microphone: Path) -> Iterator[Desk]:
    """At her desk, ready as our program sees it: nobody helps."""
    talking = launch(browser, microphone)
    context = talking.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["microphone"], locale="en-CA"
    )
    desk = come_in(line, context, "ana")
    desk.phone.click("#phone-ready")
    desk.at("ready", within=20)
    yield desk
    talking.close()


@pytest.fixture
def mina(sip_port: int) -> Iterator[Telephone]:
    """Somebody whose telephone says one tone, and who chose French."""
    with Telephone(sip_port, tone=MINA) as found:
        assert found.calls() == 200
        found.presses("1")
        yield found


def closes(ana: Desk, line: LiveLine) -> None:
    """What she holds from this call is done: she has room for the next."""
    ana.page.goto(line.desk + "/")
    ana.page.locator("#in-hand a").last.click()
    press_close(ana)
    ana.page.wait_for_selector("#board")


def press_close(ana: Desk) -> None:
    ana.page.select_option("#panel-close [name=outcome]", "not_ready")
    ana.page.select_option("#panel-close [name=no_wish]", "not_said")
    ana.page.click("#panel-close form button")


def test_she_answers_works_and_closes_the_conversation(ana: Desk, mina: Telephone):
    before = ana.page.locator("#in-hand a").count()
    accepts(ana)
    hears(mina, VOICE)
    assert ana.hears(MINA)
    ana.page.wait_for_url("**/talk/*/#h-safety")  # by itself
    until(lambda: ana.page.locator("#in-hand a").count() == before + 1)
    ana.at("call")
    hears(mina, VOICE)
    press_close(ana)
    hears(mina, TONES["fr", "closed"])
    assert mina.was_left.wait(5)
    ana.at("ready")


def test_taken_on_the_page_her_phone_rings(ana: Desk, line: LiveLine, mina: Telephone):
    ana.page.goto(line.desk + "/")
    ana.at("ringing", within=20)
    takes_newest(ana.page)
    ana.page.wait_for_selector("#panel-close")
    accepts(ana)
    hears(mina, VOICE)
    mina.hangs_up()
    ana.at("ready", within=30)
    closes(ana, line)


def test_a_window_that_was_loaded_anew_gets_its_caller_back(
    ana: Desk, line: LiveLine, mina: Telephone
):
    ana.phone.once("dialog", Dialog.accept)
    accepts(ana)
    hears(mina, VOICE)
    ana.phone.click("h1")
    ana.phone.reload()
    hears(mina, TONES["fr", "lost"], within=8)  # told truthfully, and first in line
    ana.at("call", within=30)  # without a second press
    hears(mina, VOICE)
    mina.hangs_up()
    ana.at("ready", within=30)
    closes(ana, line)


def test_hanging_up_puts_the_person_first_in_line_as_it_says(
    ana: Desk, line: LiveLine, mina: Telephone
):
    accepts(ana)
    hears(mina, VOICE)
    hangs_up(ana)
    hears(mina, TONES["fr", "lost"], within=8)
    accepts(ana)
    hears(mina, VOICE)
    mina.hangs_up()
    ana.at("ready", within=30)
    closes(ana, line)


def test_muted_or_on_hold_for_long_she_keeps_them(ana: Desk, line: LiveLine, mina: Telephone):
    accepts(ana)
    hears(mina, VOICE)
    for press in ("#phone-mute", "#phone-hold"):
        ana.page.click(press)
        until(lambda: not most(mina.ear.just(), VOICE))
        ana.page.wait_for_timeout(8_000)  # much longer than a browser is silent that is gone
        ana.at("call")
        ana.page.click(press)
        hears(mina, VOICE)
    mina.hangs_up()
    ana.at("ready", within=30)
    closes(ana, line)


def test_a_browser_that_dies_on_hold_leaves_nobody_in_silence(
    ana: Desk, mina: Telephone, microphone: Path
):
    """The last: Ana's browser is gone after it."""
    accepts(ana)
    hears(mina, VOICE)
    ana.page.click("#phone-hold")
    until(lambda: not most(mina.ear.just(), VOICE))
    kill(microphone)
    hears(mina, TONES["fr", "lost"], within=8)
