"""Showing the person what left."""

import json
from dataclasses import dataclass

from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.disclosures.models import Disclosure
from havre.lib.prepared import PreparedQuery
from havre.staff.signin import SignedIn
from havre.vault.opening import open_sealed
from havre.vault.refusals import CannotRead

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
    return [Left(row, _content(row, by)) for row in rows]


def unknown_ones() -> list[Disclosure]:
    """The worklist: nobody knows whether these arrived."""
    return _UNKNOWN.all()


def _content(row: Disclosure, by: SignedIn) -> dict[str, str]:
    try:
        return dict(json.loads(open_sealed(row.content, by=by, why=Verb.READ)))
    except CannotRead:
        return {}
