"""A house of its own for one test: real database files (or databases), played by real processes.

Ordinary tests stand in one transaction; races, crashes and what lies on the disk need more.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("HAVRE_TEST_DATABASE", "")

SETTINGS = ("HAVRE_DATABASE_URL", "HAVRE_KEYSTORE_URL")


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
        begin = str(time.time() + 2 + times / 2)
        started = [self.start(scene, *words, begin) for _ in range(times)]
        return [self.finish(process) for process in started]

    def start(self, scene: str, *words: str) -> "subprocess.Popen[str]":
        """Start a scene."""
        with (self.data / "log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", self.scenes, scene, *words],
                cwd=ROOT,
                env=self.env,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def finish(self, process: "subprocess.Popen[str]") -> dict[str, Any]:
        """Wait for its end; what it returned. A scene that was killed returned nothing."""
        said, _ = process.communicate(timeout=180)
        assert process.returncode in (0, -9), (self.data / "log").read_text()
        return dict(json.loads(said.splitlines()[-1])) if said else {}


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
