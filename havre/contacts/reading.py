"""How far whoever holds a conversation has read: what came later is new to them, on every page."""

from django.db.models import Max, Q

from havre.contacts.models import Contact, Message, Taking
from havre.lib.doorbell import ring
from havre.staff.signin import SignedIn


def read(contact: Contact, *, by: SignedIn) -> None:
    """They have it in sight. Only for whoever holds it, and written only when something is new."""
    if contact.taken_by != by.member:
        return
    said = Message.objects.filter(contact=contact, sender="person")
    last = said.aggregate(at=Max("said_at"))["at"]
    until = contact.taking.read_until
    if last is None or (until is not None and until >= last):
        return
    new = Q(read_until=None) | Q(read_until__lt=last)
    Taking.objects.filter(new, contact=contact, member=by.member).update(read_until=last)
    ring(f"member:{by.id}")
