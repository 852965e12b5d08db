"""Fetches the phone engine from Debian's own packages and unpacks it beside the system.

Nobody has to be root and nothing of the system changes: `apt` checks the signatures and hashes in
a folder of its own, with no package taken for installed, so that even the C library comes along.
The mirror is the one this machine already asks.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from havre.prompt.said import Refused, say

SUITES = ("sid", "forky")  # the first that has it: no release of Debian carries it just now
PACKAGES = ("asterisk", "espeak-ng", "sox")  # the engine, and what speaks to callers in the demo
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SOURCES = Path("/etc/apt")
_NOTE = "installed.json"
_SAYS = 400  # characters of what a program said that are worth repeating


@dataclass(frozen=True, slots=True)
class Installed:
    """What was fetched: the version of the engine, the suite it is from, how many packages."""

    asterisk: str
    suite: str
    packages: int


def installed(folder: Path) -> Installed | None:
    """What is unpacked there, whole; None if nothing is, or not to its end."""
    note = folder / _NOTE
    return Installed(**json.loads(note.read_text(encoding="utf-8"))) if note.exists() else None


def install(folder: Path) -> Installed:
    """Fetch and unpack it, unless it is there. Raises Refused with what is missing."""
    with _alone(folder):
        if found := installed(folder):
            return found
        _refuse_without_debian()
        with tempfile.TemporaryDirectory(dir=folder, prefix="fetching-") as name:
            fresh = Path(name)
            suite = _fetch(fresh / "apt")
            parcels = sorted((fresh / "apt/cache/archives").glob("*.deb"))
            (fresh / "root").mkdir()
            for parcel in parcels:
                _unpack(parcel, fresh / "root")
            engine = next(parcel for parcel in parcels if parcel.name.startswith("asterisk_"))
            version = _run(["dpkg-deb", "--field", str(engine), "Version"]).strip()
            done = Installed(version, suite, len(parcels))
            shutil.rmtree(folder / "root", ignore_errors=True)
            (fresh / "root").rename(folder / "root")
        draft = folder / f"{_NOTE}.new"
        draft.write_text(json.dumps(asdict(done)), encoding="utf-8")
        draft.replace(folder / _NOTE)  # last, so that half an engine is never taken for one
        return done


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """A second one waits here until the first has finished."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise Refused(f"The phone engine could not be kept in {folder}: {error}.") from error


def _refuse_without_debian() -> None:
    missing = [name for name in ("apt-get", "dpkg-deb", "tar") if shutil.which(name) is None]
    if missing or not _KEYS.exists():
        raise Refused(
            f"The phone engine is fetched from Debian's packages, and this machine lacks "
            f"{' and '.join(missing) or _KEYS}. Fetch it on a Debian machine and copy the folder "
            f"that HAVRE_PHONE_ENGINE names. Everything but the phone works without it."
        )


def _fetch(apt: Path) -> str:
    """Download the packages and all they need; the suite that had them."""
    mirror = _mirror()
    reasons = []
    for suite in SUITES:
        config = _prepare(apt, mirror, suite)
        say(f"Fetching the phone engine from Debian {suite} (about 100 MB).")
        try:
            _run(["apt-get", "-q", "update"], APT_CONFIG=str(config))
            _run(
                ["apt-get", "-qy", "install", "--download-only", *PACKAGES], APT_CONFIG=str(config)
            )
        except Refused as refusal:
            reasons.append(f"{suite}: {refusal}")
        else:
            return suite
    raise Refused("The phone engine could not be fetched. " + " ".join(reasons))


def _mirror() -> str:
    """Where this machine gets Debian's packages. Raises Refused if it gets none."""
    files = [*_SOURCES.glob("sources.list"), *sorted(_SOURCES.glob("sources.list.d/*"))]
    said = "\n".join(file.read_text(encoding="utf-8") for file in files)
    found = re.search(r"^[^#\n]*?(https?://\S+/debian)/?(?:\s|$)", said, re.MULTILINE)
    if found is None:
        raise Refused("None of this machine's package sources is a mirror of Debian; add one.")
    return found[1]


def _prepare(apt: Path, mirror: str, suite: str) -> Path:
    """An apt of its own, which knows one source and takes no package for installed."""
    shutil.rmtree(apt, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial"):
        (apt / name).mkdir(parents=True)
    (apt / "status").touch()
    source = f"deb [signed-by={_KEYS} check-valid-until=no] {mirror} {suite} main\n"
    (apt / "sources.list").write_text(source, encoding="utf-8")
    told = {
        "Dir::State": apt,
        "Dir::State::lists": apt / "lists",
        "Dir::State::status": apt / "status",
        "Dir::Cache": apt / "cache",
        "Dir::Etc::sourcelist": apt / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Acquire::Languages": "none",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
    }
    config = apt / "apt.conf"
    config.write_text("".join(f'{k} "{v}";\n' for k, v in told.items()), encoding="utf-8")
    return config


def _unpack(parcel: Path, root: Path) -> None:
    archive = root.parent / "one.tar"
    with archive.open("wb") as kept:
        _run(["dpkg-deb", "--fsys-tarfile", str(parcel)], kept)
    where = ["-C", str(root), "--keep-directory-symlink", "--no-same-owner"]
    _run(["tar", "-x", "-f", str(archive), *where])
    archive.unlink()


def _run(command: list[str], into: IO[bytes] | int = subprocess.PIPE, **settings: str) -> str:
    """What the program says. Raises Refused with the end of its complaint."""
    name, *words = command
    done = subprocess.run(
        [str(shutil.which(name)), *words],
        env=os.environ | {"LC_ALL": "C.UTF-8"} | settings,
        stdin=subprocess.DEVNULL,
        stdout=into,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()[-_SAYS:]
        raise Refused(f"`{name}` said: {complaint}")
    return (done.stdout or b"").decode()
