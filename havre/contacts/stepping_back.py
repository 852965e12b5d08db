"""An interpreter leaves, by themselves or because the conversation moved on.

Their access ends in the same moment: the row says so, and the key that was lent is destroyed.
"""

from django.db import transaction
from django.db.models import QuerySet

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import transport
from havre.contacts.models import Contact, InterpreterCall, Interpreting
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff import presence
from havre.vault import keys

HOUSE = "watch"  # how the audit names the house when it notices by itself


def current(contact: Contact) -> Interpreting | None:
    """Who interprets in it now, or said that they can and is not let in yet."""
    rows = Interpreting.objects.filter(call__contact=contact, ended_at=None)
    return rows.select_related("interpreter__member", "call").first()


def standing(contact: Contact) -> InterpreterCall | None:
    """What whoever listens asked for, if they still need it."""
    return InterpreterCall.objects.filter(contact=contact, over_at=None).first()


def end(row: Interpreting, how: str, *, actor: str) -> None:
    """They interpret no more, in the caller's transaction and under the lock of the contact."""
    ended = Interpreting.objects.filter(id=row.id, ended_at=None)
    if not ended.update(ended_at=clock.now(), how=how):
        return
    contact = row.call.contact
    if row.member_id:
        keys.take_back(row.member_id, contact.file)
    if row.joined_at:
        transport.tell(contact, "interpreter_left")
    record(actor=actor, verb=Verb.INTERPRETER_LEFT, target=keys.pseudonym(contact.file))
    ring("help", f"contact:{contact.id}", *([f"member:{row.member_id}"] if row.member_id else []))


def moved_on(contact: Contact, *, actor: str) -> None:
    """Closed, handed on or given back, in the caller's transaction: it is over with it."""
    row = current(contact)
    if row:
        end(row, "over", actor=actor)
    if InterpreterCall.objects.filter(contact=contact, over_at=None).update(over_at=clock.now()):
        ring("help")


def look_after_silence() -> int:
    """An interpreter whose desk fell silent is counted on no more; the next is asked. How many."""
    there = presence.answering()
    rows = _in_it().exclude(member=None).exclude(member__in=there)
    return sum([_notice(row) for row in rows])


@transaction.atomic
def _notice(row: Interpreting) -> bool:
    """Under the lock: they may have come back, or left."""
    row.call.contact.in_turn()
    found = _in_it().filter(id=row.id).first()
    if found is None or found.member_id in presence.answering():
        return False
    end(found, "lost", actor=HOUSE)
    return True


def sweep() -> int:
    """Keys that were lent and stand without their row, after a crash between the two stores."""
    now = set(_in_it().exclude(joined_at=None).values_list("member", "call__file"))
    stale = [place for place in keys.lent() if place not in now]
    for holder, file in stale:
        keys.take_back(holder, file)
    return len(stale)


def _in_it() -> QuerySet[Interpreting]:
    return Interpreting.objects.filter(ended_at=None).select_related("call__contact")
