"""Phrases at hand: thought over by day, for a hard moment at night (002-A3, 002-S1).

Per situation and language, in phrases.json. They are put into the answer box, never sent.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.lib import lang

SITUATIONS = {
    "first": _("First: is it safe?"),
    "overheard": _("Somebody may hear or see"),
    "listening": _("Listening"),
    "silence": _("Silence"),
    "not_ready": _("Not ready"),
    "options": _("What is possible"),
    "consent": _("Asking for a yes"),
    "limits": _("What we cannot promise"),
    "law": _("When the law obliges us"),
    "goodbye": _("Goodbye"),
    "warnings": _("Abuse: two warnings, then the end"),
    "interpreter": _("An interpreter"),
    "relay": _("A relay call"),
    "trouble": _("Technical trouble"),
}


class Situation(NamedTuple):
    """A moment in a conversation, as staff read it, and phrases as the person reads them."""

    code: str
    title: str | Promise
    phrases: list[str]


def at_hand(language: str) -> list[Situation]:
    """All situations with their phrases in a language; none if nobody wrote them in it yet."""
    return [
        Situation(code, title, _all()[code][language])
        for code, title in SITUATIONS.items()
        if language in _all()[code]
    ]


def said(situation: str, language: str) -> list[str]:
    """The phrases of one situation, in the line's first language if nobody wrote them in this."""
    words = _all()[situation]
    return words.get(language) or words[lang.languages()[0]]


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "phrases.json"
    return cast(dict[str, dict[str, list[str]]], json.loads(path.read_text(encoding="utf-8")))
