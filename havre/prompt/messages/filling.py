"""What is missing in a language, as JSON; and translations taken from such JSON into catalogues.

Whoever translates writes into `say` and sees nothing of the catalogues.
"""

import gettext
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog

from havre.lib import page_languages
from havre.prompt.messages import catalogues, judging, wanted
from havre.prompt.messages.extraction import Phrase

_EXAMPLES = 130  # counts that are tried to show which form speaks for which


def missing(language: str, *, everything: bool = False) -> dict[str, Any]:
    """What has no words yet, each phrase once; or all that is wanted, with what is said now.

    A phrase that has words in one room and is wanted in another comes with them.
    """
    known = page_languages.register()[language]
    left = [
        _entry(phrase, place, language, rooms)
        for phrase, (place, rooms) in _wanted(language).items()
        if everything or not all(_said(phrase, language, [room]) for room in rooms)
    ]
    plurals = gettext.c2py(known.plural.split("plural=", 1)[1].rstrip(";"))
    counts: dict[int, list[int]] = {}
    for n in range(_EXAMPLES):
        counts.setdefault(plurals(n), []).append(n)
    forms = [f"as for {', '.join(map(str, counts[form][:4]))}" for form in sorted(counts)]
    return {"language": language, "name": known.name, "forms": forms, "phrases": left}


def fill(language: str, found: dict[str, Any]) -> tuple[int, list[str]]:
    """Take what is said; how many phrases were taken, and a sentence for each that was not.

    A phrase goes to every room that wants it. One that is ill said is left out, all else is taken.
    Raises KeyError for what is no such JSON.
    """
    if found["language"] != language:
        return 0, [f"This file is for {found['language']}, not for {language}."]
    said = {(each["context"], each["text"]): each["say"] for each in found["phrases"]}
    taken, refused = set(), []
    for room in catalogues.rooms():
        file = catalogues.file_of(room, language)
        book, changed = catalogues.read(file, language), False
        for phrase in wanted.phrases(room, language):
            found_ = _strings(said.get((phrase.context, phrase.text)))
            strings = [judging.isolated(each, language) for each in found_]
            if not strings:
                continue
            if why := judging.refusals(phrase, strings, language):
                refused += [f"«{phrase.text[:60]}» {each}." for each in why]
            else:
                _add(book, phrase, strings)
                taken.add((phrase.context, phrase.text))
                changed = True
        if changed:
            catalogues.write(file, language, book)
    nowhere = set(said) - {(each.context, each.text) for _, each, _ in wanted.everywhere(language)}
    refused += [f"«{text[:60]}» is not wanted: change nothing but say." for _, text in nowhere]
    return len(taken), list(dict.fromkeys(refused))


def _wanted(language: str) -> dict[Phrase, tuple[str, list[Path]]]:
    found: dict[Phrase, tuple[str, list[Path]]] = {}
    for room, phrase, place in wanted.everywhere(language):
        found.setdefault(phrase, (place, []))[1].append(room)
    return found


def _entry(phrase: Phrase, place: str, language: str, rooms: list[Path]) -> dict[str, Any]:
    named = {"context": phrase.context, "text": phrase.text, "place": place}
    if phrase.plural:
        named["plural"] = phrase.plural
    say: list[str] = _said(phrase, language, rooms) or [""] * judging.forms(phrase, language)
    french = _said(phrase, "fr", rooms)
    one = len(say) == 1 and not phrase.plural
    return {**named, "french": french[0] if french else "", "say": say[0] if one else say}


def _said(phrase: Phrase, language: str, rooms: list[Path]) -> list[str]:
    for room in (*rooms, catalogues.PACKAGE / "lib"):
        book = catalogues.read(catalogues.file_of(room, language), language)
        entry = judging.translation(phrase, book)
        if entry is not None and all(judging.strings(entry)):
            return judging.strings(entry)
    return []


def _strings(say: Any) -> list[str]:
    strings = [str(each).strip("\n") for each in ([say] if isinstance(say, str) else say or [])]
    return strings if any(strings) else []


def _add(book: Catalog, phrase: Phrase, strings: list[str]) -> None:
    """Write it in the place of what was said before."""
    id_ = (phrase.text, phrase.plural) if phrase.plural else phrase.text
    book.delete(phrase.text, phrase.context or None)
    book.add(id_, tuple(strings) if phrase.plural else strings[0], context=phrase.context or None)


def each_missing() -> Iterator[tuple[str, int]]:
    """(language, how many phrases have no words yet) for all but the house's own."""
    for known in page_languages.register().values():
        if not known.is_house:
            yield known.code, len(missing(known.code)["phrases"])
