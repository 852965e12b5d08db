"""`bin/demo --phone`: the phone engine beside the demo, on this machine alone, and how to call it.

The engine is fetched once if it is missing. `havre phone serve` runs as a child: it is started
again if it dies, and it ends with the demo, however the demo ends.
"""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing
from havre.prompt.phone.line import of_this_line
from havre.prompt.said import Refused, say, warn

_TO_END = 15  # seconds: its calls end, then the engine; after that it is killed
_PAUSE = 2.0  # seconds before it is started again
_READY = b"Taking calls"


def set_environment(sip_port: int, program_port: int) -> None:
    """The demo's line takes calls, on this machine alone."""
    os.environ |= {
        "HAVRE_PHONE": "yes",
        "HAVRE_PHONE_HOST": "127.0.0.1",
        "HAVRE_PHONE_SIP_PORT": str(sip_port),
        "HAVRE_PHONE_PROGRAM_PORT": str(program_port),
        "HAVRE_PHONE_SOCKET": f"ws://127.0.0.1:{program_port}/ws",
    }


def let_call(port: int) -> None:
    """Services are called too, on this machine: a soft phone at this port plays them all."""
    os.environ |= {
        "HAVRE_PHONE_TRIAL_PORT": str(port),
        "HAVRE_PHONE_OUTWARD": "+1=2",
        "HAVRE_PHONE_SHOWN": "+18339001010",
    }


def make_ready() -> None:
    """Fetch the engine if it is missing, and look at its ports. Raises Refused."""
    installing.install(settings.PHONE_ENGINE)
    if engines.is_running(of_this_line()):
        return  # an engine of this demo that was left behind: it is taken over
    for kind, number, option in (
        (socket.SOCK_DGRAM, settings.PHONE_SIP_PORT, "--phone-port"),
        (socket.SOCK_STREAM, settings.PHONE_SIP_PORT, "--phone-port"),
        (socket.SOCK_STREAM, settings.PHONE_PROGRAM_PORT, "--phone-program-port"),
    ):
        _refuse_taken(kind, number, option)


class Telephone:
    """`havre phone serve`, a child of the demo."""

    def __init__(self) -> None:
        self._is_ready = False
        self._again_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Once the demo ends in order whatever signal it gets."""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "havre", "phone", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            bufsize=0,  # so that a line that was read ahead is never waited for
            start_new_session=True,  # Ctrl-C reaches the demo, which ends it in order
        )

    def look(self) -> None:
        """What it said since; started again if it died. Raises Refused if it never could start."""
        if self._process is None:
            return
        self._pass_on(self._process)
        code = self._process.poll()
        if code is None:
            return
        if not self._is_ready:
            raise Refused("The phone could not start; the reason stands above.")
        if not self._again_at:
            warn(f"The phone ended with code {code}; it starts again.")
            self._again_at = time.monotonic() + _PAUSE
        elif time.monotonic() >= self._again_at:
            self._again_at = 0.0
            self.start()

    def end(self) -> None:
        """Its calls end with it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _pass_on(self, process: "subprocess.Popen[bytes]") -> None:
        out = process.stdout
        while out and select.select([out], [], [], 0)[0] and (line := out.readline()):
            if line.startswith(_READY):
                self._is_ready = True
                say(how_to_call())
            else:
                say(line.decode(errors="replace").rstrip())


@contextmanager
def beside() -> Iterator[Telephone]:
    """The phone, for as long as the demo serves."""
    found = Telephone()
    try:
        yield found
    finally:
        found.end()


def how_to_call() -> str:
    """What whoever started the demo has to do to be greeted."""
    number = "".join(sign for sign in settings.LINE_PHONE if sign.isdigit())
    return (
        f"calls  sip:{number}@127.0.0.1:{settings.PHONE_SIP_PORT}  from a soft phone on this "
        "machine: no account, nothing to register, sound without encryption (PCMU).\n"
        f"       Ana answers at {settings.DESK_URL}/phone/, in a window of its own, once she is "
        "signed in.\n"
        f"       A service that she calls rings a soft phone at 127.0.0.1:"
        f"{settings.PHONE_TRIAL_PORT}, whatever its number."
    )


def _refuse_taken(kind: int, number: int, option: str) -> None:
    try:
        with socket.socket(type=kind) as door:
            if kind == socket.SOCK_STREAM:
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("127.0.0.1", number))
    except OSError as error:
        raise Refused(
            f"Port {number} cannot be used for the phone: {os.strerror(error.errno or 0)}. "
            f"End what uses it, or choose another with {option}."
        ) from error
