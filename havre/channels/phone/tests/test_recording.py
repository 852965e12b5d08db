"""A recorded voice is taken only as what it must be, and written anew: nothing rides along."""

import io
import math
import random
import struct
import wave

import pytest
from django.utils.translation import override

from havre.channels.phone.recording import LARGEST, LONGEST, RATE, NotASound, anew, seconds_of
from havre.channels.phone.tests.caller import tone

NO_SOUND = "This is no sound that a telephone can carry. Choose another file."
BROKEN_OFF = "This file ends in the middle. Choose it once more."
TOO_SHORT = "This is too short to be heard. Record the whole sentence."
TOO_LONG = "This is longer than a minute and a half. Say it in fewer seconds."
SILENT = "Nothing is heard in this file. Was the microphone on?"
NAME = b"Zimtstern"


def why(given: bytes) -> str:
    with pytest.raises(NotASound) as refused, override("en"):
        anew(given)
    return str(refused.value)


def chunk(name: bytes, data: bytes, size: int | None = None) -> bytes:
    told = len(data) if size is None else size
    return struct.pack("<4sI", name, told) + data + b"\0" * (len(data) % 2)


def form(kind: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16) -> bytes:
    width = bits // 8 * channels
    return chunk(b"fmt ", struct.pack("<HHIIHH", kind, channels, rate, rate * width, width, bits))


def riff(*chunks: bytes, size: int | None = None) -> bytes:
    return chunk(b"RIFF", b"WAVE" + b"".join(chunks), size)


def numbers(*each: int) -> bytes:
    return struct.pack(f"<{len(each)}h", *each)


VOICE = tone(440, 1)[44:]


def test_a_tone_is_taken_as_it_is():
    kept = anew(tone(440, 1))
    assert kept == tone(440, 1)
    assert seconds_of(kept) == 1


def test_names_notes_and_second_parts_are_left_behind():
    about = chunk(b"LIST", b"INFO" + chunk(b"IART", NAME))
    more = (chunk(b"id3 ", NAME), chunk(b"bext", NAME * 40), chunk(b"data", NAME * 100))
    given = riff(about, form(), chunk(b"fact", NAME), chunk(b"data", VOICE), *more) + NAME
    assert NAME in given
    assert anew(given) == tone(440, 1)


@pytest.mark.parametrize(
    "given",
    [
        riff(form(kind=3, bits=32), chunk(b"data", struct.pack("<8000f", *[0.5] * 8000))),
        riff(form(kind=7, bits=8), chunk(b"data", b"\x7f" * 8000)),
        riff(form(kind=0xFFFE), chunk(b"data", VOICE)),
        riff(form(channels=2), chunk(b"data", VOICE)),
        riff(form(channels=0), chunk(b"data", VOICE)),
        riff(form(bits=8), chunk(b"data", VOICE)),
        riff(form(bits=24), chunk(b"data", VOICE)),
        riff(form(bits=0), chunk(b"data", VOICE)),
        riff(form(rate=44_100), chunk(b"data", VOICE)),
        riff(form(rate=0), chunk(b"data", VOICE)),
        riff(chunk(b"data", VOICE), form()),
        riff(form()),
        riff(chunk(b"fmt ", b"\x01\x00"), chunk(b"data", VOICE)),
        riff(form(), chunk(b"LIST", b"", 0xFFFFFFFF), chunk(b"data", VOICE)),
        b"RIFF" + VOICE,
        b"OggS" + VOICE,
        b"ID3\x04" + VOICE,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"",
        b"RIFF",
    ],
)
def test_what_is_another_kind_of_file_is_refused(given: bytes):
    assert why(given) == NO_SOUND


@pytest.mark.parametrize(
    "given",
    [
        tone(440, 1)[:-2],
        tone(440, 1)[:-1],
        riff(form(), chunk(b"data", VOICE, 0xFFFFFFFE), size=0xFFFFFFFF),
        riff(form(), chunk(b"data", VOICE, len(VOICE) + 2)),
    ],
)
def test_what_tells_more_than_came_is_refused(given: bytes):
    assert why(given) == BROKEN_OFF


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (tone(440, 0.29), TOO_SHORT),
        (riff(form(), chunk(b"data", b"")), TOO_SHORT),
        (tone(440, 91), TOO_LONG),
        (riff(form(), chunk(b"data", numbers(*[0] * 8_000))), SILENT),
        (riff(form(), chunk(b"data", numbers(*[9_000] * 8_000))), SILENT),  # a level, no sound
        (riff(form(), chunk(b"data", numbers(*[50, -50] * 4_000))), SILENT),
    ],
)
def test_what_is_too_short_too_long_or_silent_is_refused(given: bytes, said: str):
    assert why(given) == said


def test_a_soft_voice_is_heard_and_the_longest_fits_through_the_guard():
    soft = numbers(*(int(300 * math.sin(n / 3)) for n in range(8_000)))
    assert anew(riff(form(), chunk(b"data", soft))) == riff(form(), chunk(b"data", soft))
    longest = tone(440, LONGEST)
    assert len(longest) < LARGEST
    assert anew(longest) == longest


def test_broken_bytes_are_refused_or_taken_and_never_break_anything():
    """Three thousand files with some bytes changed, cut or put in; the dice are told on failure."""
    whole, taken = tone(440, 0.4), 0
    for seed in range(3_000):
        dice = random.Random(seed)
        given = bytearray(whole[: dice.choice([len(whole), dice.randrange(len(whole))])])
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(min(len(given), 60)) if given else 0
            given[at : at + dice.randrange(3)] = dice.randbytes(dice.randrange(6))
        try:
            kept = anew(bytes(given))
        except NotASound:
            continue
        taken += 1
        with wave.open(io.BytesIO(kept)) as file:
            assert file.getparams()[:3] == (1, 2, RATE), seed
        assert len(kept) <= len(given) + 44, seed
    assert taken > 0


def test_the_sentences_are_in_the_language_of_the_page():
    with override("fr"), pytest.raises(NotASound, match="Rien ne s’entend"):
        anew(riff(form(), chunk(b"data", numbers(*[0] * 8_000))))
