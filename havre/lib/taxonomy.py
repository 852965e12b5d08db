"""The codes of the field with their labels, read from havre/taxonomy.json.

Codes are stable for ever; labels are per language. Every list has a not-known value.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.utils.functional import lazy

from havre.lib import lang

_CHANNELS = {"webchat": "chat"}


@cache
def _groups() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parents[1] / "taxonomy.json"
    return cast(dict[str, dict[str, Any]], json.loads(path.read_text(encoding="utf-8"))["groups"])


def codes(group: str) -> list[str]:
    """The codes of a group in their order."""
    return [item["code"] for item in _groups()[group]["items"]]


def label(group: str, code: str) -> str:
    """A code in the language of this page; the code itself if nobody knows it."""
    for item in _groups()[group]["items"]:
        if item["code"] == code:
            return str(item.get(lang.current()) or item["en"])
    return code


def channel(code: str) -> str:
    """A channel of the house as the taxonomy names it."""
    return label("channel", _CHANNELS.get(code, code))


def choices(group: str, *, only: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """(code, lazy label) pairs for a form, all of them or `only` some in that order."""
    return [(code, lazy_label(group, code)) for code in (only or codes(group))]


lazy_label = lazy(label, str)
