"""Ana connects her own telephone as her page tells, lets calls ring there, and takes it away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from havre.channels.phone.tests.standing import hears, until
from havre.channels.phone.tests.telephone import Telephone
from tests.stories.conftest import ARTEFACTS, LiveLine, line_like
from tests.stories.looking import assert_accessible
from tests.stories.phone.program import Ports, lay_voices, serving
from tests.stories.phone.scenes import MINA, VOICE, Desk, come_in, launch, speak

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports()


@pytest.fixture(scope="module")
def line(night_shift: Path, ports: Ports, tmp_path_factory) -> Iterator[LiveLine]:
    data = tmp_path_factory.mktemp("line") / "data"
    words = (*ports.words, "--phone-port", str(ports.sip))
    with line_like(night_shift, data, *words) as live:
        lay_voices(live.data)
        with serving(live, ports, sound_ports=24_500):
            yield live


@pytest.fixture(scope="module")
def ana(line: LiveLine, browser: Browser, tmp_path_factory) -> Iterator[Desk]:
    """At her desk in English; her phone's window is open and ready."""
    talking = launch(browser, tmp_path_factory.mktemp("voice"))
    context = talking.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["microphone"], locale="en-CA"
    )
    desk = come_in(line, context, "ana")
    speak(desk, "en")
    desk.phone.click("#phone-ready")
    desk.at("ready", within=20)
    yield desk
    talking.close()


def told(page: Page) -> dict[str, str]:
    """What she types into it."""
    return {name: page.inner_text(f"#t-{name}") for name in ("server", "port", "user", "password")}


def chooses(page: Page, where: str) -> None:
    page.press(f'button[name="where"][value="{where}"]', "Enter")
    page.wait_for_selector(f'button[value="{where}"][aria-pressed="true"]')


def test_she_connects_it_answers_on_it_and_takes_it_away(ana: Desk, line: LiveLine, ports: Ports):
    page = ana.page
    page.goto(line.desk + "/yours/")
    page.get_by_role("link", name="Your telephone").press("Enter")
    page.wait_for_selector("#make")
    assert_accessible(page)
    page.press("#make", "Enter")
    page.wait_for_selector("#t-password")
    assert_accessible(page)
    page.screenshot(path=ARTEFACTS.parent / "phone" / "phone-table.png", full_page=True)
    typed = told(page)
    assert re.fullmatch(r"([a-z2-7]{4}-){5}[a-z2-7]{4}", typed["password"])
    assert (typed["server"], typed["port"]) == ("127.0.0.1", str(ports.sip))
    page.goto(page.url.replace("making/", ""))
    assert typed["password"] not in page.content()  # shown once
    with Telephone(int(typed["port"]), tone=VOICE, answers="never") as telephone:
        until(lambda: telephone.registers(typed["user"], typed["password"]) == 200)
        ana.at("ready", page)  # until she chooses it, calls ring in the browser
        chooses(page, "table")
        ana.at("tableUp", page)
        ana.at("tableUp", ana.phone, within=60)
        expect(page.locator("#phone-says")).to_have_text(
            "Calls ring at your telephone on the table."
        )
        _a_call_is_answered_on_it(ana, line, ports, telephone)
        page.goto(line.desk + "/phone/telephone/")
        page.press("#take-away", "Enter")
        ana.at("ready", page)  # the browser rings again
        until(lambda: telephone.registers(typed["user"], typed["password"]) in {401, 403, 404})


def _a_call_is_answered_on_it(
    ana: Desk, line: LiveLine, ports: Ports, telephone: Telephone
) -> None:
    ana.page.goto(line.desk + "/rota/")
    with Telephone(ports.sip, tone=MINA) as mina:
        assert mina.calls() == 200
        mina.presses("1")
        ana.at("tableRings", ana.page)
        expect(ana.page.locator("#phone-known")).to_have_text("In French.")
        assert_accessible(ana.page)
        assert ana.phone.get_attribute("#phone", "data-at") != "ringing"  # one of the two
        until(lambda: telephone.rang == 1)
        telephone.picks_up()
        hears(mina, VOICE)
        ana.page.wait_for_url("**/talk/*/#h-safety", timeout=15_000)  # by itself
        expect(ana.page.locator("#h-safety")).to_be_focused()
        ana.at("tableCall", ana.page)
        ana.page.goto(line.desk + "/phone/telephone/")
        ana.page.press('button[name="where"][value="browser"]', "Enter")
        expect(ana.page.locator("#became")).to_contain_text("You are in a call")
        assert_accessible(ana.page)
        ana.page.press("#phone-talk", "Enter")
        mina.hangs_up()
        ana.at("tableUp", ana.page)
        ana.page.select_option("#panel-close [name=outcome]", "not_ready")
        ana.page.select_option("#panel-close [name=no_wish]", "not_said")
        ana.page.click("#panel-close form button")
        ana.page.wait_for_selector("#board")


def test_in_french(ana: Desk, line: LiveLine):
    speak(ana, "fr")
    ana.page.goto(line.desk + "/phone/telephone/")
    ana.page.click("#make")
    ana.page.wait_for_selector("#t-password")
    expect(ana.page.locator("h1")).to_have_text("Votre téléphone")
    assert_accessible(ana.page)
    ana.page.screenshot(path=ARTEFACTS.parent / "phone" / "phone-table-fr.png", full_page=True)
    ana.page.goto(line.desk + "/phone/telephone/")
    chooses(ana.page, "table")
    expect(ana.page.locator("#phone-says")).to_contain_text("n’est pas connecté")
