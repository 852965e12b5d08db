"""From the desk to the open browser: a copy sealed to its session, nothing else."""

import datetime as dt
import uuid
from collections.abc import Collection

from havre.channels.webchat.models import CUT_OFF, GRACE, Session, SessionCopy, copy_id
from havre.contacts import transport
from havre.contacts.models import Contact, Message
from havre.lib import clock
from havre.lib.prepared import PreparedIn, PreparedQuery
from havre.returning.actions import keep_unread
from havre.vault.sealed import seal

_OPEN = PreparedQuery(lambda contact: Session.objects.filter(contact=contact), contact=uuid.UUID)
_OF = PreparedIn(lambda ids: Session.objects.filter(contact__in=ids).only("contact", "seen_at"))


def deliver(contact: Contact, message: Message, text: str) -> None:
    """Seal the words to every browser that has this conversation open.

    Where none is looking, they wait for whoever comes back with six words, if anybody can.
    """
    kind = "yes_no" if message.kind == "yes_no" else message.sender
    sessions = _OPEN.all(contact=contact.id)
    for session in sessions:
        put(session, message.id, kind, text)
    since = clock.now() - CUT_OFF
    if message.sender == "staff" and not any(each.seen_at >= since for each in sessions):
        keep_unread(contact, message.id, text)


def tell(contact: Contact, event: str) -> None:
    """A fixed word of the line; the page shows it in the person's language."""
    for session in Session.objects.filter(contact=contact):
        put(session, uuid.uuid4(), "line", event)


def here(contacts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Whose browser is open still, or was minutes ago."""
    since = clock.now() - GRACE
    return {session.contact_id for session in _OF.all(contacts) if session.seen_at >= since}


def there(contact: uuid.UUID) -> str:
    """Whether their page gives a sign of life: it does at least every minute while it is open."""
    seen = [session.seen_at for session in _OPEN.all(contact=contact)]
    quiet = clock.now() - max(seen) if seen else GRACE
    if quiet >= GRACE:
        return transport.GONE
    return transport.AWAY if quiet > CUT_OFF else transport.HERE


def put(
    session: Session, key: uuid.UUID, kind: str, text: str, *, at: dt.datetime | None = None
) -> None:
    """One sealed copy; the same key again changes nothing."""
    copy = SessionCopy(
        id=copy_id(key, session.id),
        session=session,
        file=session.file,
        kind=kind,
        at=at or clock.now(),
    )
    seal(copy, "text", text, bytes(session.public))
    SessionCopy.objects.bulk_create([copy], ignore_conflicts=True)
