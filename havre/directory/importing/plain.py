"""Words of others made plain: no markup, addresses with their scheme, provinces and languages
as codes, times as we write them."""

import html
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

from babel import Locale
from django.utils.translation import override

from havre.lib import lang, taxonomy

_BLOCKS = {"p", "br", "li", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4"}
_SILENT = {"script", "style"}
_MARKUP = re.compile(r"<[A-Za-z/!]|&(?:#\w+|[A-Za-z]+);")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_ISO_TIME = re.compile(r"(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_OUT = "OUT"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in _SILENT
        self.found.append("\n" if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT))
        self.found.append("\n" if tag in _BLOCKS - {"br"} else "")

    def handle_data(self, data: str) -> None:
        self.found.append("" if self.silent else data)


def words(value: Any) -> str:
    """Text without markup, however often it was escaped on its way (iCarol: twice)."""
    text = value if isinstance(value, str) else ""
    for _ in range(3):
        if not _MARKUP.search(text):
            break
        reader = _Words()
        reader.feed(html.unescape(text))
        reader.close()
        text = "".join(reader.found)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def website(value: Any) -> str:
    """A web address; one that people write without its scheme gets https."""
    text = value.strip() if isinstance(value, str) else ""
    return f"https://{text}" if text and "://" not in text and ":" not in text else text


def province(value: Any, country: Any = "CA") -> str:
    """Two letters; OUT for another country; what nobody knows as it was, to be refused."""
    text = value.strip() if isinstance(value, str) else ""
    if isinstance(country, str) and lang.fold(country) not in {"", "ca", "can", "canada"}:
        return _OUT
    return _provinces().get(lang.fold(text), text)


def language(value: Any) -> str:
    """A code, from a code or from a name in English or French; otherwise as it was."""
    text = value.strip() if isinstance(value, str) else ""
    return _languages().get(lang.fold(text), text)


def clock(value: Any) -> str:
    """HH:MM, from 9am, 4:00 PM, 08:00, 09:00:00; otherwise as it was."""
    text = value.strip() if isinstance(value, str) else ""
    if found := _ISO_TIME.fullmatch(text):
        return found[1]
    if not (parts := _TIME.fullmatch(text)):
        return text
    hour, minute, half = int(parts[1]), parts[2] or "00", (parts[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute}"


@cache
def _provinces() -> dict[str, str]:
    found = {lang.fold(code): code for code in taxonomy.codes("province")}
    for name in ("en", "fr"):
        with override(name):
            for code in taxonomy.codes("province"):
                found[lang.fold(taxonomy.label("province", code))] = code
    return found


@cache
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("fr", "en"):
        known = {str(code): str(label) for code, label in Locale.parse(name).languages.items()}
        plain = {code: label for code, label in known.items() if "_" not in code}
        found |= {lang.fold(label): code for code, label in plain.items()}
        found |= {lang.fold(code): code for code in plain}
    return found
