"""Words as people write them: languages, cleaning, folding and one rule for length."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import filterfalse

from babel import Locale
from django.utils.translation import get_language, override, to_locale

from havre.lib import page_languages
from havre.lib.page_languages import PageLanguage

_FOR = "-x-"  # fr-x-ar: French, for a reader of Arabic (a private use that BCP 47 provides for)
_FROM_LEFT, _ENDS = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
LONGEST = 4_000  # code points after cleaning: one rule for every channel (register A2)


# What an interpreter may be asked for: a closed list, because languages are counted.
SPOKEN = (
    "am", "ar", "atj", "bg", "bla", "bn", "bs", "chp", "cr", "cs", "dv", "el", "en", "es", "fa",
    "fil", "fr", "gu", "gwi", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "iu", "ja",
    "ka", "kk", "km", "ko", "ku", "lo", "mic", "mn", "moe", "moh", "my", "ne", "nl", "oj", "pa",
    "pl", "ps", "pt", "rn", "ro", "ru", "rw", "si", "sk", "so", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "ti", "tl", "tr", "uk", "ur", "uz", "vi", "wo", "yo", "yue", "zh", "zu",
)  # fmt: skip


class TooLong(ValueError):
    """The text has more than LONGEST characters. Nothing was stored."""

    def __init__(self, text: str, length: int) -> None:
        super().__init__(f"{length} characters, at most {LONGEST}")
        self.text = text
        self.length = length


def languages() -> list[str]:
    """The codes of the languages the house writes in, the line's own first."""
    return [each.code for each in page_languages.house()]


def current() -> str:
    """The language of these words; on the person's side it may be one of many."""
    code = (get_language() or languages()[0]).split(_FOR)[0]
    return code if code in page_languages.register() else code.split("-")[0]


def reader() -> PageLanguage:
    """The language that the page's address asks for: another one than `current` where a part of
    it stands in a language of the house instead."""
    known = page_languages.register()
    return known.get((get_language() or "").rpartition(_FOR)[2], this())


def this() -> PageLanguage:
    """What is known of the language of these words."""
    known = page_languages.register()
    return known.get(current(), known[languages()[0]])


def isolated(text: str) -> str:
    """A number, or another thing written from the left, that no text from the right turns round."""
    return f"{_FROM_LEFT}{text}{_ENDS}" if this().direction == "rtl" else text


@contextmanager
def instead(code: str) -> Iterator[None]:
    """Say it in a language of the house, to the same reader: links lead on in theirs."""
    with override(f"{code}{_FOR}{reader().code}"):
        yield


def house_of(code: str) -> str:
    """The language itself if the house writes in it, else the line's own."""
    return code if code in languages() else languages()[0]


def locale() -> str:
    """The language of this page as Babel names it."""
    return to_locale(current())


def word_of(code: str) -> str:
    """A language's name as it stands inside a sentence of this page."""
    return str(Locale.parse(locale()).languages.get(to_locale(code), code))


def name_of(code: str) -> str:
    """A language's name in the language of this page, capital first."""
    name = word_of(code)
    return name[:1].upper() + name[1:]


def spoken() -> list[tuple[str, str]]:
    """(code, name) of every language an interpreter may be asked for, as this page sorts them."""
    return sorted(((code, name_of(code)) for code in SPOKEN), key=lambda each: fold(each[1]))


def clean(text: str) -> str:
    """Text that any database can hold and any page can show, with nothing said lost.

    Line ends become one kind, letters are composed (NFC), and what is no character at all
    (NUL, other controls, halves of surrogate pairs) becomes the replacement character.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    safe = "".join(
        c if c in "\n\t" or not _broken(c) else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return unicodedata.normalize("NFC", safe).strip()


def clean_short(text: str, longest: int = LONGEST) -> str:
    """`clean`, and refuse what is too long. Raises TooLong."""
    said = clean(text)
    if len(said) > longest:
        raise TooLong(said, len(said))
    return said


def fold(text: str) -> str:
    """For comparing and searching: no case, no accents, single spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(filterfalse(unicodedata.combining, bare)).split())


def _broken(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}
