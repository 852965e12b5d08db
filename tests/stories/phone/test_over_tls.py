"""Ana's browser is elsewhere: it reaches the engine over TLS, or it does not reach it at all."""

import base64
import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from havre.channels.phone.browsers import Secure
from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import certificate, free_port, running_engine
from havre.channels.phone.tests.talking import Exchange
from tests.browsers import chromium
from tests.stories.conftest import LiveLine, line_like
from tests.stories.phone.scenes import (
    MINA,
    VOICE,
    arguments,
    come_in,
    get_ready,
    hears,
    mina_calls,
    soon,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]
HERE = "127.0.0.1"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    """An engine with a certificate, and the authority that gave it."""
    folder = tmp_path_factory.mktemp("secured")
    authority, chain, key = certificate(folder, HERE)
    secure = Secure(port=free_port(), certificate=chain, key=key)
    with running_engine(folder, (23_600, 23_649), secure) as engine:
        yield engine, authority


@pytest.fixture(scope="module")
def line(night_shift: Path, secured, tmp_path_factory) -> Iterator[LiveLine]:
    engine, _ = secured
    socket = f"wss://{HERE}:{engine.secure.port}/ws"
    data = tmp_path_factory.mktemp("line") / "data"
    with line_like(night_shift, data, "--phone-socket", socket) as live:
        yield live


def mark(authority: Path) -> str:
    """How a browser is told on its command line that it may trust this authority's key."""
    command = ["openssl", "x509", "-in", str(authority), "-noout", "-pubkey"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    der = base64.b64decode("".join(said.splitlines()[1:-1]))
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


@contextmanager
def browsing(browser: Browser, folder: Path, *more: str) -> Iterator[BrowserContext]:
    """A browser of her own, with a voice, in a folder of its own."""
    context = browser.browser_type.launch_persistent_context(
        folder / "profile",
        executable_path=chromium(),
        args=[*arguments(folder), *more],
        permissions=["microphone"],
        locale="en-CA",
    )
    yield context
    context.close()


def test_with_the_lines_certificate_she_answers(browser, line, secured, tmp_path):
    engine, authority = secured
    trusts = f"--ignore-certificate-errors-spki-list={mark(authority)}"
    with browsing(browser, tmp_path, trusts) as context:
        ana = come_in(line, context, "ana")
        endpoint = get_ready(ana, engine, line.data)
        with Exchange(engine, endpoint) as exchange, mina_calls(engine) as mina:
            ana.at("ringing")
            ana.page.click("#phone-accept")
            ana.at("call")
            assert soon(lambda: hears(mina, VOICE))
            assert ana.hears(MINA)
            exchange.ends_all()


def test_a_certificate_of_nobody_known_is_no_way_in_and_she_is_told(
    browser, line, secured, tmp_path
):
    with browsing(browser, tmp_path) as context:
        ben = come_in(line, context, "ben")
        ben.phone.click("#phone-ready")
        ben.phone.wait_for_timeout(3_000)
        said = ben.phone.locator("#phone-says")
        expect(said).to_have_text("Not ready yet: looking for the phone engine.")
