"""A house whose phone is tried: its desks, its engine, our program, each a process of its own."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from havre.channels.phone import prompts
from havre.channels.phone.tests.caller import strength, tone
from havre.channels.phone.tests.ear import Listening, most
from havre.channels.phone.tests.telephone import Telephone
from havre.prompt.phone import installing
from tests.throwaway import ROOT, Throwaway, throwaway

WASH = 300.0
TONES = {
    ("fr", "welcome"): 400.0,
    ("en", "welcome"): 450.0,
    ("fr", "waiting"): 500.0,
    ("en", "waiting"): 550.0,
    ("fr", "busy"): 600.0,
    ("fr", "nobody"): 650.0,
    ("fr", "menu"): 700.0,
    ("fr", "lost"): 750.0,
    ("fr", "cannot_speak"): 800.0,
    ("fr", "silent_call"): 850.0,
    ("fr", "yes"): 900.0,
    ("fr", "no"): 950.0,
    ("fr", "closed"): 1000.0,
    ("fr", "given"): 1050.0,
    ("fr", "alone"): 1100.0,
    ("fr", "trying"): 1150.0,
    ("fr", "danger"): 1250.0,
    ("fr", "relay"): 1450.0,
    ("fr", "relay_call"): 1500.0,
    ("fr", "helped"): 1200.0,
    ("fr", "alone_again"): 1350.0,
    ("fr", "interpreted"): 1550.0,
    ("fr", "aside"): 1700.0,
    ("fr", "back"): 1850.0,
    ("fr", "left_with"): 1900.0,
}
MINA, ANA, BEN, SUE, RAE = 1400.0, 1600.0, 1800.0, 2000.0, 2200.0


def free_port(kind: int) -> int:
    with socket.socket(type=kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hears(phone: Telephone, hertz: float, within: float = 20.0) -> float:
    """Waits until this tone is what is heard; steady seconds when it began to come."""
    is_said_once = hertz in TONES.values()
    return float(until(Listening(phone.ear, hertz, is_said_once=is_said_once), within))


VOICES = (MINA, ANA, BEN, SUE, RAE, WASH)


def hears_all(phone: Telephone, *voices: float, within: float = 20) -> None:
    """These voices, all of them together, and no other."""
    until(lambda: voices_in(phone) == set(voices), within)


def voices_in(phone: Telephone) -> set[float]:
    """Whose voices are heard at this moment: each at least a fifth of an even share."""
    sound = phone.ear.just(0.3)
    return {each for each in VOICES if len(sound) > 800 and strength(sound, each) > 0.1}


def talk(one: Telephone, other: Telephone, first: float, second: float) -> None:
    """Both hear each other, and nothing else: neither themselves nor the sound of waiting."""
    until(lambda: one.talks.is_set() and other.talks.is_set())
    hears(one, second)
    hears(other, first)
    assert most(one.hears(0.5), MINA, ANA, BEN, WASH) == {second}
    assert most(other.hears(0.5), MINA, ANA, BEN, WASH) == {first}


def until(true: Callable[[], Any], within: float = 25.0, *, look: float = 0.05) -> Any:
    """What becomes true; fails if it never does. `look`: seconds between two looks."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(look)
    raise AssertionError(f"{true} did not become true within {within} s")


class Standing:
    """The house, and what may be asked of it."""

    def __init__(self, house: Throwaway, more: Mapping[str, str]) -> None:
        self.house = house
        self.port = free_port(socket.SOCK_DGRAM)
        self.called = free_port(socket.SOCK_DGRAM)  # where services are called
        self.env = house.env | {
            "HAVRE_PHONE_TRIAL_PORT": str(self.called),
            "HAVRE_PHONE_OUTWARD": "+1613=2",
            "HAVRE_PHONE_OUTWARD_AT_ONCE": "2",
            "HAVRE_PHONE_SHOWN": "+18339001010",
            "HAVRE_PHONE_ENGINE": str(settings.PHONE_ENGINE),
            "HAVRE_PHONE_SIP_PORT": str(self.port),
            "HAVRE_PHONE_PROGRAM_PORT": str(free_port(socket.SOCK_STREAM)),
            "HAVRE_PHONE_SOUND_PORTS": "23400",
            "HAVRE_PHONE_RELAY": "18339001011",
            "HAVRE_PHONE_CHOOSE_SECONDS": "1",
            "HAVRE_PHONE_COMFORT_SECONDS": "3",
            **more,
        }
        self.program: subprocess.Popen[str] | None = None
        self._log = (house.data / "log").open("a")
        self._desks = subprocess.Popen(
            [sys.executable, "-m", "tests.phone_scenes"],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def desk(self, *words: str) -> dict[str, Any]:
        """What somebody at the desk does, and what came of it."""
        assert self._desks.stdin
        assert self._desks.stdout
        self._desks.stdin.write(" ".join(words) + "\n")
        self._desks.stdin.flush()
        answer: dict[str, Any] = json.loads(self._desks.stdout.readline())
        assert "error" not in answer, answer
        return answer

    def begins(self) -> None:
        """Our program starts, and takes calls."""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "havre", "phone", "serve"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self.program.stdout
        said = self.program.stdout.readline()
        assert said.startswith("Taking calls"), (self.house.data / "log").read_text()

    def killed(self) -> None:
        """Our program is gone, without a word."""
        assert self.program
        self.program.send_signal(signal.SIGKILL)
        self.program.communicate()

    def sits(
        self, name: str, *languages: str, tone: float = 0, answers: str = "at once"
    ) -> Telephone:
        """Somebody comes to their desk, with a telephone that is registered."""
        told = self.desk("comes", name, *languages)
        phone = Telephone(self.port, tone=tone, answers=answers)
        until(lambda: phone.registers(told["endpoint"], told["password"]) == 200)
        until(lambda: name in self.desk("phones")["up"])
        return phone

    def contact(self) -> dict[str, Any]:
        """The newest contact by phone."""
        found = self.desk("contacts")["contacts"]
        return found[-1] if found else {}

    def ends(self) -> None:
        """Everything of ours ends."""
        if self.program and self.program.poll() is None:
            self.program.terminate()
            self.program.communicate(timeout=20)
        elif self.program:  # it was killed, and the engine lives
            subprocess.run(
                [sys.executable, "-m", "tests.phone_end"], cwd=ROOT, env=self.env, check=True
            )
        self._desks.communicate(timeout=10)
        self._log.close()
        print((self.house.data / "log").read_text())


def engine_of(house: Standing) -> int:
    """The process of this house's engine."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(house.house.data) in said and "asterisk" in said and "-rx" not in said:
            return int(folder.name)
    raise AssertionError("no engine runs")


@contextmanager
def standing(
    data: Path, like: Throwaway, more: Mapping[str, str] | None = None
) -> Iterator[Standing]:
    """A house like this one with its phone, taking calls. `more`: settings of it."""
    if installing.installed(settings.PHONE_ENGINE) is None:
        pytest.fail("There is no phone engine. `bin/test` fetches it: `bin/havre phone install`.")
    with throwaway(data, like) as house:
        for language, code in prompts.words():
            file = data / "phone" / "voices" / language / f"{code}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(tone(TONES.get((language, code), 1300.0), 0.8))
        (data / "phone" / "voices" / "wait.wav").write_bytes(tone(WASH, 4))
        found = Standing(house, more or {})
        try:
            found.begins()
            yield found
        finally:
            found.ends()
