"""Writing down the answer to the safety question."""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Closure, Contact, Message
from havre.lib.doorbell import ring
from havre.safety.models import SafetyCheck
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.sealed import seal

ANSWERS = ("safe", "watched", "danger", "not_said")
UNANSWERED = "unanswered"  # at the closing neither the person nor anybody here had noted one


@transaction.atomic
def check(contact: Contact, answer: str, *, by: SignedIn) -> SafetyCheck:
    """Record what they answered. Raises ValueError for an answer nobody offers."""
    if answer not in ANSWERS:
        raise ValueError(f"{answer} is no answer to the safety question")
    row = _write(contact, answer, by.member)
    record(actor=by.actor, verb=Verb.CHECKED_SAFETY, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")
    return row


def note_unanswered(contact: Contact) -> None:
    """It is being closed, in the caller's transaction: if no answer stands, say so for later eyes.

    What the house closes by itself, unread, has no reader to say it: the closing itself does.
    """
    closure = Closure.objects.filter(contact=contact).select_related("by").first()
    answered = Message.objects.filter(contact=contact, kind="safety", sender="person").exists()
    if closure is None or closure.by is None or answered:
        return
    if not SafetyCheck.objects.filter(contact=contact).exists():
        _write(contact, UNANSWERED, closure.by)


def _write(contact: Contact, answer: str, member: Member) -> SafetyCheck:
    row = SafetyCheck(file=contact.file, contact=contact, asked_by=member)
    seal(row, "answer", answer, keys.public_of(contact.file, "safety"))
    row.save(force_insert=True)
    return row
