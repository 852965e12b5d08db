"""Promises what the tests need beside Python packages: a PostgreSQL of their own, and an installer.

Standard library only. What is missing is installed where we may (Debian, Ubuntu, as root);
elsewhere a sentence says what to install. Nothing here touches a server that already runs.
"""

import ctypes
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NamedTuple

SERVER_PROGRAMS = ("initdb", "postgres", "pg_ctl")
SERVER_PACKAGES = ("postgresql",)
OLDEST_SERVER = 15
OWNER = "havre"
SECONDS_TO_START = 30
SECONDS_TO_STOP = 20
SECONDS_FOR_APT_LOCK = 300
# Speed before safety: the cluster is thrown away, so a crash of the machine may cost it.
SERVER_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")  # as a real line has it


class NotReady(RuntimeError):
    """The machine lacks something; the message says what, and what to do."""


def postgres_programs() -> Path:
    """Return the folder of a PostgreSQL server, installed first if need be, or raise `NotReady`."""
    what = f"A PostgreSQL server, version {OLDEST_SERVER} or newer,"
    found = find_postgres()
    if found is None:
        install(what, SERVER_PACKAGES)
        found = find_postgres()
    if found is None:
        raise NotReady(f"{what} is not among this system's packages; install one and try again.")
    return found


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server that is new enough, or nothing."""
    on_path = shutil.which("initdb")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    versions = {folder: _server_version(folder) for folder in folders}
    newest = max(versions, key=lambda folder: versions[folder], default=None)
    return newest if newest and versions[newest] >= OLDEST_SERVER else None


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster that nobody else has; stop and remove it at the end, on SIGTERM too.

    Yields `postgresql://havre@127.0.0.1:PORT/`: the owner of the cluster, without a password,
    reachable from this machine only. `durable`: what is committed is on the disk, for benchmarks.
    """
    programs = postgres_programs()
    server = _Account.for_server()
    with stopped_by_sigterm(), tempfile.TemporaryDirectory(prefix="havre-postgres-") as name:
        folder = Path(name)
        os.chown(folder, server.user, server.group)
        _make_cluster(programs, folder, server)
        settings = SERVER_SETTINGS + (DURABLE if durable else ())  # the last word counts
        process, port = _start(programs, folder, server, settings)
        try:
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/"
        finally:
            _stop(process)


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Turn the first SIGTERM into an ordinary ending, so that everything is cleared away."""

    def leave(number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Account(NamedTuple):
    """Who runs the server: PostgreSQL refuses root, so root lends it another account."""

    user: int
    group: int

    @classmethod
    def for_server(cls) -> "_Account":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(entry.pw_uid, entry.pw_gid)
        raise NotReady("PostgreSQL refuses root; make an account named postgres and try again.")

    def start(self, command: list[str], folder: Path) -> subprocess.Popen[str]:
        """Start a program under this account; what it says goes to `folder`/log."""
        is_root = os.geteuid() == 0
        with (folder / "log").open("a") as log:
            return subprocess.Popen(
                command,
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": _locale()},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                user=self.user if is_root else None,
                group=self.group if is_root else None,
                extra_groups=[] if is_root else None,
                start_new_session=True,  # Ctrl-C is for the tests: the server outlives them
                preexec_fn=_die_with_parent,
            )


def _make_cluster(programs: Path, folder: Path, server: _Account) -> None:
    data = ["-D", str(folder / "data")]
    words = ["--auth=trust", "--no-sync", "--encoding=UTF8", f"--locale={_locale()}"]
    _finish(server.start([str(programs / "initdb"), *data, "-U", OWNER, *words], folder), folder)
    alone = [str(programs / "postgres"), "--single", "-F", *data, "postgres"]
    _finish(server.start(alone, folder), folder, says=f"CREATE DATABASE {OWNER}\n")


def _finish(process: subprocess.Popen[str], folder: Path, says: str = "") -> None:
    process.communicate(says)
    if process.returncode:
        raise NotReady(f"PostgreSQL could not make a cluster. It said:\n{_log(folder)}")


def _start(
    programs: Path, folder: Path, server: _Account, settings: tuple[str, ...]
) -> tuple[subprocess.Popen[str], int]:
    """Start the server on a free port; if somebody else takes that port first, on another."""
    for _ in range(5):
        port = _free_port()
        options = [word for setting in settings for word in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
        process = server.start([*command, *options], folder)
        try:
            if _answers(process, folder / "data" / "postmaster.pid"):
                return process, port
        except BaseException:
            _stop(process)
            raise
    raise NotReady(f"PostgreSQL did not start. It said:\n{_log(folder)}")


def _answers(process: subprocess.Popen[str], note: Path) -> bool:
    """Wait until the server notes that it is ready; false if it ended instead, or took too long."""
    end = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < end:
        with suppress(FileNotFoundError):
            if note.read_text().rstrip().endswith("ready"):
                return True
        time.sleep(0.02)
    _stop(process)
    return False


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask for a fast shutdown, then insist."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS_TO_STOP)
    if process.stdin:
        process.stdin.close()


def _die_with_parent() -> None:
    """Let Linux stop the server (fast shutdown) even if this program is killed outright."""
    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, int(signal.SIGINT))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _locale() -> str:
    """Return a UTF-8 locale that is always there; plain C would not lower-case an É."""
    return "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"


def _server_version(folder: Path) -> int:
    """Return the major version of a whole server in `folder`, or 0."""
    if not all((folder / program).exists() for program in SERVER_PROGRAMS):
        return 0
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", said.stdout)
    return int(number[0]) if number else 0


def _log(folder: Path) -> str:
    return "\n".join((folder / "log").read_text(errors="replace").splitlines()[-15:])


def install(what: str, packages: tuple[str, ...]) -> None:
    """Install Debian packages as root; raise `NotReady` with the remedy if we may not."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotReady(
            f"{what} is missing. Install it from your system's packages "
            f"(on Debian and Ubuntu: apt-get install {' '.join(packages)}) and try again."
        )
    print(f"{what} is missing; installing it.", flush=True)
    _refresh_package_lists()
    _apt("install", "--yes", "--no-install-recommends", *packages)


@cache
def _refresh_package_lists() -> None:
    _apt("update")


def _apt(*words: str) -> None:
    """Run apt-get; be patient while another one holds one of its locks."""
    end = time.monotonic() + SECONDS_FOR_APT_LOCK
    while True:
        done = subprocess.run(
            ["apt-get", "-qq", "-o", f"DPkg::Lock::Timeout={SECONDS_FOR_APT_LOCK}", *words],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        said = done.stdout + done.stderr
        if done.returncode == 0:
            return
        if "Could not get lock" not in said or time.monotonic() > end:
            break
        time.sleep(2)
    last = "\n".join(said.splitlines()[-15:])
    raise NotReady(f"apt-get {words[0]} failed; see to it and try again. It said:\n{last}")
