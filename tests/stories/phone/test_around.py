"""Ana sits in a network that lets no sound out: it goes around, by the line's TURN server."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from havre.channels.phone import around
from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import free_port
from havre.channels.phone.tests.talking import Exchange
from tests.stories.conftest import LiveLine
from tests.stories.phone.scenes import (
    MINA,
    VOICE,
    Desk,
    accepts,
    come_in,
    get_ready,
    hangs_up,
    hears,
    launch,
    mina_calls,
    soon,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]
SECRET = "a long word that only the line and its server know"
# Nothing goes the straight way, as in a network that lets no UDP out.
ONLY_AROUND = """
const Straight = RTCPeerConnection;
window.RTCPeerConnection = class extends Straight {
  constructor(told) { super({ ...told, iceTransportPolicy: "relay" }); }
};
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The line's TURN server, by TCP alone; its port."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("NOT PLAYED: there is no TURN server here (coturn); bin/test said so.")
    port, folder = free_port(), tmp_path_factory.mktemp("around")
    at = "127.0.0.1"
    told = {
        "listening-ip": at,
        "relay-ip": _own_address(),
        "listening-port": port,
        "min-port": 23_940,
        "max-port": 23_979,
        "realm": "line.example",
        "static-auth-secret": SECRET,
        "pidfile": folder / "pid",
        "userdb": folder / "users",
        "log-file": folder / "log",
    }
    words = [f"--{name}={value}" for name, value in told.items()]
    words += ["-n", "--use-auth-secret", "--no-cli", "--no-udp", "--no-tls", "--no-dtls"]
    running = subprocess.Popen(
        [program, *words, "--allow-loopback-peers"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert soon(lambda: _listens(at, port), 10)
    yield port
    running.terminate()
    running.wait(10)


def _own_address() -> str:
    """That of this machine by which the engine says it can be reached, if it has one."""
    told = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True)
    return next(iter(told.stdout.split()), "127.0.0.1")


def _listens(host: str, port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex((host, port)) == 0


@pytest.fixture(autouse=True)
def _around_by(server: int, settings) -> None:
    settings.PHONE_TURN = [f"turn:127.0.0.1:{server}?transport=tcp"]
    settings.PHONE_TURN_SECRET = SECRET


@contextmanager
def sits_far_away(line: LiveLine, engine: Engine, browser: Browser, folder: Path) -> Iterator[Desk]:
    """Ana, ready, with what the line gives her browser for its way around."""

    def told(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"iceServers": around.servers()})

    talking = launch(browser, folder)
    context = talking.new_context(permissions=["microphone"], locale="en-CA")
    context.add_init_script(ONLY_AROUND)
    context.route("**/phone/opening/", told)
    ana = come_in(line, context, "ana")
    ana.endpoint = get_ready(ana, engine, line.data)
    yield ana
    talking.close()


def test_both_hear_each_other_by_the_lines_own_server_alone(
    line: LiveLine, engine: Engine, browser: Browser, tmp_path: Path
) -> None:
    with (
        sits_far_away(line, engine, browser, tmp_path) as ana,
        Exchange(engine, ana.endpoint) as exchange,
    ):
        with mina_calls(engine) as mina:
            accepts(ana)
            assert soon(lambda: hears(mina, VOICE))
            assert soon(lambda: ana.hears(MINA))
            hangs_up(ana)
        exchange.ends_all()
