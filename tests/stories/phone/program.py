"""Our program and the engine beside a line's desk, as a line runs them, for the phone's stories."""

import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from havre.channels.phone import prompts
from havre.channels.phone.tests.benches import free_port
from havre.channels.phone.tests.caller import tone
from havre.channels.phone.tests.standing import TONES, WASH
from havre.prompt.phone import installing
from tests.stories.conftest import ROOT, LiveLine

_OTHER = 700.0  # hertz: every prompt that no test listens for
_SECONDS = 0.4  # that a prompt lasts unless a story says otherwise


def _udp() -> int:
    return free_port(socket.SOCK_DGRAM)


@dataclass(frozen=True)
class Ports:
    """Where our program, the engine's calls, and the soft phone that plays the services are."""

    program: int = field(default_factory=free_port)
    sip: int = field(default_factory=_udp)
    services: int = field(default_factory=_udp)

    @property
    def words(self) -> tuple[str, str]:
        """What the demo is told, so that its desk knows of the phone."""
        return "--phone-socket", f"ws://127.0.0.1:{self.program}/ws"

    @property
    def words_with_services(self) -> tuple[str, ...]:
        """The same, where services are called too."""
        return *self.words, "--phone-service-port", str(self.services)


def lay_voices(
    data: Path,
    *,
    by_machine: Collection[tuple[str, str]] = (),
    seconds: Mapping[str, float] | None = None,
) -> None:
    """Every prompt is a tone of its own, a file of the line: a machine that speaks is slow.

    `by_machine`: (language, code) of those that stay the machine's. `seconds`: of some codes.
    """
    voices = data / "phone" / "voices"
    for language, code in prompts.words().keys() - set(by_machine):
        file = voices / language / f"{code}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        length = (seconds or {}).get(code, _SECONDS)
        file.write_bytes(tone(TONES.get((language, code), _OTHER), length))
    (voices / "wait.wav").write_bytes(tone(WASH, 4))


@contextmanager
def serving(line: LiveLine, ports: Ports, *, sound_ports: int, **more: object) -> Iterator[None]:
    """`havre phone serve` runs until the end. `sound_ports`: no other story's; `more`: settings."""
    if installing.installed(settings.PHONE_ENGINE) is None:
        pytest.fail("There is no phone engine. `bin/test` fetches it: `bin/havre phone install`.")
    told = {
        "DATA": line.data,
        "PHONE": "yes",
        "PHONE_ENGINE": settings.PHONE_ENGINE,
        "PHONE_SIP_PORT": ports.sip,
        "PHONE_PROGRAM_PORT": ports.program,
        "PHONE_SOUND_PORTS": sound_ports,
        "PHONE_CHOOSE_SECONDS": 1,
    } | more
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HAVRE_")}
    with (line.data.parent / "program.log").open("wb") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "havre", "phone", "serve"],
            cwd=ROOT,
            env=environment | {f"HAVRE_{name}": str(value) for name, value in told.items()},
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        assert program.stdout
        assert program.stdout.readline().startswith(b"Taking calls"), Path(log.name).read_text()
        yield
    finally:
        program.terminate()
        program.communicate(timeout=20)
