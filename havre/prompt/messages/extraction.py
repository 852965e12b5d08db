"""What of a room's code, templates and policy people read, as the code says it: in English."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from havre.prompt.messages.catalogues import PACKAGE

_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_NOT_READ = {"tests", "migrations", "locale", "static", "vendor"}
_LEADING = re.compile(r"(?m)^[ \t]+")
POLICY = PACKAGE / "privacy.toml"


class Phrase(NamedTuple):
    """One thing to translate: its context (or nothing), its words, and those for more than one."""

    context: str
    text: str
    plural: str = ""


def of_room(room: Path, only: Sequence[str] = ("*",)) -> dict[Phrase, str]:
    """Every phrase of a room with the first place where it stands.

    `only`: of files whose place in the room is like one of these; privacy.toml counts to `lib`.
    """
    found: dict[Phrase, str] = {}
    for file in sorted(_files(room)):
        if not _is_like(str(file.relative_to(room)), only):
            continue
        for line, phrase in _of_file(file):
            found.setdefault(phrase, f"{file.relative_to(PACKAGE.parent)}:{line}")
    if room.name == "lib" and _is_like(POLICY.name, only):
        for text in _of_policy():
            found.setdefault(Phrase("", text), str(POLICY.relative_to(PACKAGE.parent)))
    return found


def _is_like(place: str, only: Sequence[str]) -> bool:
    return any(fnmatch(place, pattern) for pattern in only)


def _files(room: Path) -> Iterator[Path]:
    for file in room.rglob("*"):
        if not _NOT_READ.isdisjoint(file.relative_to(room).parts):
            continue
        if file.suffix == ".py" or ("templates" in file.parts and file.suffix in {".html", ".txt"}):
            yield file


def _of_file(file: Path) -> Iterator[tuple[int, Phrase]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # Babel reads Python, whose indentation a template does not keep to.
        text = _LEADING.sub("", templatize(text, origin=str(file)))
    for line, said, _, context in extract("python", BytesIO(text.encode()), _KEYWORDS):
        parts = [said] if isinstance(said, str) else [part for part in said if part]
        if parts and parts[0]:
            yield line, Phrase(context or "", parts[0], parts[1] if len(parts) > 1 else "")


def _of_policy() -> Iterator[str]:
    """What privacy.toml says to people, as the public privacy page prints it."""
    for table in tomllib.loads(POLICY.read_text(encoding="utf-8")).values():
        for entry in table.values():
            if "keep" in entry:
                yield entry["is"]
            else:
                rules = (one for one in entry.values() if isinstance(one, dict))
                yield from (one["is"] for one in rules if _is_printed(one))


def _is_printed(rule: dict[str, Any]) -> bool:
    """As havre/front/policy.py: addressed to a person, sealed, counted or passed on."""
    marked = rule.get("sealed") or rule.get("countable") or rule.get("may_leave")
    return bool(rule["is"][0].isupper() or marked)
