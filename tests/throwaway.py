"""A house of its own for one test: real database files (or databases), played by real processes.

Ordinary tests stand in one transaction; races, crashes and what lies on the disk need more.
"""

import fcntl
import importlib
import json
import multiprocessing as mp
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("HAVRE_TEST_DATABASE", "")

SETTINGS = ("HAVRE_DATABASE_URL", "HAVRE_KEYSTORE_URL")
# Scenes are forks of a process that knows the libraries, and nothing yet of any house: each reads
# its own settings. To read the libraries anew took longer than most scenes do.
_FORKS = mp.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.libraries"])


class Playing(NamedTuple):
    """A scene that is being played, and where what it returns comes out."""

    process: ForkServerProcess
    said: Connection


class Throwaway:
    """Where it stands, and what may be played in it (tests/scenes.py, tests/queue_scenes.py)."""

    def __init__(self, data: Path, databases: dict[str, str]) -> None:
        self.data = data
        self.databases = databases
        self.story: dict[str, Any] = {}
        self.scenes = "tests.scenes"
        self.env = os.environ | {"HAVRE_DATA": str(data), "HAVRE_SMTP_URL": "memory:"} | databases

    def play(self, scene: str, *words: str) -> dict[str, Any]:
        """Play a scene in a process of its own; what it returned."""
        return self.finish(self.start(scene, *words))

    def play_at_once(self, times: int, scene: str, *words: str) -> list[dict[str, Any]]:
        """The same scene in several processes that all begin in the same moment."""
        begin = str(time.time() + 1 + times / 4)
        started = [self.start(scene, *words, begin) for _ in range(times)]
        return [self.finish(process) for process in started]

    def start(self, scene: str, *words: str) -> Playing:
        """Start a scene."""
        said, says = _FORKS.Pipe(duplex=False)
        told = {"env": self.env, "log": self.data / "log", "module": self.scenes}
        process = _FORKS.Process(target=_play, args=(says, scene, *words), kwargs=told)
        process.start()
        says.close()
        return Playing(process, said)

    def finish(self, playing: Playing) -> dict[str, Any]:
        """Wait for its end; what it returned. A scene that was killed returned nothing."""
        process, said = playing
        try:
            returned = said.recv() if said.poll(180) else "{}"
        except EOFError:
            returned = "{}"
        process.join(10)
        assert process.exitcode in (0, -9), (self.data / "log").read_text()
        return dict(json.loads(returned))


def _play(
    says: Connection, scene: str, *words: str, env: dict[str, str], log: Path, module: str
) -> None:
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 2)
    os.environ.clear()
    os.environ.update(env)
    scenes = importlib.import_module(module).SCENES
    says.send(json.dumps(scenes[scene](*words)))
    os._exit(0)  # as in a crash: nothing is cleared up


def of_all_workers(basetemp: Path) -> Path:
    """Where what is made once stands for every worker; `bin/test` has one for all its runs."""
    if kept := os.environ.get("HAVRE_TEST_KEPT_IN"):
        return Path(kept)
    return basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp


@contextmanager
def founded_in(folder: Path) -> Iterator[Throwaway]:
    """A house with its people that every other is a copy of; files are made once per folder."""
    data = folder / "founded"
    with _databases(None) as databases, (folder / "founded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if databases or not data.exists():
            begun = Throwaway(folder / f"founding-{uuid.uuid4().hex[:12]}", databases)
            begun.data.mkdir(parents=True)
            begun.play("found")
            begun.data.rename(data)
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield Throwaway(data, databases)


@contextmanager
def throwaway(data: Path, like: Throwaway) -> Iterator[Throwaway]:
    """A copy of this house in this folder; on PostgreSQL with two databases of its own."""
    shutil.copytree(like.data, data)
    with _databases(like) as databases:
        yield Throwaway(data, databases)


@contextmanager
def _databases(like: Throwaway | None) -> Iterator[dict[str, str]]:
    made: dict[str, str] = {}
    try:
        for setting in SETTINGS if SERVER.startswith("postgres") else ():
            name = f"throwaway_{uuid.uuid4().hex[:12]}"
            template = _name(like.databases[setting]) if like else "template1"
            _tell_server("CREATE DATABASE {} TEMPLATE {}", name, template)
            made[setting] = f"{SERVER.rstrip('/')}/{name}"
        yield made
    finally:
        for url in made.values():
            _tell_server("DROP DATABASE {} WITH (FORCE)", _name(url))


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _tell_server(statement: str, *names: str) -> None:
    with psycopg.connect(f"{SERVER.rstrip('/')}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
