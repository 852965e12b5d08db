"""Writing down the answer to the safety question."""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.lib.doorbell import ring
from havre.safety.models import SafetyCheck
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.sealed import seal

ANSWERS = ("safe", "watched", "danger", "not_said")


@transaction.atomic
def check(contact: Contact, answer: str, *, by: SignedIn) -> SafetyCheck:
    """Record what they answered. Raises ValueError for an answer nobody offers."""
    if answer not in ANSWERS:
        raise ValueError(f"{answer} is no answer to the safety question")
    row = SafetyCheck(file=contact.file, contact=contact, asked_by=by.member)
    seal(row, "answer", answer, keys.public_of(contact.file, "safety"))
    row.save(force_insert=True)
    record(actor=by.actor, verb=Verb.CHECKED_SAFETY, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")
    return row
