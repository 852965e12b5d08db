"""Reading the answer to the safety question."""

from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.safety.models import SafetyCheck
from havre.staff.signin import SignedIn
from havre.vault.opening import open_sealed


def last_answer(contact: Contact, *, by: SignedIn) -> str:
    """The newest answer, or nothing if it was not asked. Unknown is treated as unsafe (004-02)."""
    newest = SafetyCheck.objects.filter(contact=contact).first()
    return open_sealed(newest.answer, by=by, why=Verb.READ) if newest else ""
