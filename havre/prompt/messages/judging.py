"""Whether a translation is whole, fits its original, and is French as it is printed."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from havre.prompt.messages import catalogues, extraction
from havre.prompt.messages.catalogues import LANGUAGES
from havre.prompt.messages.extraction import Phrase

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_NO_BREAK = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
# As French is written in Canada: a no-break space before a colon and inside « », none before ; ? !
# A space that breaks would leave the sign alone at the beginning of a line.
_FRENCH = (
    (re.compile(r"\w'\w"), "has a straight apostrophe: write ’"),
    (re.compile(r"\.\.\."), "has three dots: write …"),
    (re.compile(f"«(?![{_NO_BREAK}])|(?<![{_NO_BREAK}])»"), "needs no-break spaces inside « »"),
    (
        re.compile(f"(?<![{_NO_BREAK}]):(?!//|(?<=\\d:)\\d)"),
        "needs a no-break space before a colon",
    ),
    (re.compile(r"\s[;?!]"), "has a space before ; ? or !: write none"),
    (re.compile(r"“|”"), "has English quotation marks: write « »"),
)


def complaints() -> Iterator[str]:
    """One sentence for whatever is wrong in any language."""
    for language in LANGUAGES:
        shared = catalogues.read(catalogues.file_of(catalogues.PACKAGE / "lib", language), language)
        for room in catalogues.rooms():
            own = catalogues.read(catalogues.file_of(room, language), language)
            yield from _untranslated(room, own, shared, language)
            yield from _ill_said(room, own, language)


def translation(phrase: Phrase, *books: Catalog) -> Message | None:
    """The entry for a phrase in the first catalogue that has it."""
    for book in books:
        entry = book.get(phrase.text, phrase.context or None)
        if entry is not None:
            return entry
    return None


def strings(entry: Message) -> list[str]:
    """All forms of a translation."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def _untranslated(room: Path, own: Catalog, shared: Catalog, language: str) -> Iterator[str]:
    for phrase, place in extraction.of_room(room).items():
        entry = translation(phrase, own, shared)
        if entry is None or not strings(entry) or not all(strings(entry)):
            yield f"{place}: «{_short(phrase.text)}» has no words in {language}."
        elif entry.fuzzy:
            yield f"{place}: «{_short(phrase.text)}» is marked fuzzy in {language}: look at it."


def _ill_said(room: Path, own: Catalog, language: str) -> Iterator[str]:
    for entry in own:
        original = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        if not original[0]:
            continue  # the header
        place = f"{room.name}, {language}: «{_short(original[0])}»"
        for string in filter(None, strings(entry)):
            yield from (f"{place} {why}." for why in _faults(original, string, language))


def _faults(original: list[str], string: str, language: str) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(original[-1]))
    found = set(_PLACEHOLDER.findall(string))
    # One of something may be said without its number.
    if found != wanted and found != set(_PLACEHOLDER.findall(original[0])):
        yield f"has other placeholders: {sorted(wanted ^ found)}"
    if language == "fr":
        yield from faults_of_french(string)
        if "signalement" in string.lower() and "signal" in original[0].lower():
            yield "says «signalement», which is a report to the authorities: write indice or signe"


def faults_of_french(text: str) -> list[str]:
    """What is wrong with the signs of a French text; nothing if it is as it is printed."""
    return [why for pattern, why in _FRENCH if pattern.search(text)]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
