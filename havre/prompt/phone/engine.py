"""Runs the engine's programs with their own libraries, and the engine itself under our settings."""

import os
import resource
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from havre.channels.phone import configuration
from havre.channels.phone.configuration import Engine
from havre.prompt.said import Refused

_TO_START = 20  # seconds; it takes about one
_TO_END = 5  # seconds, then it is killed


def program(root: Path, name: str, *words: str) -> list[str]:
    """The command that runs a program of the unpacked packages, with the libraries beside it."""
    libraries = next(iter(sorted((root / "usr/lib").glob("*-linux-gnu"))))
    loader = next(iter(sorted(libraries.glob("ld-linux*.so.*"))))
    path = f"{libraries}:{libraries / 'pulseaudio'}"
    return [str(loader), "--library-path", path, str(root / "usr" / name), *words]


def secret() -> str:
    """What our program says to the engine, new at each start."""
    return secrets.token_urlsafe(24)


@contextmanager
def running(engine: Engine) -> Iterator["subprocess.Popen[bytes]"]:
    """The engine, from when it is ready until it is asked to end. Raises Refused if it never is."""
    process = start(engine)
    try:
        yield process
    finally:
        _end(process)


def start(engine: Engine) -> "subprocess.Popen[bytes]":
    """Start it, ready. It outlives whoever started it. Raises Refused if it never is."""
    _tell(engine)
    process = subprocess.Popen(
        program(engine.root, "sbin/asterisk", "-C", str(engine.settings / "asterisk.conf"), "-f"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_keep_no_memory,
        start_new_session=True,  # Ctrl-C is for us; calls go on until we say so
    )
    try:
        _wait_until_ready(engine, process)
    except BaseException:
        _end(process)
        raise
    return process


def found(folder: Path) -> str:
    """What our program says to an engine that was told its settings there; empty if none was."""
    told = folder / "etc" / "ari.conf"
    said = told.read_text(encoding="utf-8") if told.exists() else ""
    return next((row[9:] for row in said.splitlines() if row.startswith("password=")), "")


def is_running(engine: Engine) -> bool:
    """Whether it answers at its prompt."""
    return "booted" in ask(engine, "core waitfullybooted")


def stop(engine: Engine) -> None:
    """End it, whoever started it; calls end with it."""
    ask(engine, "core stop now")
    limit = time.monotonic() + _TO_END
    while is_running(engine) and time.monotonic() < limit:
        time.sleep(0.1)


def ask(engine: Engine, question: str) -> str:
    """What the running engine answers at its prompt; empty if it does not."""
    config = str(engine.settings / "asterisk.conf")
    command = program(engine.root, "sbin/asterisk", "-C", config, "-rx", question)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TO_START)
    return done.stdout if done.returncode == 0 else ""


def _tell(engine: Engine) -> None:
    """Write its settings: closed to others, for its secret is among them."""
    for folder in configuration.folders(engine):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (engine.folder / "log" / "engine").unlink(missing_ok=True)
    for name, text in configuration.files(engine).items():
        file = engine.settings / name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")


def _keep_no_memory() -> None:
    """After a call its number is still in the memory: no dump of it reaches the disk."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _wait_until_ready(engine: Engine, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _TO_START
    while time.monotonic() < end and process.poll() is None:
        if is_running(engine):
            return
        time.sleep(0.1)
    log = engine.folder / "log" / "engine"
    said = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else ["nothing"]
    raise Refused(f"The phone engine did not start. It said: {' '.join(said)}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
