"""`havre serve`: both faces, each in its own process, started again if one dies."""

import argparse
import contextlib
import ipaddress
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

from havre.prompt.alone import alone
from havre.prompt.said import DONE, Commands, Refused, say, warn
from havre.vault import keys

MARK = "demo"  # a folder of this name in the data folder: what is in it is demo data
_TO_START = 30  # seconds
_TO_END = 2.5  # seconds, then it is killed
_LOOK = 0.2  # seconds between two looks at the faces
_YOUNG = 10  # seconds; a face that dies younger is started again later and later
_LONGEST_PAUSE = 30  # seconds


@dataclass(frozen=True, slots=True)
class Where:
    """Where both faces listen."""

    host: str = "127.0.0.1"
    port: int = 8000
    desk_port: int = 8001


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre serve`."""
    parser = commands.add_parser(
        "serve",
        help="answer: the person's side and the staff's side, two processes",
        description="Starts the front and the desk, each in a process of its own, and starts a "
        "face again if it dies. Ends on SIGTERM or Ctrl-C. TLS belongs in front of it.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address of both (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="the front's port (default 8000)")
    parser.add_argument("--desk-port", type=port, default=8001, help="the desk's (default 8001)")
    parser.set_defaults(run=run)


def port(word: str) -> int:
    """A port number, for argparse."""
    if word.isdecimal() and 0 < int(word) < 65_536:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word} is no port: it takes a number from 1 to 65535")


def run(options: argparse.Namespace) -> int:
    """Serve until somebody ends it."""
    where = Where(options.host, options.port, options.desk_port)
    refuse_demo_in_public(where.host)
    try:
        keys.current_role_keys()
    except keys.NoRoleKey as error:
        raise Refused(str(error)) from error
    serve(
        where,
        on_ready=lambda: say(
            f"Answering at {where.host}: front {where.port}, desk {where.desk_port}."
        ),
    )
    return DONE


def refuse_demo_in_public(host: str) -> None:
    """Demo data stays on this machine. Raises Refused."""
    if is_demo() and not _is_loopback(host):
        raise Refused(
            f"This is demo data, whose keys are printed: it is served on this machine only, not "
            f"at {host}. Leave out --host, or give a HAVRE_DATA of your own and run `havre init`."
        )


def is_demo() -> bool:
    """Whether the data folder bears the demo's mark, or the environment says so."""
    return settings.IS_DEMO or (settings.DATA / MARK).exists()


def refuse_taken_ports(where: Where) -> None:
    """Look before long preparations whether both ports are free. Raises Refused."""
    with _listening(where.host, where.port, "--port"):
        pass
    with _listening(where.host, where.desk_port, "--desk-port"):
        pass


def serve(
    where: Where,
    *,
    on_ready: Callable[[], None],
    each_look: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT. Raises Refused when a port is taken or a face cannot start."""
    with contextlib.ExitStack() as stack:
        ended = stack.enter_context(_ended_by_signals())
        stack.enter_context(alone(settings.DATA))
        front = stack.enter_context(_listening(where.host, where.port, "--port"))
        desk = stack.enter_context(_listening(where.host, where.desk_port, "--desk-port"))
        faces = [Face("front", front), Face("desk", desk)]
        stack.callback(_end, faces)
        for face in faces:
            face.start()
        if not _all_ready(faces, ended):
            return
        on_ready()
        while not ended.wait(_LOOK):
            for face in faces:
                face.keep_alive()
            each_look()


@dataclass
class Face:
    """One of the two processes, and the socket it answers on, which outlives it."""

    name: str
    door: socket.socket
    process: "subprocess.Popen[bytes] | None" = None
    ready: int = -1
    _started: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)
    _again_at: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it; `ready` becomes readable when it answers."""
        self.forget_ready()
        self.ready, say_ready = os.pipe()
        fds = (self.door.fileno(), say_ready)
        command = [sys.executable, "-P", "-m", "havre.prompt.face", self.name, *map(str, fds)]
        try:
            self.process = subprocess.Popen(
                command,
                env=_environment(self.name),
                stdin=subprocess.DEVNULL,
                pass_fds=fds,
                start_new_session=True,  # Ctrl-C reaches us; we end the faces in order
            )
        finally:
            os.close(say_ready)
        self._started = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it died: at once, or after a growing pause if it died young."""
        if self.process is None or self.process.poll() is None:
            return
        if self._again_at is None:
            young = time.monotonic() - self._started < _YOUNG
            self._pause = min(self._pause * 2 or 1, _LONGEST_PAUSE) if young else 0
            self._again_at = time.monotonic() + self._pause
            warn(f"The {self.name} ended with code {self.process.returncode}; it starts again.")
        if time.monotonic() >= self._again_at:
            self._again_at = None
            self.start()

    def forget_ready(self) -> None:
        """Close the pipe of the start before."""
        if self.ready >= 0:
            os.close(self.ready)
        self.ready = -1


def _environment(name: str) -> dict[str, str]:
    given = os.environ | {"HAVRE_FACE": name, "DJANGO_SETTINGS_MODULE": "havre.settings"}
    return given | ({"HAVRE_DEMO": "yes"} if is_demo() else {})


def _all_ready(faces: list[Face], ended: threading.Event) -> bool:
    """Wait until every face answers; false if we are to end first. Raises Refused."""
    limit = time.monotonic() + _TO_START
    waiting = {face.ready: face for face in faces}
    while waiting and not ended.is_set():
        for pipe in select.select(list(waiting), [], [], _LOOK)[0]:
            face = waiting.pop(pipe)
            if os.read(pipe, 1) != b".":
                raise Refused(f"The {face.name} could not start; the reason stands above.")
        if time.monotonic() > limit:
            raise Refused(f"The faces did not answer within {_TO_START} s. Run `havre doctor`.")
    return not ended.is_set()


def _end(faces: list[Face]) -> None:
    """Ask both, then insist: within three seconds nothing of ours runs."""
    running = [face.process for face in faces if face.process and face.process.poll() is None]
    for process in running:
        process.terminate()
    limit = time.monotonic() + _TO_END
    for process in running:
        try:
            process.wait(max(0.01, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for face in faces:
        face.forget_ready()


@contextlib.contextmanager
def _listening(host: str, number: int, option: str) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, number), family=family, backlog=2_048)
    except OSError as error:
        raise Refused(
            f"Port {number} at {host} cannot be used: {os.strerror(error.errno or 0)}. "
            f"End what uses it, or choose another with {option}."
        ) from error
    with door:
        yield door


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
