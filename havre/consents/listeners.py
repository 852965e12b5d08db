"""What was learned of who speaks may tell that a yes was not theirs to give."""

from typing import Any

from django.dispatch import receiver

from havre.consents import actions
from havre.contacts.models import Contact
from havre.contacts.signals import kind_learned
from havre.staff.signin import SignedIn


@receiver(kind_learned)
def doubt_what_is_not_theirs(
    sender: Any, contact: Contact, kind: str, by: SignedIn, **_: Any
) -> None:
    """In the same transaction: no moment in which both stand."""
    actions.doubt(contact, kind, by=by)
