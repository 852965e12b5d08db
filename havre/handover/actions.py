"""Leaving what is open to the next shift, and having it: records and links, no word of anybody."""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import actions as contacts
from havre.contacts import offering
from havre.contacts.models import Contact
from havre.handover import access
from havre.handover.models import CONVERSATION, Acknowledgement, HandOver, OpenTask
from havre.lib.doorbell import ring
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys


@transaction.atomic
def leave(*, by: SignedIn) -> int:
    """Leave everything that is open with them to whoever comes. How many; again leaves nothing."""
    list(Member.objects.select_for_update(no_key=True).filter(id=by.id).values_list("id"))
    found = access.open_with(by)
    if not found:
        return 0
    hand_over = HandOver.objects.create(member=by.member)
    for each in found:
        OpenTask.objects.create(hand_over=hand_over, contact=each.contact, kind=each.kind)
        record(actor=by.actor, verb=Verb.HANDED_OVER, target=keys.pseudonym(each.contact.file))
    ring("queue")
    return len(found)


@transaction.atomic
def go(*, by: SignedIn) -> None:
    """Leave everything and let go of it: the queue offers the conversations again, first."""
    held = list(Contact.objects.taken_by(by.member).order_by("id"))
    for contact in held:
        contact.in_turn()  # conversations before members, as everywhere: nobody waits in a ring
    leave(by=by)
    for contact in held:
        offering.give_back(contact, by=by)


def have(task: OpenTask, *, by: SignedIn) -> None:
    """«I have it.» A conversation that waits is taken with it; what one left oneself is not had.

    Raises contacts.AlreadyTaken, contacts.NotWanted. Of two at once the first has it.
    """
    if task.hand_over.member_id == by.id:
        return
    if task.kind == CONVERSATION:
        _take(task, by)
    _acknowledge(task, by)


def _take(task: OpenTask, by: SignedIn) -> None:
    """Whoever acknowledges a conversation holds it, or it is still with who left it."""
    contact = Contact.objects.with_state().get(id=task.contact_id)
    if contact.taken_by is None and not contact.is_closed:
        contacts.take(contact, by=by)
    elif contact.taken_by not in (by.member, task.hand_over.member):
        raise contacts.AlreadyTaken


@transaction.atomic
def _acknowledge(task: OpenTask, by: SignedIn) -> None:
    _, is_first = Acknowledgement.objects.get_or_create(task=task, defaults={"member": by.member})
    if is_first:
        record(actor=by.actor, verb=Verb.ACKNOWLEDGED, target=keys.pseudonym(task.contact.file))
        ring("queue")
