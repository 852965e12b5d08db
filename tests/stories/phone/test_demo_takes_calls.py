"""`bin/demo --phone`: whoever has a soft phone and no account calls the demo, and is greeted."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from havre.channels.phone import prompts
from havre.channels.phone.tests.benches import free_port
from havre.channels.phone.tests.caller import Caller, strength, tone
from havre.prompt.phone import installing
from tests.stories.conftest import LiveLine, line_like, start_line, stop_line

WELCOME = {"fr": 440.0, "en": 660.0}
pytestmark = pytest.mark.servers


def until(true: Callable[[], bool], within: float) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def called(port: int) -> tuple[int, list[int]]:
    """What somebody with a soft phone gets: the status, and the first seconds of sound."""
    with Caller(port) as somebody:
        status = somebody.invites()
        heard = somebody.hears(2.2)
        somebody.hangs_up()
    return status, heard


def engines(data: Path) -> list[int]:
    """The engines whose settings lie in this folder."""
    return [pid for pid, said in commands().items() if str(data) in said and "asterisk" in said]


def programs(live: LiveLine) -> list[int]:
    """Our programs beside the engine, of this demo."""
    own = {pid for pid in commands() if parent(pid) == live.process.pid}
    return [pid for pid in own if commands().get(pid, "").endswith("havre phone serve ")]


def commands() -> dict[int, str]:
    """pid → how it was started, of all that run."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            said = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
            found[int(entry.name)] = said.decode(errors="replace")
    return found


def parent(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


@pytest.fixture(scope="module")
def ports() -> list[str]:
    if installing.installed(settings.PHONE_ENGINE) is None:
        pytest.fail("There is no phone engine. `bin/test` fetches it: `bin/havre phone install`.")
    sip, program = free_port(socket.SOCK_DGRAM), free_port()
    return ["--phone", "--phone-port", str(sip), "--phone-program-port", str(program)]


@pytest.fixture(scope="module")
def demo(night_shift: Path, ports: list[str], tmp_path_factory) -> Iterator[LiveLine]:
    """The demo with its phone; each welcome is one tone, so that it can be told from others."""
    data = tmp_path_factory.mktemp("demo") / "data"
    voices = data / "phone" / "voices"
    with line_like(night_shift, data, *ports, before=lambda: _recorded(voices)) as live:
        assert until(lambda: b"calls  sip:" in live.output.read_bytes(), 60)
        yield live
        assert engines(data)
        ours = programs(live)
    assert (engines(data), [pid for pid in ours if pid in commands()]) == ([], [])


def _recorded(voices: Path) -> None:
    """Every prompt is recorded, so that no machine has to speak eighty of them here."""
    for language, code in prompts.words():
        (voices / language).mkdir(parents=True, exist_ok=True)
        hertz = WELCOME[language] if code == "welcome" else 1300.0
        (voices / language / f"{code}.wav").write_bytes(tone(hertz, 0.8))


def test_it_says_how_to_call_and_where_anas_phone_is(demo: LiveLine):
    said = demo.output.read_text()
    assert re.search(r"^calls  sip:\d+@127\.0\.0\.1:\d+ ", said, re.MULTILINE)
    assert f"{demo.desk}/phone/" in said


def test_a_soft_phone_without_an_account_is_greeted(demo: LiveLine, ports: list[str]):
    status, heard = called(int(ports[2]))
    assert status == 200
    french, english = heard[800:5600], heard[8000:12000]
    assert strength(french, WELCOME["fr"]) > 0.9
    assert strength(english, WELCOME["en"]) > 0.5


def test_another_address_of_this_machine_is_not_listened_on(demo: LiveLine, ports: list[str]):
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.2", int(ports[2])))  # free: nothing listens on every address
    with Caller(int(ports[2]), host="127.0.0.9") as stranger:
        assert stranger.invites(within=2) == 401


def test_its_program_comes_back_after_a_kill_and_greets_again(demo: LiveLine, ports: list[str]):
    before = demo.output.read_bytes().count(b"calls  sip:")
    (program,) = programs(demo)
    os.kill(program, signal.SIGKILL)
    assert until(lambda: demo.output.read_bytes().count(b"calls  sip:") > before, 30)
    assert called(int(ports[2]))[0] == 200


def test_a_taken_port_is_said_before_anything_starts(demo: LiveLine, ports: list[str], tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "demo",
            "--port",
            str(free_port()),
            "--desk-port",
            str(free_port()),
            "--data",
            str(tmp_path / "other"),
            *ports,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "--phone-port" in done.stderr


def test_ctrl_c_ends_all_of_it_and_the_next_start_is_quick(
    night_shift: Path, ports: list[str], tmp_path_factory
):
    data = tmp_path_factory.mktemp("again") / "data"
    with line_like(night_shift, data, before=lambda: _recorded(data / "phone" / "voices")):
        pass  # the plain demo: no phone
    other = ["--phone", "--phone-port", str(free_port(socket.SOCK_DGRAM))]
    other += ["--phone-program-port", str(free_port())]
    live = start_line(data, *other)
    assert until(lambda: b"calls  sip:" in live.output.read_bytes(), 60)
    (engine,), (program,) = engines(data), programs(live)
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(timeout=20) == 0
    assert {engine, program} & commands().keys() == set()
    begun = time.monotonic()
    live = start_line(data, *other)
    assert until(lambda: b"calls  sip:" in live.output.read_bytes(), 30)
    assert time.monotonic() - begun < 30
    assert stop_line(live) == 0


def test_the_plain_demo_takes_no_calls_and_fetches_nothing(night_shift: Path, tmp_path_factory):
    data = tmp_path_factory.mktemp("plain") / "data"
    with line_like(night_shift, data) as live:
        assert b"calls" not in live.output.read_bytes()
        assert (engines(data), programs(live)) == ([], [])
        assert not (data / "phone").exists()
