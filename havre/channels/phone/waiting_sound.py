"""The sound of waiting: a soft wash that swells and falls, like far water. No music, no cheer.

Made here, so it is nobody's work but ours. WAV, 16 bit, 8,000 a second, one channel; it begins
and ends in silence, so that it goes round without a click.
"""

import math
import random
import struct

RATE = 8_000
_SECONDS = 32
_SWELL = 8  # seconds from silence to silence
_LOUD = 5_200  # of 32,767: under a voice
_SOFT = 0.06  # how much of each new number reaches the ear: a low-pass of about 80 Hz
_SEED = 1  # the same sound on every machine


def wash() -> bytes:
    """The whole recording."""
    noise = random.Random(_SEED)  # noqa: S311 -- a sound, no secret
    level, numbers = 0.0, []
    for n in range(RATE * _SECONDS):
        level += _SOFT * (noise.uniform(-1, 1) - level)
        swell = math.sin(math.pi * (n % (RATE * _SWELL)) / (RATE * _SWELL)) ** 2
        numbers.append(int(max(-1.0, min(1.0, 4 * level)) * swell * _LOUD))
    data = struct.pack(f"<{len(numbers)}h", *numbers)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body
