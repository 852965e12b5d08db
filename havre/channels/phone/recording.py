"""A recorded voice as it comes from a browser: looked at, and written anew with nothing beside it.

What every telephone can carry: WAV, PCM, 16 bit, 8,000 a second, one channel.
"""

import array
import io
import math
import wave

from django.utils.translation import gettext as _

RATE = 8_000
SHORTEST, LONGEST = 0.3, 90.0  # seconds
LARGEST = 1_572_864  # bytes of a request: the longest is 1,440,044
_FLOOR = 100.0  # of 32,767: what swings less than this is heard by nobody (−50 dB)


class NotASound(ValueError):
    """It cannot be kept; the message says why, in the language of the page."""


def anew(given: bytes) -> bytes:
    """The sound alone, in a file of our own making: no name, no note, no second part.

    Raises NotASound for everything else than `SHORTEST` to `LONGEST` seconds of audible PCM.
    """
    numbers = _numbers(given)
    seconds = len(numbers) / RATE
    if seconds < SHORTEST:
        raise NotASound(_("This is too short to be heard. Record the whole sentence."))
    if seconds > LONGEST:
        raise NotASound(_("This is longer than a minute and a half. Say it in fewer seconds."))
    if _swing(numbers) < _FLOOR:
        raise NotASound(_("Nothing is heard in this file. Was the microphone on?"))
    return _written(numbers)


def seconds_of(sound: bytes) -> float:
    """How long one of ours lasts."""
    with wave.open(io.BytesIO(sound)) as file:
        return float(file.getnframes() / RATE)


def _numbers(given: bytes) -> "array.array[int]":
    try:
        with wave.open(io.BytesIO(given)) as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, RATE):
                raise NotASound(
                    _("This is no sound that a telephone can carry. Choose another file.")
                )
            told = file.getnframes()
            data = file.readframes(len(given))  # never more than came, whatever is told
    except (wave.Error, EOFError, RuntimeError) as error:
        raise NotASound(
            _("This is no sound that a telephone can carry. Choose another file.")
        ) from error
    if len(data) != 2 * told:
        raise NotASound(_("This file ends in the middle. Choose it once more."))
    return array.array("h", data)


def _swing(numbers: "array.array[int]") -> float:
    """How far it swings around its own middle (RMS): a hum of no pitch at all is silence too."""
    middle = sum(numbers) / len(numbers)
    return math.sqrt(sum((each - middle) ** 2 for each in numbers) / len(numbers))


def _written(numbers: "array.array[int]") -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numbers.tobytes())
    return made.getvalue()
