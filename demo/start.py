"""What a start of the demo does: only what is missing, so that a second one takes seconds."""

import argparse
import fcntl
import hashlib
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from demo import house, phone, signins
from havre.directory import finding
from havre.prompt import migrating
from havre.prompt.messages import catalogues
from havre.prompt.said import Refused, say, warn
from havre.prompt.serving import Where, refuse_taken_ports, serve

PACKAGE = Path(__file__).resolve().parent.parent / "havre"
CODE_LIFE = 30  # seconds


def start(data: Path, options: argparse.Namespace) -> int:
    """Prepare and serve. Returns the exit code."""
    where = Where("127.0.0.1", options.port, options.desk_port)
    try:
        with _alone(data):
            refuse_taken_ports(where)
            if options.phone:
                phone.make_ready()
            prepare(data, reset=options.reset)
            connections.close_all()
            _serve(where, data, has_phone=options.phone)
    except Refused as refusal:
        warn(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def prepare(data: Path, *, reset: bool) -> None:
    """Bring the folder to a seeded house of this version. Raises Refused."""
    if not signins.mark(data).exists() and (data / "havre.sqlite3").exists():
        raise Refused(f"{data} holds a house that is no demo. Give another folder with --data.")
    seeded = house.kept_night(data)
    if reset or (seeded is None and signins.mark(data).exists()):
        _empty(data)  # a reset, or a seeding that was broken off
        seeded = None
    signins.mark(data).mkdir(mode=0o700, parents=True, exist_ok=True)
    if catalogues.compile_all():
        say("The translations are compiled.")
    _once_for(data, "schema", "**/migrations/*.py", migrating.migrate)
    _once_for(data, "static", "**/static/**/*", migrating.collect_static)
    if seeded is None:
        say("The night shift is being seeded; this happens once and takes some seconds.")
        house.move_in()
    else:
        house.refresh(seeded)
    finding.publish()
    migrating.close_files(data)


def _serve(where: Where, data: Path, *, has_phone: bool) -> None:
    reminder = _Reminder(data)
    with phone.beside() as telephone:

        def ready() -> None:
            _announce(data)
            if has_phone:
                telephone.start()

        def look() -> None:
            reminder.look()
            telephone.look()

        serve(where, on_ready=ready, each_look=look)


class _Reminder:
    """On a terminal, prints the codes again whenever they changed."""

    def __init__(self, data: Path) -> None:
        self._signins = signins.kept(data)
        self._data = data
        self._step = int(time.time()) // CODE_LIFE

    def look(self) -> None:
        step = int(time.time()) // CODE_LIFE
        if step == self._step or not sys.stdout.isatty():
            return
        self._step = step
        say(f"\n{signins.table(signins.kept(self._data))}")


def _announce(data: Path) -> None:
    say(f"\n{signins.table(signins.kept(data))}\n")
    if not sys.stdout.isatty():
        say(f"The codes live {CODE_LIFE} seconds. New ones: bin/demo --codes --data {data}")
    say(f"ready  front {settings.FRONT_URL}/  desk {settings.DESK_URL}/")


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One demo per folder. Raises Refused."""
    data.parent.mkdir(parents=True, exist_ok=True)
    data.mkdir(mode=0o700, exist_ok=True)
    with (data / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(
                f"A demo runs from {data} already. End it, or give another folder with --data."
            ) from error
        yield


def _empty(data: Path) -> None:
    connections.close_all()
    for entry in data.iterdir():
        if entry.name == "demo.lock" or entry.suffix == ".secret":
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _once_for(data: Path, name: str, pattern: str, do: Callable[[], None]) -> None:
    """Do it if these files of ours are not the ones for which it was done last."""
    stamp = signins.mark(data) / f"{name}.stamp"
    now = _hash(pattern)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != now:
        do()
        stamp.write_text(now, encoding="utf-8")


def _hash(pattern: str) -> str:
    known = hashlib.sha256()
    for file in sorted(PACKAGE.glob(pattern)):
        if file.is_file():
            known.update(str(file).encode() + b"\0" + file.read_bytes())
    return known.hexdigest()
