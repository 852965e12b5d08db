"""A whole line that lives for one benchmark: a database, a fresh house, front and desk served.

The faces are started by `havre serve` itself. Whatever happens, nothing of it is left behind.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from bench import machine
from tests.machine import postgres

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_END = 10
_ROLES = ("front", "desk")


class CannotStart(RuntimeError):
    """The line could not be set up or served; the sentence says why."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What one member types."""

    name: str
    passphrase: str
    code: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where it answers, who works there, and which processes it consists of."""

    front: str
    desk: str
    sign_ins: list[SignIn]
    pids: dict[str, int]
    settings: dict[str, str]

    def count(self, table: LiteralString) -> int:
        """How many rows are stored."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 -- a table of ours

    def rows(self, question: LiteralString) -> list[tuple[Any, ...]]:
        """What the database itself answers."""
        if url := self.settings.get("HAVRE_DATABASE_URL"):
            with psycopg.connect(url) as postgresql:
                return postgresql.execute(question).fetchall()
        file = Path(self.settings["HAVRE_DATA"]) / "havre.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as sqlite:
            return sqlite.execute(question).fetchall()

    def used(self) -> dict[str, machine.Used]:
        """What each process has used so far, ours (the load client) among them."""
        found = {name: machine.used(pid) for name, pid in self.pids.items() if name != "database"}
        if pid := self.pids.get("database"):
            found["database"] = machine.used_with_children(pid)
        return found | {"client": machine.used(os.getpid())}


@contextmanager
def line(database: str, *, members: int) -> Iterator[Line]:
    """Set a house up and serve it until the block ends. Raises CannotStart."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="havre-bench-")))
        front, desk = _free_port(), _free_port()
        settings = {
            "DJANGO_SETTINGS_MODULE": "havre.settings",
            "HAVRE_DATA": str(folder / "data"),
            "HAVRE_FRONT_URL": f"http://127.0.0.1:{front}",
            "HAVRE_DESK_URL": f"http://localhost:{desk}",
            "HAVRE_SMTP_URL": "memory:",
            "HAVRE_TALKS_A_MINUTE": "1000000",  # the machine is measured, not its own brake
        }
        pids: dict[str, int] = {}
        if database == "postgresql":
            url = stack.enter_context(postgres(durable=True))
            settings |= rooms_in(url)
            pids["database"] = _postmaster(url)
        sign_ins = found_house(settings, members)
        ports = ["--port", str(front), "--desk-port", str(desk)]
        serving = stack.enter_context(_served(settings, ports, folder / "log"))
        pids |= _faces(serving)
        yield Line(
            settings["HAVRE_FRONT_URL"], settings["HAVRE_DESK_URL"], sign_ins, pids, settings
        )


def found_house(settings: dict[str, str], *members: int) -> list[SignIn]:
    """Tables, keys and so many responders (and supervisors). Raises CannotStart."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bench.founding", *map(str, members)],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotStart(f"The house could not be founded:\n{done.stderr[-2_000:]}")
    return [SignIn(*each) for each in json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def _served(
    settings: dict[str, str], ports: list[str], log: Path
) -> Iterator["subprocess.Popen[str]"]:
    with log.open("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "havre", "serve", *ports],
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,  # Ctrl-C reaches us; we end the servers
        )
        try:
            if not any(line.startswith("Answering") for line in process.stdout or ()):
                raise CannotStart(f"The servers did not start:\n{log.read_text()[-2_000:]}")
            yield process
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """Ask it to end, which ends both faces; insist if it does not, on the faces too."""
    faces = machine.children(process.pid)
    process.terminate()
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        for pid in (process.pid, *faces):
            os.kill(pid, 9)
        process.wait()
    finally:
        if process.stdout:
            process.stdout.close()


def _faces(serving: "subprocess.Popen[str]") -> dict[str, int]:
    found = {}
    for pid in machine.children(serving.pid):
        for face in _ROLES:
            if f"havre.prompt.face {face}" in machine.command(pid):
                found[face] = pid
    if len(found) != len(_ROLES):
        raise CannotStart("The two faces could not be found among the processes.")
    return found | {"watch": _watch(found["desk"])}


def _watch(desk: int) -> int:
    """The desk starts it while it gets ready itself."""
    for _ in range(100):
        for pid in machine.children(desk):
            if "havre.prompt.watch" in machine.command(pid):
                return pid
        time.sleep(0.1)
    raise CannotStart("The desk's watch could not be found among the processes.")


def rooms_in(cluster: str) -> dict[str, str]:
    """A database, a keystore and a role for each face, as in production."""
    with psycopg.connect(f"{cluster}postgres", autocommit=True) as owner:
        for name in ("havre_line", "havre_keystore"):
            owner.execute(f"CREATE DATABASE {name}")
        for face in _ROLES:
            owner.execute(f"CREATE ROLE havre_{face} LOGIN")
    server = cluster.partition("@")[2]
    settings = {
        "HAVRE_DATABASE_URL": f"{cluster}havre_line",
        "HAVRE_KEYSTORE_URL": f"{cluster}havre_keystore",
    }
    for face in _ROLES:
        name = face.upper()
        settings[f"HAVRE_{name}_DATABASE_URL"] = f"postgresql://havre_{face}@{server}havre_line"
        settings[f"HAVRE_{name}_KEYSTORE_URL"] = f"postgresql://havre_{face}@{server}havre_keystore"
    return settings


def _postmaster(cluster: str) -> int:
    with psycopg.connect(f"{cluster}postgres") as owner:
        row = owner.execute("SHOW data_directory").fetchone()
    folder = row[0] if row else ""
    return int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The caller's environment without their own line's settings; modules come from here."""
    kept = {name: word for name, word in os.environ.items() if not name.startswith("HAVRE_")}
    return kept | {"PYTHONPATH": str(ROOT)} | settings


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
