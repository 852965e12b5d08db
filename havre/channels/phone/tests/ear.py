"""What a telephone of the tests hears, kept with when it came."""

import bisect
import time

from havre.channels.phone.tests.caller import LINEAR, strength

_MOMENT = 0.25  # seconds
_PACKETS = 12  # in such a moment, of 20 ms each


def numbers(packets: list[tuple[float, bytes]]) -> list[int]:
    """The sound in these packets."""
    return [LINEAR[b] for _, data in packets for b in data]


def most(sound: list[int], *tones: float) -> set[float]:
    """Which of these tones are in a sound, each a good part of it."""
    return {each for each in tones if len(sound) > 800 and strength(sound, each) > 0.5}


class Ear:
    """Packets of sound, each with the steady second in which it came."""

    def __init__(self) -> None:
        self.packets: list[tuple[float, bytes]] = []
        self.heard_at = 0.0  # the steady second until which somebody has listened

    def hears(self, data: bytes) -> None:
        """A packet came."""
        self.packets.append((time.monotonic(), data))

    def since(self, begin: float) -> list[tuple[float, bytes]]:
        """What came since then."""
        return self.packets[bisect.bisect_left(self.packets, (begin, b"")) :]

    def just(self, seconds: float = _MOMENT) -> list[int]:
        """The sound of the last moments, as numbers."""
        return numbers(self.since(time.monotonic() - seconds))


class Listening:
    """Listens for a tone, and hardly anything else, from now on.

    What is said once is short, and may be over before we come to it: `is_said_once` listens from
    the last tone on that was heard.
    """

    def __init__(self, ear: Ear, hertz: float, *, is_said_once: bool) -> None:
        self._ear, self._hertz, self._at = ear, hertz, 0
        self._begin = ear.heard_at if is_said_once else time.monotonic() - _MOMENT

    def __call__(self) -> float:
        """Steady seconds when it began to come; 0 if it did not yet."""
        came = self._ear.since(self._begin)
        while self._at + _PACKETS <= len(came):
            heard = came[self._at : self._at + _PACKETS]
            begin, end = heard[0][0], heard[-1][0]
            # A tone that comes after a silence did not begin before it.
            if end - begin < 2 * _MOMENT and most(numbers(heard), self._hertz):
                self._ear.heard_at = end
                return begin
            self._at += 2
        return 0.0
