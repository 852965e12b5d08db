"""How a conversation ends that was no request for help: set apart, counted apart, put right."""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import actions, transport
from havre.contacts.models import Closure, Contact
from havre.contacts.signals import Facts
from havre.staff.signin import SignedIn
from havre.vault import keys

NOT_HELP = ("media", "training", "partner", "wrong_place")


@transaction.atomic
def set_apart(contact: Contact, kind: str, *, by: SignedIn) -> Closure:
    """Not a request for help: whoever wrote is told so kindly, and where to write instead.

    Reopening takes it all back. Raises Closed, and ValueError for a kind that is not in NOT_HELP.
    """
    if kind not in NOT_HELP:
        raise ValueError(f"{kind} is nothing that is set apart")
    return end_apart(contact, kind, by=by, says=f"apart_{kind}")


def end_apart(contact: Contact, outcome: str, *, by: SignedIn, says: str = "") -> Closure:
    """Close what is counted apart, in the caller's transaction; `says`: the line's last word."""
    contact.in_turn()
    actions.must_be_open(contact)
    if says:
        transport.tell(contact, says)
    record(actor=by.actor, verb=Verb.SET_APART, target=keys.pseudonym(contact.file))
    facts = Facts(apart=outcome)
    return actions.close(contact, by=by, outcome=outcome, facts=facts, no_wish="not_asked")
