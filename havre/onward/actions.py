"""A note of the public goes to one recipient, through the door, once."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.consents import gate
from havre.consents.refusals import Missing, NotPermitted
from havre.directory.access import written_to
from havre.disclosures import door
from havre.disclosures.access import is_with_somebody, of_note
from havre.disclosures.models import Disclosure
from havre.staff.signin import SignedIn
from havre.tips.models import Tip
from havre.tips.shortening import Span
from havre.vault import keys


class AlreadyPassedOn(Exception):
    """It is with somebody, or on its way to them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose: to which organization, and which places of the note.

    `shown`: what the letter they looked at was (`letters.digest_of`); `key`: of their form.
    """

    to: uuid.UUID
    kept: tuple[Span, ...]
    shown: str
    key: uuid.UUID


@transaction.atomic
def pass_on(tip: Tip, chosen: Chosen, *, by: SignedIn) -> Disclosure:
    """Let it go, if whoever left it said so: these words, to this one, and once.

    The gate locks the note: of two colleagues in one moment one passes it on, and the same form
    again changes nothing. Raises NotPermitted, AlreadyPassedOn, CannotRead.
    """
    to = next((each for each in written_to() if each.id == chosen.to), None)
    if to is None:
        raise NotPermitted(Missing.NOT_VERIFIED)
    permit = gate.by_note(tip, to=to, kept=chosen.kept)
    if again := of_note(tip).filter(id=chosen.key).first():
        return again
    if is_with_somebody(tip):
        raise AlreadyPassedOn
    return door.release(permit, by=by, key=chosen.key, shown=chosen.shown)


@transaction.atomic
def note_refusal(tip: Tip, *, by: SignedIn) -> None:
    """The gate said no. Written after the rollback, in a transaction of its own (register 97)."""
    record(actor=by.actor, verb=Verb.NOT_PERMITTED, target=keys.pseudonym(tip.file))
