"""Whether a translation is whole, fits its original, and is printed as its language is."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from havre.lib.page_languages import DRAFT, register
from havre.prompt.messages import catalogues, wanted
from havre.prompt.messages.catalogues import LANGUAGES
from havre.prompt.messages.extraction import Phrase

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"</?\w[^>]*>")
_NUMBER = re.compile("(?<!\u2066)(?<![0-9-])[0-9]+(?:-[0-9]+)+")
_ISOLATED = "\N{LEFT-TO-RIGHT ISOLATE}\\g<0>\N{POP DIRECTIONAL ISOLATE}"
_PLURALS = re.compile(r"nplurals=(\d+)")
_LETTERS = {  # what a text in this language has at least one of
    "zh-hans": r"[\u4e00-\u9fff]", "zh-hant": r"[\u4e00-\u9fff]", "pa": r"[\u0a00-\u0a7f]",
    "ar": r"[\u0600-\u06ff]", "fa": r"[\u0600-\u06ff]", "ur": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]", "uk": r"[\u0400-\u04ff]", "ru": r"[\u0400-\u04ff]",
    "ko": r"[\uac00-\ud7a3]", "th": r"[\u0e00-\u0e7f]",
}  # fmt: skip
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


# As it is written to somebody one does not know, and with both signs of a question.
_SPANISH = (
    (re.compile(r"[?!]"), re.compile(r"[¿¡]"), "ends a question or a call that nothing opens"),
    (re.compile(r"[¿¡]"), re.compile(r"[?!]"), "opens a question or a call that does not end"),
)


def complaints() -> Iterator[str]:
    """One sentence for whatever is wrong in any language. A draft may have gaps, not faults."""
    for language in LANGUAGES:
        shared = catalogues.read(catalogues.file_of(catalogues.PACKAGE / "lib", language), language)
        for room in catalogues.rooms():
            own = catalogues.read(catalogues.file_of(room, language), language)
            if register()[language].says != DRAFT:
                yield from _untranslated(room, own, shared, language)
            yield from _ill_said(room, own, language)


def translation(phrase: Phrase, *books: Catalog) -> Message | None:
    """The entry for a phrase in the first catalogue that has it."""
    for book in books:
        entry = book.get(phrase.text, phrase.context or None)
        if entry is not None:
            return entry
    return None


def forms(phrase: Phrase, language: str) -> int:
    """How many forms a phrase has in a language: one, or as many as the language counts with."""
    counted = _PLURALS.match(register()[language].plural)
    return int(counted[1]) if counted and phrase.plural else 1


def refusals(phrase: Phrase, said: list[str], language: str) -> list[str]:
    """Why a translation is not taken; nothing if it is as it must be."""
    if len(said) != forms(phrase, language) or not all(said):
        return [f"needs {forms(phrase, language)} forms, none of them empty"]
    original = [phrase.text, phrase.plural] if phrase.plural else [phrase.text]
    return [why for each in said for why in _faults(original, each, language)]


def isolated(string: str, language: str) -> str:
    """The same; written from the right, its numbers are kept from being turned round."""
    return _NUMBER.sub(_ISOLATED, string) if register()[language].direction == "rtl" else string


def strings(entry: Message) -> list[str]:
    """All forms of a translation."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def _untranslated(room: Path, own: Catalog, shared: Catalog, language: str) -> Iterator[str]:
    for phrase, place in wanted.phrases(room, language).items():
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
        said = strings(entry)
        if len(original) > 1 and len(said) != forms(Phrase("", *original), language):
            yield f"{place} has {len(said)} forms: look at the plural of languages.toml."
        for string in filter(None, said):
            yield from (f"{place} {why}." for why in _faults(original, string, language))


def _faults(original: list[str], string: str, language: str) -> Iterator[str]:
    needed = set(_PLACEHOLDER.findall(original[-1]))
    found = set(_PLACEHOLDER.findall(string))
    # One of something may be said without its number.
    if found != needed and found != set(_PLACEHOLDER.findall(original[0])):
        yield f"has other placeholders: {sorted(needed ^ found)}"
    if sorted(_TAG.findall(original[-1])) != sorted(_TAG.findall(string)):
        yield "has other tags than the original: keep them as they are"
    if isolated(string, language) != string:
        yield "has a number that would be turned round: isolate it"
    letters = _LETTERS.get(language)
    if letters and re.search(r"\w", original[0]) and not re.search(letters, string):
        yield "has not a letter of this language"
    if language == "fr":
        yield from faults_of_french(string)
        if "signalement" in string.lower() and "signal" in original[0].lower():
            yield "says «signalement», which is a report to the authorities: write indice or signe"
    if language == "es":
        yield from faults_of_spanish(string)


def faults_of_french(text: str) -> list[str]:
    """What is wrong with the signs of a French text; nothing if it is as it is printed."""
    return [why for pattern, why in _FRENCH if pattern.search(text)]


def faults_of_spanish(text: str) -> list[str]:
    """The same for a Spanish one."""
    return [why for has, lacks, why in _SPANISH if has.search(text) and not lacks.search(text)]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
