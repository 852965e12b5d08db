"""The house answers with two faces, brings a fallen one back, and ends when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from havre.prompt.tests.commands import MEMBERS, ROOT, havre


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(look: Callable[[], int], seconds: float = 20) -> int:
    """What `look` finds at last."""
    limit = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert found
    return found


def status_of(pid: int) -> list[str]:
    """What the system says of a process; nothing if there is none."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [] if "State:\tZ" in said else said.splitlines()


class Serving:
    """A real `havre serve`."""

    def __init__(self, data: Path) -> None:
        self.ports = (free_port(), free_port())
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HAVRE_")}
        command = [sys.executable, "-P", "-m", "havre", "serve"]
        self.process = subprocess.Popen(
            [*command, f"--port={self.ports[0]}", f"--desk-port={self.ports[1]}"],
            env=kept | {"PYTHONPATH": str(ROOT), "HAVRE_DATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("Answering at 127.0.0.1")

    def children(self) -> list[int]:
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def watch(self) -> int:
        """The process of the desk's watch; zero while there is none."""
        tasks = [each for pid in self.children() for each in Path(f"/proc/{pid}/task").glob("*")]
        below = [pid for each in tasks for pid in (each / "children").read_text().split()]
        return int(below[0]) if below else 0

    def answers(self, port: int) -> int:
        address = f"http://127.0.0.1:{port}/health/"
        with urllib.request.urlopen(address, timeout=20) as response:
            assert response.headers.get("server") is None
            return int(response.status)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    (folder / "members.toml").write_text(MEMBERS, encoding="utf-8")
    done = havre(folder / "data", "init", "--members", str(folder / "members.toml"))
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture
def serving(founded: Path) -> Iterator[Serving]:
    running = Serving(founded)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(10)
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_three_seconds_and_leaves_nobody(serving, ending):
    assert [serving.answers(port) for port in serving.ports] == [200, 200]
    children = serving.children()
    assert len(children) == 2
    began = time.monotonic()
    serving.process.send_signal(ending)
    assert serving.process.wait(10) == 0
    assert time.monotonic() - began < 3
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.hostile(21)
def test_a_face_that_was_killed_comes_back_and_nobody_is_refused(serving):
    first = serving.children()
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    assert [serving.answers(port) for port in serving.ports] == [200, 200]
    assert set(serving.children()).isdisjoint(first)


@pytest.mark.requirement("000-08")
def test_a_watch_that_was_killed_comes_back_and_ends_with_its_desk(serving):
    first = until(serving.watch)
    os.kill(first, signal.SIGKILL)
    second = until(lambda: (found := serving.watch()) != first and found)
    (desk,) = (int(line.split()[1]) for line in status_of(second) if line.startswith("PPid:"))
    os.kill(desk, signal.SIGKILL)
    third = until(lambda: (found := serving.watch()) not in (0, second) and found)
    assert serving.answers(serving.ports[1]) == 200
    assert until(lambda: not status_of(second)), "two watch"
    time.sleep(3)  # longer than one that cannot start would live
    assert serving.watch() == third


@pytest.mark.hostile(91)
def test_a_face_leaves_no_core_and_cannot_be_attached_to(serving):
    for pid in [*serving.children(), until(serving.watch)]:
        limits = Path(f"/proc/{pid}/limits").read_text()
        (core,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        assert core.split()[4:6] == ["0", "0"]
        assert Path(f"/proc/{pid}/maps").stat().st_uid == 0  # not dumpable: root's, whoever runs it


def test_a_port_in_use_is_said(founded):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = havre(founded, "serve", "--port", str(port), "--desk-port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} at 127.0.0.1 cannot be used")


def test_nobody_restores_under_a_house_that_serves(serving, founded, tmp_path):
    assert havre(founded, "backup", str(tmp_path / "kept")).returncode == 0
    done = havre(founded, "restore", str(tmp_path / "kept"), "--replace")
    assert done.returncode == 1
    assert done.stderr.startswith("Something serves from")


def test_an_unfounded_house_does_not_serve(tmp_path):
    data = tmp_path / "data"
    assert havre(data, "serve").stderr.endswith("Run `havre migrate`.\n")
    assert havre(data, "migrate").returncode == 0
    done = havre(data, "serve")
    assert done.returncode == 1
    assert "`havre init` makes the first ones" in done.stderr


def test_wrong_use_is_told_from_refusal(tmp_path):
    assert havre(tmp_path / "data", "serve", "--port", "many").returncode == 2
    assert havre(tmp_path / "data", "numbers", "publish").returncode == 2
