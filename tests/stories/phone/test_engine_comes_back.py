"""The phone engine goes away and comes back: Ben is told, and need do nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import an_engine
from havre.channels.phone.tests.talking import Exchange
from havre.prompt.phone import engine as engines
from tests.stories.conftest import LiveLine, line_like
from tests.stories.phone.scenes import (
    VOICE,
    accepts,
    come_in,
    get_ready,
    hears,
    launch,
    mina_calls,
    soon,
    tell,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]
# Seconds: what an engine hears while it loads may get no answer, and SIP gives that up after 32
# (RFC 3261, timer F); only then does the phone sign in again.
UNANSWERED = 40


@pytest.fixture
def stopped(tmp_path: Path) -> Engine:
    """An engine that a test starts and stops."""
    return an_engine(tmp_path, (23_650, 23_699))


@pytest.fixture
def its_line(night_shift: Path, stopped: Engine, tmp_path: Path) -> Iterator[LiveLine]:
    socket = f"ws://127.0.0.1:{stopped.ari_port}/ws"
    with line_like(night_shift, tmp_path / "data", "--phone-socket", socket) as live:
        yield live


def test_it_is_found_again_by_itself_and_who_is_not_known_there_is_told(
    stopped, its_line, browser: Browser, tmp_path: Path
):
    talking = launch(browser, tmp_path)
    ben = come_in(its_line, talking.new_context(permissions=["microphone"]), "ben")
    says = ben.page.locator("#phone-says")
    with engines.running(stopped):
        get_ready(ben, stopped, its_line.data)
    ben.at("lost")
    expect(says).to_have_text("Not ready yet: looking for the phone engine.")
    with engines.running(stopped):
        endpoint = tell(stopped, its_line.data)
        ben.at("ready", within=UNANSWERED)
        with Exchange(stopped, endpoint) as exchange, mina_calls(stopped) as mina:
            accepts(ben)
            assert soon(lambda: hears(mina, VOICE))
            exchange.ends_all()
        ben.at("ready")
    ben.at("lost")
    with engines.running(stopped):  # and nobody tells this one of him
        ben.at("unready", within=60)
        expect(says).to_contain_text("does not answer, or your phone was opened at another desk")
        ben.phone.click("#phone-ready")
        tell(stopped, its_line.data)
        ben.at("ready", within=30)
    talking.close()
