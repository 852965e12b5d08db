"""Who speaks each prompt: a voice kept at the desk, a file of the line, or a machine.

The desk keeps and takes away; the phone's program makes the sounds from it (`prompt.phone`).
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.channels.phone import prompts
from havre.channels.phone.configuration import home
from havre.channels.phone.models import Voice
from havre.lib.doorbell import ring
from havre.staff.signin import SignedIn

TOPIC = "voices"  # rings when one was kept or taken away
Prompt = tuple[str, str]  # (language, code)


class NotTheseWords(Exception):
    """The words of this prompt are others by now than those that were read. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a prompt is made from. `mark`: another one, and it is made anew."""

    mark: str
    voice: Voice | None = None
    file: Path | None = None


def files() -> Path:
    """Recordings that whoever runs the line put there, as `<language>/<code>.wav`."""
    return home() / "voices"


def sound_of(language: str, code: str) -> Path:
    """What callers hear, once the phone's program made it."""
    return home() / "sounds" / language / f"{code}.wav"


def mark_beside(sound: Path) -> Path:
    """Where it is noted what a sound was made from."""
    return sound.with_suffix(".made-from")


def is_made(sound: Path, source: Source) -> bool:
    """Whether callers hear this source now."""
    note = mark_beside(sound)
    return sound.exists() and note.exists() and note.read_text(encoding="utf-8") == source.mark


def digest(words: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(words.encode()).hexdigest()


def kept() -> dict[Prompt, Voice]:
    """Every voice that was kept, without its sound, which is fetched when it is asked for."""
    rows = Voice.objects.select_related("by").defer("sound")
    return {(row.language, row.code): row for row in rows}


def source(prompt: Prompt, words: str, voices: Mapping[Prompt, Voice], files: Path) -> Source:
    """A kept voice that read these words, else a file of the line, else a machine."""
    voice = voices.get(prompt)
    if voice and voice.words == digest(words):
        return Source(mark=f"voice {voice.id}", voice=voice)
    file = files / prompt[0] / f"{prompt[1]}.wav"
    if file.exists():
        return Source(mark=hashlib.sha256(file.read_bytes()).hexdigest(), file=file)
    return Source(mark=digest(words))


@transaction.atomic
def keep(prompt: Prompt, words: str, sound: bytes, *, by: SignedIn) -> Voice:
    """From the next call on this sound is heard. `words`: the digest of what was read.

    `sound`: of `recording.anew`. Raises KeyError for no prompt of this line, NotTheseWords.
    """
    if digest(prompts.words()[prompt]) != words:
        raise NotTheseWords
    language, code = prompt
    # First, because the audit has one writer at a time: of two who keep at once the later one wins.
    record(actor=by.actor, verb=Verb.PROMPT_RECORDED, target=f"{language}:{code}")
    Voice.objects.filter(language=language, code=code).delete()
    found = Voice.objects.create(
        language=language, code=code, words=words, sound=sound, by=by.member
    )
    ring(TOPIC)
    return found


@transaction.atomic
def take_away(id: uuid.UUID, *, by: SignedIn) -> Voice | None:
    """The machine speaks again, or the line's file. None: it was recorded anew, or is gone."""
    found = Voice.objects.defer("sound").filter(id=id).first()
    if found is None or not Voice.objects.filter(id=id).delete()[0]:
        return None
    target = f"{found.language}:{found.code}"
    record(actor=by.actor, verb=Verb.PROMPT_UNRECORDED, target=target)
    ring(TOPIC)
    return found
