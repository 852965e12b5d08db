"""No contact ends without its safety question: answered, or noted as not answered (002-E2)."""

from typing import Any

from django.dispatch import receiver

from havre.contacts.models import Contact
from havre.contacts.signals import contact_closed
from havre.safety import actions


@receiver(contact_closed)
def note_what_was_not_answered(sender: Any, contact: Contact, **_: Any) -> None:
    """In the transaction that closes it. Nobody is held up, and nobody is asked why."""
    actions.note_unanswered(contact)
