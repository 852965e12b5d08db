"""Makes what callers hear: a recorded voice where the line has one, a speaking machine elsewhere.

16 bit, 8,000 a second, one channel: what every telephone can carry.
"""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

from havre.channels.phone import prompts, waiting_sound
from havre.channels.phone.configuration import WAITING, Engine
from havre.prompt.phone.engine import program
from havre.prompt.said import Refused

_VOICES = {"en": "en-us"}  # espeak-ng's own names; else the language's code
_MARK = ".made-from"
_PACE = "145"  # words a minute: slower than its own, for a bad connection and a frightened ear


def speak(engine: Engine, voices: Path) -> dict[str, int]:
    """Make every prompt that changed; how many of each language are a recorded voice.

    `voices`: recordings as `<language>/<code>.wav`, and `wait.wav`, the sound of waiting, if a
    line has its own. Raises Refused for one that is no sound.
    """
    _make_the_waiting(engine, voices / f"{WAITING}.wav")
    recorded: dict[str, int] = {}
    for (language, code), text in prompts.words().items():
        target = engine.sounds / language / f"{code}.wav"
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        voice = voices / language / f"{code}.wav"
        recorded[language] = recorded.get(language, 0) + voice.exists()
        mark = _mark(text, voice)
        if _is_made(target, mark):
            continue
        with tempfile.TemporaryDirectory(dir=engine.sounds) as name:
            spoken, carried = Path(name) / "spoken.wav", Path(name) / "carried.wav"
            if voice.exists():
                spoken = voice
            else:
                _say(engine.root, language, text, spoken)
            _carry(engine.root, spoken, carried)
            carried.replace(target)
        target.with_suffix(_MARK).write_text(mark, encoding="utf-8")
    return recorded


def _make_the_waiting(engine: Engine, own: Path) -> None:
    target = engine.sounds / WAITING / f"{WAITING}.wav"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if own.exists():
        _carry(engine.root, own, target)
    else:
        target.write_bytes(waiting_sound.wash())


def _mark(text: str, voice: Path) -> str:
    """What a prompt was made from: a word changed, or a voice, makes it anew."""
    heard = voice.read_bytes() if voice.exists() else text.encode()
    return hashlib.sha256(heard).hexdigest()


def _is_made(target: Path, mark: str) -> bool:
    note = target.with_suffix(_MARK)
    return target.exists() and note.exists() and note.read_text(encoding="utf-8") == mark


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
