"""Promises an exact Python environment: `.venv` holds what the lock names, or nobody uses it.

Standard library only, because it runs before anything is installed. A stamp with the lock's
hash is written last, so that an installation broken off half-way is never taken for a whole one.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older one stops here, with a sentence)
    _FOUND = "%s.%s.%s" % sys.version_info[:3]  # noqa: UP031 (read by that older one)
    sys.exit("Havre needs Python 3.11 or newer; this is " + _FOUND + ". Install a newer one.")

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn

Kind = Literal["run", "dev"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def become(kind: Kind, *arguments: str) -> NoReturn:
    """Turn this process into the environment's Python; the caller's folder stays the same."""
    python = ready(kind)
    # -P: a file of the same name in the caller's folder must not stand in for one of ours.
    command = [str(python), "-P", *arguments]
    sys.stdout.flush()
    os.execve(python, command, environment())


def ready(kind: Kind) -> Path:
    """Return the environment's Python, after making the environment if that is needed.

    Ends the program with a sentence and code 1 if it cannot be made.
    """
    if _is_ready(kind):
        return PYTHON
    _refuse_without_venv()
    try:
        with _alone() as lock:
            if not _is_ready(kind):
                _make(kind, lock)
    except OSError as problem:
        _stop(f"The folder .venv could not be written: {problem}. Make it writable and try again.")
    except KeyboardInterrupt:
        _stop("Stopped. The next start sets the environment up again.", code=130)
    return PYTHON


def environment() -> dict[str, str]:
    """Return the caller's environment, with this checkout as the only place to import from.

    What Python compiled is kept whatever the caller's is told: we start hundreds of processes, and
    each would compile all of ours anew, a third of its start.
    """
    ours = {"PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"PYTHONPATH": str(ROOT)}


def bare() -> dict[str, str]:
    """Return `environment()` without Havre's settings, so that no test meets a real line."""
    ours = {name for name in os.environ if name.startswith("HAVRE_")}
    return {name: value for name, value in environment().items() if name not in ours}


def _is_ready(kind: Kind) -> bool:
    """Say whether the environment fits the lock; what suffices for `dev` suffices for `run`."""
    stamps = [_stamp("dev")] if kind == "dev" else [_stamp("run"), _stamp("dev")]
    return any(stamp.exists() for stamp in stamps) and PYTHON.exists() and _fits_this_python()


def _stamp(kind: Kind) -> Path:
    """Name the stamp; `dev` covers both locks, because it stands for `run` as well."""
    lock = hashlib.sha256()
    for name in ["run.txt"] if kind == "run" else ["run.txt", "dev.txt"]:
        lock.update((ROOT / "requirements" / name).read_bytes())
    return VENV / f".lock-{kind}-{lock.hexdigest()[:16]}"


def _fits_this_python() -> bool:
    """Notice that the system's Python was replaced by a newer one underneath the environment."""
    if PYTHON.resolve() != Path(sys.executable).resolve():
        return True
    return (VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}").is_dir()


def _refuse_without_venv() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        _stop(
            "This Python cannot make environments: its venv or ensurepip module is missing. "
            "Install it (on Debian and Ubuntu: apt-get install python3-venv) and try again."
        )


@contextmanager
def _alone() -> Iterator[int]:
    """Hold the lock; a second start waits here until the first has finished.

    The descriptor goes to pip as well: if this process is killed, the lock holds until pip ends.
    """
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another command is setting up the environment; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def _make(kind: Kind, lock: int) -> None:
    """Install what is locked, stamp last; `dev` is added to a whole `run`, all else is new."""
    if VENV.is_symlink():
        _stop("The folder .venv is a link, and what it leads to is not ours to change. Remove it.")
    _say("Setting up Havre's Python environment; this happens once and takes about a minute.")
    if not _is_ready("run"):
        _empty()
        _run([sys.executable, "-m", "venv", str(VENV)], lock)
    requirements = str(ROOT / "requirements" / f"{kind}.txt")
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "-q"]
    _run([str(PYTHON), "-m", "pip", "install", *options, "-r", requirements], lock)
    _stamp(kind).touch()


def _empty() -> None:
    """Remove everything but the lock file that we hold; the stamps go first."""
    for stamp in VENV.glob(".lock-*"):
        stamp.unlink()
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != ".lock":
            entry.unlink()


def _run(command: list[str], lock: int) -> None:
    done = subprocess.run(
        command,
        env=_installing(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        pass_fds=(lock,),
        check=False,
    )
    if done.returncode:
        _say((done.stdout + done.stderr).strip())
        _stop(
            "The Python packages could not be installed; the reason stands above. See that the "
            "package index can be reached (network, proxy), then start the same command again."
        )


def _installing() -> dict[str, str]:
    """Return the environment without what would make pip install elsewhere."""
    elsewhere = {"PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT"}
    return {name: value for name, value in environment().items() if name not in elsewhere}


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _stop(sentence: str, code: int = 1) -> NoReturn:
    _say(sentence)
    sys.exit(code)
