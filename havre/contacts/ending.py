"""The endings that need more than closing: no request for help, silence, abuse.

Each is told kindly, counted apart, and taken back by reopening. None follows from a number of
contacts, and none comes by itself.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import actions, phrases, transport
from havre.contacts.models import WORDS, Asked, Closure, Contact
from havre.contacts.signals import Facts
from havre.staff.signin import SignedIn
from havre.vault import keys

NOT_HELP = ("media", "training", "partner", "wrong_place")
END = 3  # after two warnings


class Wrote(Exception):
    """They have written meanwhile: there is nothing to let rest."""


class NotNow(Exception):
    """This is not what comes next: it did not go on, or a colleague was first."""


class InDanger(Exception):
    """They said that they are in danger. They are not shut out."""


@transaction.atomic
def set_apart(contact: Contact, kind: str, *, by: SignedIn) -> Closure:
    """Not a request for help: whoever wrote is told so kindly, and where to write instead.

    Reopening takes it all back. Raises Closed, and ValueError for a kind that is not in NOT_HELP.
    """
    if kind not in NOT_HELP:
        raise ValueError(f"{kind} is nothing that is set apart")
    return _end_apart(contact, kind, by=by, says=f"apart_{kind}")


@transaction.atomic
def let_rest(contact: Contact, *, by: SignedIn) -> Closure:
    """Nobody wrote, and whoever listens feels that it may rest. Raises Closed, Wrote."""
    if not is_silent(contact):
        raise Wrote
    return _end_apart(contact, "silent", by=by, says="rests")


@transaction.atomic
def warn(contact: Contact, number: int, *, by: SignedIn, key: uuid.UUID) -> None:
    """Give the first warning, or the second one: only if it went on after the first.

    The same `key` again says nothing more. Raises NotNow, Closed, NotCleared.
    """
    contact.in_turn()
    if actions.is_said(contact, key):
        return
    if warned(contact).next != number:
        raise NotNow
    text = phrases.said("warnings", contact.language)[number - 1]
    actions.answer(contact, actions.Words(text, key, kind="warning"), by=by)
    record(actor=by.actor, verb=Verb.WARNED, target=keys.pseudonym(contact.file))


@transaction.atomic
def end_after_warnings(
    contact: Contact, *, by: SignedIn, key: uuid.UUID, pause: bool = False
) -> Closure:
    """It went on after two warnings. `pause`: nobody writes from that browser for a while.

    A pause is refused where somebody said that they are in danger (InDanger): who is afraid may
    shout. Raises NotNow, Closed, NotCleared.
    """
    contact.in_turn()
    actions.must_be_open(contact)
    if warned(contact).next != END:
        raise NotNow
    if pause and Asked.objects.filter(contact=contact, what="danger").exists():
        raise InDanger
    text = phrases.said("warnings", contact.language)[3 if pause else 2]
    actions.answer(contact, actions.Words(text, key), by=by)
    closure = _end_apart(contact, "abusive", by=by)
    if pause and transport.pause(contact, by=by.member):
        record(actor=by.actor, verb=Verb.PAUSED, target=keys.pseudonym(contact.file))
    return closure


@dataclass(frozen=True, slots=True)
class Warned:
    """How many warnings were given, and whether the person wrote anything since the last."""

    given: int
    went_on: bool

    @property
    def next(self) -> int:
        """1 or 2: which warning may be given now; END; 0: nothing, they wrote nothing since."""
        return self.given + 1 if self.given == 0 or self.went_on else 0


def warned(contact: Contact) -> Warned:
    """Where it stands."""
    given = list(contact.message_set.filter(sender="staff", kind="warning"))
    since = contact.message_set.filter(sender="person", kind__in=WORDS)
    went_on = bool(given) and since.filter(said_at__gt=given[-1].said_at).exists()
    return Warned(len(given), went_on)


def is_silent(contact: Contact) -> bool:
    """Whether the person opened a conversation and has neither written nor pressed anything."""
    said = (*WORDS, "asked", "sign")
    return not contact.message_set.filter(sender="person", kind__in=said).exists()


def _end_apart(contact: Contact, outcome: str, *, by: SignedIn, says: str = "") -> Closure:
    """Close what is counted apart, in the caller's transaction; `says`: the line's last word."""
    contact.in_turn()
    actions.must_be_open(contact)
    if says:
        transport.tell(contact, says)
    record(actor=by.actor, verb=Verb.SET_APART, target=keys.pseudonym(contact.file))
    facts = Facts(apart=outcome)
    return actions.close(contact, by=by, outcome=outcome, facts=facts, no_wish="not_asked")
