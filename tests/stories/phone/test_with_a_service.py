"""Mina calls, chooses French and reaches Ana, who brings an interpreter in, and then Rae at the
shelter, after a yes. Everybody hears exactly those who are in it.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from havre.channels.phone.tests.caller import strength
from havre.channels.phone.tests.standing import WASH, until
from havre.channels.phone.tests.telephone import Telephone
from tests.stories.conftest import ARTEFACTS, LiveLine, line_like
from tests.stories.looking import assert_accessible
from tests.stories.phone.program import Ports, lay_voices, serving
from tests.stories.phone.scenes import MINA, VOICE, Desk, accepts, come_in, launch
from tests.stories.telling import ask

pytestmark = [pytest.mark.browser, pytest.mark.servers]
RAE, INES = 2200.0, 1000.0  # what they say


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports()


@pytest.fixture(scope="module")
def line(night_shift: Path, ports: Ports, tmp_path_factory) -> Iterator[LiveLine]:
    data = tmp_path_factory.mktemp("line") / "data"
    with line_like(night_shift, data, *ports.words_with_services) as live:
        yield live


@pytest.fixture(scope="module")
def program(line: LiveLine, ports: Ports) -> Iterator[None]:
    """Our program and the engine, as a line runs them."""
    lay_voices(line.data)
    more = {"PHONE_OUTWARD": "+1=2", "PHONE_SHOWN": "+18339001010"}
    services = ports.services
    with serving(line, ports, sound_ports=23_900, PHONE_TRIAL_PORT=services, **more):
        yield


@pytest.fixture
def ana(line: LiveLine, program: None, browser: Browser, tmp_path) -> Iterator[Desk]:
    with _sits(line, launch(browser, tmp_path), "ana") as desk:
        yield desk


@pytest.fixture
def ines(line: LiveLine, program: None, browser: Browser, tmp_path_factory) -> Iterator[Desk]:
    """An interpreter, in a browser with a voice of her own."""
    talking = launch(browser, tmp_path_factory.mktemp("ines"), INES)
    with _sits(line, talking, "ines") as desk:
        yield desk


@contextlib.contextmanager
def _sits(line: LiveLine, talking: Browser, name: str) -> Iterator[Desk]:
    context = talking.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["microphone"], locale="en-CA"
    )
    desk = come_in(line, context, name)
    desk.phone.click("#phone-ready")
    desk.at("ready", within=20)
    yield desk
    talking.close()


def hear(phone: Telephone, *voices: float) -> None:
    """These are heard on this telephone, and nobody else. A browser is softer than a telephone."""
    all_of_them = (MINA, VOICE, RAE, INES, WASH)

    def heard() -> set[float]:
        sound = phone.ear.just(0.4)
        return {each for each in all_of_them if len(sound) > 800 and strength(sound, each) > 0.01}

    until(lambda: heard() == set(voices), 20)


def test_she_brings_an_interpreter_in_then_rae_after_a_yes_and_leaves_them_together(
    ana: Desk, ines: Desk, ports: Ports
):
    with (
        Telephone(ports.sip, tone=MINA) as mina,
        Telephone(ports.sip, tone=RAE, answers="never", at=ports.services) as rae,
    ):
        assert mina.calls() == 200
        mina.presses("1")
        accepts(ana)
        hear(mina, VOICE)
        until(lambda: ana.page.locator("#in-hand a").count())
        ana.page.locator("#in-hand a").last.click()
        _an_interpreter_joins(ana, ines)
        hear(mina, VOICE, INES)
        _agrees_on_a_bed(ana)
        _has_rae_called(ana, mina, rae)
        hear(rae, VOICE, INES)
        hear(mina, WASH)
        ana.page.click("#panel-call form[action*='coming-back'] button")
        hear(mina, VOICE, INES, RAE)
        hear(rae, VOICE, INES, MINA)
        ana.page.click("#panel-interpreter form[action*='ending'] button")
        ines.at("ready")
        hear(mina, VOICE, RAE)
        until(lambda: ana.hears(RAE) or ana.hears(MINA))
        ana.page.click("#panel-call form[action*='leaving'] button")
        ana.at("ready")
        hear(mina, RAE)
        hear(rae, MINA)
        mina.hangs_up()
        assert rae.was_left.wait(5)
        assert rae.rang == 1


def _an_interpreter_joins(ana: Desk, ines: Desk) -> None:
    """Both say that they know nobody in it; her own phone rings, and she is in the call."""
    panel = ana.page.locator("#panel-interpreter")
    panel.locator("summary").click()
    panel.locator("#id_int_language").select_option("es")
    panel.locator("form[action*='asking'] button").click()
    ines.page.locator("#calls a").last.click(timeout=10_000)
    ines.page.locator("form[action*='coming'] button").click()
    panel.locator("form[action*='letting-in'] button").click(timeout=10_000)
    accepts(ines)


def _has_rae_called(ana: Desk, mina: Telephone, rae: Telephone) -> None:
    """By keyboard; Mina hears a soft sound from before it rings."""
    ana.page.focus("#panel-call form[action^='/referrals/'] button")
    ana.page.keyboard.press("Enter")
    until(lambda: rae.rang, 15)
    hear(mina, WASH)
    ana.page.wait_for_selector("#panel-call form[action*='letting-go']")
    assert_accessible(ana.page)
    _look_at_the_call(ana)
    rae.picks_up()


def _look_at_the_call(ana: Desk) -> None:
    """The panel as it stands in the narrowest and the widest page."""
    for width in (320, 1440):
        ana.page.set_viewport_size({"width": width, "height": 900})
        assert ana.page.evaluate("document.documentElement.scrollWidth") <= width
        picture = ARTEFACTS.parent / "phone" / f"with-a-service-{width}.png"
        ana.page.locator("#panel-call").screenshot(path=picture)


def _agrees_on_a_bed(ana: Desk) -> None:
    """What she wishes for is written, a bed is offered, and she says yes."""
    page = ana.page
    page.wait_for_selector("#panel-call")
    page.fill("#id_wish", "Un lit")
    page.click("#panel-wish button")
    expect(page.locator("#panel-wish blockquote")).to_have_text("Un lit")
    page.fill("#id_place", "Ottawa")
    page.select_option("#id_need", "emergency_shelter")
    first = page.locator('#found input[name="service"]').first
    first.wait_for()
    first.check()
    page.click("#found [data-offer]")
    page.wait_for_selector("#panel-options > .panel-body > .rows")
    ask(page, act="pass_on", items=("wish",), answer="yes")
    page.wait_for_selector('#panel-consent .badge[data-kind="good"]')
    page.wait_for_selector("#panel-call fieldset")
