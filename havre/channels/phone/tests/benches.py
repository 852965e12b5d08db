"""A real engine for a test, and a certificate of an authority that the test made itself."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from havre.channels.phone.browsers import Secure
from havre.channels.phone.configuration import Engine
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """A port nobody listens on."""
    with socket.socket(type=kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def an_engine(folder: Path, sound: tuple[int, int], secure: Secure | None = None) -> Engine:
    """One of our own, on free ports, not running yet. Whoever has none is told so, loudly."""
    if installing.installed(settings.PHONE_ENGINE) is None:
        pytest.fail("There is no phone engine. `bin/test` fetches it: `bin/havre phone install`.")
    return Engine(
        root=settings.PHONE_ENGINE / "root",
        folder=folder / "engine",
        host="127.0.0.1",
        sip_port=free_port(socket.SOCK_DGRAM),
        ari_port=free_port(),
        rtp=sound,
        ari_secret=engines.secret(),
        secure=secure,
    )


@contextmanager
def running_engine(
    folder: Path, sound: tuple[int, int], secure: Secure | None = None
) -> Iterator[Engine]:
    """The same, while it runs."""
    found = an_engine(folder, sound, secure)
    with engines.running(found):
        yield found


def certificate(folder: Path, host: str) -> tuple[Path, Path, Path]:
    """(authority, certificate with its chain, key) for one host, by `openssl`."""
    program = shutil.which("openssl") or pytest.fail("This test needs the program `openssl`.")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    root, root_key = folder / "authority.pem", folder / "authority.key"
    leaf, key = folder / "leaf.pem", folder / "leaf.key"
    made = ["-keyout", str(root_key), "-out", str(root)]
    _run(program, "req", "-x509", *curve, "-subj", "/CN=Test authority", *made)
    by = ["-CA", str(root), "-CAkey", str(root_key), "-keyout", str(key), "-out", str(leaf)]
    for_host = ["-addext", f"subjectAltName=IP:{host}", "-addext", "basicConstraints=CA:FALSE"]
    _run(program, "req", "-x509", *curve, "-subj", f"/CN={host}", *for_host, *by)
    leaf.write_text(leaf.read_text() + root.read_text())
    return root, leaf, key


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
