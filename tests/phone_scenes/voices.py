"""Who supervises keeps a voice for what callers hear, or takes it away."""

import uuid
from typing import Any

from tests.phone_scenes.desks import _house  # isort: skip -- sets Django up

from havre.channels.phone import prompts, recording, voices
from havre.channels.phone.tests.caller import tone


def keeps_voice(language: str, code: str, hertz: str, seconds: str = "0.8") -> dict[str, Any]:
    """Who supervises keeps a voice, on the page: a tone of so many hertz."""
    words = voices.digest(prompts.words()[language, code])
    sound = recording.anew(tone(float(hertz), float(seconds)))
    kept = voices.keep((language, code), words, sound, by=_house().on_duty("sue"))
    return {"voice": str(kept.id)}


def takes_voice_away(id: str) -> dict[str, Any]:
    """Who supervises lets the line's file, or the machine, speak again."""
    return {"gone": voices.take_away(uuid.UUID(id), by=_house().on_duty("sue")) is not None}
