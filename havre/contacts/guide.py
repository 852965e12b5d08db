"""A guide through a conversation: four things, in any order, each of them skipped without a reason.

Every question has a purpose and a gentler way to put it, none asks why, and what is known is not
asked again (000-27, 000-14). What is skipped stays in the open page; nobody stores it.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
STEPS: dict[str, tuple[Words, Words]] = {
    "safety": (_("Is it safe?"), _("So that writing to us brings no harm. It comes first.")),
    "wish": (_("Their wish"), _("It leads all the rest, and one may have none.")),
    "limits": (
        _("What we may not do"),
        _("So that nobody counts on what we cannot do, or tells us more than they meant to."),
    ),
    "options": (
        _("What is possible"),
        _("So that they choose with open eyes. Not now is one of them."),
    ),
}


class Step(NamedTuple):
    """One thing to come to: what it is for, how to ask for it, and whether it is known."""

    code: str
    title: Words
    purpose: Words
    questions: list[str]
    is_known: bool


def steps(known: set[str], language: str) -> list[Step]:
    """All steps; those in `known` ask nothing any more, nor does a language without words."""
    return [
        Step(code, title, purpose, [] if code in known else _asked(code, language), code in known)
        for code, (title, purpose) in STEPS.items()
    ]


def _asked(code: str, language: str) -> list[str]:
    return list(_all()[code].get(language, {}).values())


@cache
def _all() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).parent / "questions.json"
    text = path.read_text(encoding="utf-8")
    return cast(dict[str, dict[str, dict[str, str]]], json.loads(text))
