"""The words of a letter. Nothing is in it that the door did not open for it.

The outside of every letter is the same, and says nothing of what is in it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from havre.directory.models import Organization
from havre.lib import lang, privacy, taxonomy
from havre.lib.wire import Letter
from havre.tips.models import CORROBORATED, UNCLEAR, Tip
from havre.tips.shortening import CUT
from havre.tips.words import PARTS

_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_GROUPS = {"kind": "contact_kind", "phase": "phase", "province": "province", "needs": "need"}


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom, in which language, under which reference."""

    to: Organization
    language: str
    reference: str


def of_person(content: dict[str, str], at: Addressed) -> Letter:
    """What a person agreed to let go."""
    with override(lang.house_of(at.language)):
        lines = [
            gettext("Somebody asked us to pass this on to you, and nothing else."),
            gettext("Please use it only to help them, and do not pass it on."),
            "",
            *_told(in_words(content)),
        ]
        return _letter(lines, at)


def of_note(tip: Tip, content: dict[str, str], at: Addressed) -> Letter:
    """What stays of a note (part → words): its day, what the team makes of it, its own words."""
    with override(lang.house_of(at.language)):
        day = date_format(timezone.localtime(tip.at), "DATE_FORMAT")
        about = {"line": settings.LINE_NAME, "day": day}
        lines = [
            gettext("This note was left on the public page of %(line)s on %(day)s.") % about,
            gettext("Whoever left it gave no name and said that it may be passed on."),
            _mark(tip.newest_standing),
            gettext(
                "Nobody named in it was asked. Accuse nobody because of it, and do not pass it on."
            ),
            gettext("These are their own words, and nothing is added."),
        ]
        if any(CUT in words for words in content.values()):
            lines.append(gettext("Where you see %(cut)s, we left something out.") % {"cut": CUT})
        parts = [(str(PARTS[name]), words) for name, words in content.items()]
        return _letter([*lines, "", *_told(parts)], at)


def digest_of(letter: Letter) -> str:
    """What of a letter somebody saw before it left: another one has another."""
    whole = "\0".join((letter.to, letter.subject, letter.body))
    return hashlib.sha256(whole.encode()).hexdigest()


def in_words(content: dict[str, str], *, to_themselves: bool = False) -> list[tuple[str, str]]:
    """(label, text) of what is in a parcel, in the language of the moment; codes as words.

    `to_themselves`: the labels speak to the person, with the policy's own words.
    """
    policy = privacy.fields("contacts", "Person")
    return [
        (gettext(policy[name].says) if to_themselves else _label(name), _words(name, text))
        for name, text in content.items()
    ]


def in_a_line(label: str, words: str) -> str:
    """A label and its words, with the colon of the language of the moment."""
    return gettext("%(label)s: %(words)s") % {"label": label, "words": words}


def _letter(lines: list[str], at: Addressed) -> Letter:
    """The subject says nothing of what is in it."""
    named = {"reference": at.reference}
    ending = ["", gettext("Our reference: %(reference)s") % named]
    subject = gettext("A message for your team (%(reference)s)") % named
    return Letter(at.to.email, subject, "\n".join([*lines, *ending]) + "\n")


def _told(parts: Iterable[tuple[str, str]]) -> list[str]:
    return [in_a_line(label, _inert(words)) for label, words in parts]


def _inert(words: str) -> str:
    """In a plain letter nobody's words look like ours: lines are set in, direction marks go."""
    return words.translate(_DIRECTION_MARKS).replace("\n", "\n    ")


def _mark(standing: str | None) -> str:
    if standing == CORROBORATED:
        return gettext(
            "Our team found other things that speak for it. It may be wrong all the same."
        )
    if standing == UNCLEAR:
        return gettext("Our team looked at it, and it stays unclear. It may be wrong.")
    return gettext("Nobody has verified it: it is what one person saw, and it may be wrong.")


def _label(name: str) -> str:
    return {
        "called": gettext("Wishes to be called"),
        "pronouns": gettext("Pronouns"),
        "reach": gettext("Safe way to reach them"),
        "wish": gettext("What they wish for"),
        "phase": gettext("Where they stand"),
        "province": gettext("Province or territory"),
        "needs": gettext("What they ask for"),
    }.get(name, name)


def _words(name: str, text: str) -> str:
    if name not in _GROUPS:
        return text
    return ", ".join(taxonomy.label(_GROUPS[name], code) for code in text.split())
