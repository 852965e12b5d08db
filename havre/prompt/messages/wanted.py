"""What must be said in a language: everything, the person's side, or the way to help."""

from collections.abc import Iterator
from pathlib import Path

from havre.lib.page_languages import HOUSE, PERSON, register
from havre.prompt.messages import catalogues, extraction
from havre.prompt.messages.extraction import Phrase

# By room, the files whose words are wanted. A page stands in one of these lists or, in a language
# that has no more than the way to help, is shown in another language (havre/front/speaking.py).
_PERSON = {
    "front": ("*",),
    "webchat": ("*",),
    "lib": ("templates/havre/*.html", "privacy.toml"),
    "directory": ("forms.py",),  # what one searches by; what is found stands in the house's own
}
_WAY = {
    "front": tuple(
        f"templates/front/{name}.html"
        for name in (
            "base", "reach", "leaving", "calendar", "missing", "broken", "not_kept", "too_old",
            "_still_there", "_exit_says", "_languages", "_elsewhere", "_unchecked",
        )
    ),
    "webchat": ("*",),
    "lib": ("templates/havre/*.html",),
}  # fmt: skip


def phrases(room: Path, language: str) -> dict[Phrase, str]:
    """What of a room must be said in a language, with where it stands. A draft wants the way."""
    says = register()[language].says
    if says == HOUSE:
        return extraction.of_room(room)
    files = (_PERSON if says == PERSON else _WAY).get(room.name)
    return extraction.of_room(room, files) if files else {}


def everywhere(language: str) -> Iterator[tuple[Path, Phrase, str]]:
    """(room, phrase, place) of all that must be said in a language."""
    for room in catalogues.rooms():
        for phrase, place in phrases(room, language).items():
            yield room, phrase, place
