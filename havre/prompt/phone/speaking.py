"""Makes what callers hear: a recorded voice where the line has one, a speaking machine elsewhere.

A voice kept at the desk comes first, as long as its words stand; then a file of the line.

16 bit, 8,000 a second, one channel: what every telephone can carry.
"""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from havre.channels.phone import prompts, voices, waiting_sound
from havre.channels.phone.configuration import WAITING, Engine
from havre.channels.phone.models import Voice
from havre.prompt.phone.engine import program
from havre.prompt.said import Refused

_VOICES = {"en": "en-us"}  # espeak-ng's own names; else the language's code
_PACE = "145"  # words a minute: slower than its own, for a bad connection and a frightened ear


def speak(
    engine: Engine, files: Path, kept: Mapping[voices.Prompt, Voice] | None = None
) -> dict[str, int]:
    """Make every prompt that changed; how many of each language are a recorded voice.

    `files`: recordings of the line as `<language>/<code>.wav`, and `wait.wav`, the sound of
    waiting, if it has its own. `kept`: the voices kept at the desk, which come first. Each sound
    is put in the place of the one before in one step: whoever hears that one hears it to its end.
    Raises Refused for a file that is no sound.
    """
    _make_the_waiting(engine, files / f"{WAITING}.wav")
    recorded: dict[str, int] = {}
    for prompt, words in prompts.words().items():
        language, code = prompt
        source = voices.source(prompt, words, kept or {}, files)
        is_recorded = bool(source.voice or source.file)
        recorded[language] = recorded.get(language, 0) + is_recorded
        target = engine.sounds / language / f"{code}.wav"
        if not voices.is_made(target, source):
            with _put(engine, target, source.mark) as made:
                _make(engine.root, source, made, said=(language, words))
    return recorded


def _make_the_waiting(engine: Engine, own: Path) -> None:
    target = engine.sounds / WAITING / f"{WAITING}.wav"
    given = own.read_bytes() if own.exists() else waiting_sound.wash()
    source = voices.Source(mark=hashlib.sha256(given).hexdigest(), file=own)
    if voices.is_made(target, source):
        return
    with _put(engine, target, source.mark) as made:
        if own.exists():
            _carry(engine.root, own, made)
        else:
            made.write_bytes(given)


@contextmanager
def _put(engine: Engine, target: Path, mark: str) -> Iterator[Path]:
    """Where to make a sound; made whole, it is put in its place, and then what it was made from."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = voices.mark_beside(target)
    with tempfile.TemporaryDirectory(dir=engine.sounds) as name:
        made = Path(name) / "made.wav"
        yield made
        note.unlink(missing_ok=True)  # killed between the two, it is made once more
        made.replace(target)
    note.write_text(mark, encoding="utf-8")


def _make(root: Path, source: voices.Source, made: Path, *, said: tuple[str, str]) -> None:
    if source.voice:
        made.write_bytes(source.voice.sound)  # looked at when it was kept
    elif source.file:
        _carry(root, source.file, made)
    else:
        spoken = made.with_name("spoken.wav")
        _say(root, *said, spoken)
        _carry(root, spoken, made)


def _say(root: Path, language: str, text: str, target: Path) -> None:
    voice = _VOICES.get(language, language)
    _run(program(root, "bin/espeak-ng", "-v", voice, "-s", _PACE, "-w", str(target), "--", text))


def _carry(root: Path, sound: Path, target: Path) -> None:
    _run(program(root, "bin/sox", str(sound), "-r", "8000", "-c", "1", "-b", "16", str(target)))


def _run(command: list[str]) -> None:
    libraries = Path(command[0]).parent  # where espeak-ng's voices lie, too
    done = subprocess.run(
        command,
        env=os.environ | {"ESPEAK_DATA_PATH": str(libraries)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"A prompt could not be made: {done.stderr.strip()[-200:]}")
