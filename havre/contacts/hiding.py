"""Hide a message at the desk, so that nobody reads it twice. Nothing is deleted (register 104)."""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Hiding, Message
from havre.lib.doorbell import ring
from havre.staff.signin import SignedIn
from havre.vault import keys


@transaction.atomic
def hide(message: Message, *, by: SignedIn) -> None:
    """Fold it for everybody at the desk. Twice is once; the person sees no difference."""
    _, is_new = Hiding.objects.get_or_create(message=message, defaults={"by": by.member})
    if is_new:
        record(actor=by.actor, verb=Verb.HID, target=keys.pseudonym(message.file))
        ring(f"contact:{message.contact_id}")
