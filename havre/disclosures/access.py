"""Showing what left: to the person, or to those who read notes."""

import json
from dataclasses import dataclass

from django.db.models import QuerySet

from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.disclosures.models import FAILED, STOPPED, Disclosure
from havre.lib.prepared import PreparedQuery
from havre.staff.signin import SignedIn
from havre.tips.models import Tip
from havre.vault.opening import open_sealed
from havre.vault.refusals import CannotRead
from havre.vault.sealed import Sealed

_UNKNOWN = PreparedQuery(
    lambda: Disclosure.objects.filter(ending__how="unknown", contact__isnull=False).select_related(
        "recipient"
    )
)


@dataclass(frozen=True, slots=True)
class Left:
    """One disclosure with what was in it."""

    disclosure: Disclosure
    content: dict[str, str]


def left_of(contact: Contact, *, by: SignedIn) -> list[Left]:
    """Everything that left about this contact's person, newest first."""
    rows = Disclosure.objects.filter(contact=contact).select_related(
        "recipient", "consent", "ending", "handingover", "telling"
    )
    return [Left(row, _content(row.content, by, Verb.READ)) for row in rows]


def left_of_note(tip: Tip, *, by: SignedIn) -> list[Left]:
    """What left of a note, the newest first, also what was stopped or failed."""
    rows = of_note(tip).select_related("recipient", "ending", "handingover", "telling")
    return [Left(row, _content(row.tip_content, by, Verb.TIP_READ)) for row in rows]


def of_note(tip: Tip) -> QuerySet[Disclosure]:
    """What left, or waits to, of a note."""
    return Disclosure.objects.filter(file=tip.file, consent=None)


def is_with_somebody(tip: Tip) -> bool:
    """Whether a note was passed on, or may have been, or is about to be."""
    return of_note(tip).exclude(ending__how__in=(FAILED, STOPPED)).exists()


def unknown_notes() -> list[Disclosure]:
    """The worklist of those who read notes: nobody knows whether these arrived."""
    there = Tip.objects.values("file")
    rows = Disclosure.objects.filter(ending__how="unknown", consent=None, file__in=there)
    return list(rows.select_related("recipient"))


def unknown_ones() -> list[Disclosure]:
    """The worklist: nobody knows whether these arrived."""
    return _UNKNOWN.all()


def _content(value: Sealed, by: SignedIn, why: Verb) -> dict[str, str]:
    try:
        return dict(json.loads(open_sealed(value, by=by, why=why)))
    except CannotRead:
        return {}
