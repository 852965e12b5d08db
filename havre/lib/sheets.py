"""One style sheet for the person's side, made of its components: a first visit asks for few files.

The sources stay one file per component. What is served is made of them once per process, without
comments and spare spaces; its address carries a digest of it, so a browser keeps it and never has
to ask whether it changed.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

_BASE = "havre/css/"
_PART = _BASE + "components/"
_NIGHT = _BASE + "night.css"
_AT_NIGHT = "(prefers-color-scheme: dark)"
# The first is on every page; a page adds one more at most.
SHEETS: dict[str, tuple[str, ...]] = {
    "page": (
        _BASE + "tokens.css",
        _NIGHT,
        _BASE + "base.css",
        *(_PART + f"{name}.css" for name in ("exit", "lang", "button", "card", "notice")),
        *(_PART + f"{name}.css" for name in ("disclosure", "field")),
        "front/front.css",
    ),
    "talk": (_PART + "conversation.css", "webchat/talk.css"),
    "plan": ("front/plan.css",),
    "found": (_PART + "list.css", _PART + "finder.css"),
}
_QUOTED = r"\"[^\"\n]*\""
_COMMENT = re.compile(rf"({_QUOTED})|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(rf"({_QUOTED})|\s*([{{}};,])\s*|(?<=[\w)-])(:)\s+|(\s+)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is served: the text, the same compressed, and the digest in its address."""

    text: bytes
    packed: bytes
    digest: str


@cache
def made(name: str) -> Sheet:
    """The sheet of this name. Raises KeyError if there is none."""
    text = smaller(joined(SHEETS[name])).encode()
    digest = hashlib.blake2b(text, digest_size=8).hexdigest()
    return Sheet(text, gzip.compress(text, 9, mtime=0), digest)


def joined(parts: Iterable[str]) -> str:
    """The sources, one after the other; what is for the dark is for the dark still."""
    return "\n".join(
        f"@media {_AT_NIGHT} {{\n{_source(part)}\n}}" if part == _NIGHT else _source(part)
        for part in parts
    )


def smaller(css: str) -> str:
    """The same style sheet without comments and spare spaces; what is quoted stays as it is."""
    bare = _COMMENT.sub(lambda found: found[1] or "", css)
    return _SPACE.sub(_squeezed, bare).replace(";}", "}").strip()


def _squeezed(found: re.Match[str]) -> str:
    quoted, sign, colon, _ = found.groups()
    return quoted or sign or colon or " "


def _source(part: str) -> str:
    found = finders.find(part)
    if not isinstance(found, str):
        raise FileNotFoundError(f"There is no style sheet {part}: name it right in lib/sheets.py.")
    return Path(found).read_text(encoding="utf-8")
