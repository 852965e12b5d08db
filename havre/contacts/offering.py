"""The verbs of waiting: offer, pass on, take notice of who fell silent. Nobody waits unseen."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import queue, transport
from havre.contacts.models import Asked, Contact, Line, Offer, OfferEnding, Release, Taking
from havre.contacts.queue import Colleague, Turn
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff import presence
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys

WATCH = "watch"  # how the audit names the house when it offers or notices by itself
SURGE = dt.timedelta(hours=2)
TAKEN, PASSED, MISSED, GONE = "taken", "passed", "missed", "gone"
_SAYS = {queue.TOLD: "delayed", queue.NO_WOMAN: "no_woman"}


def keep_watch(*, judge_silence: bool = True) -> int:
    """What the house does by itself every second: how many things it changed.

    `judge_silence`: not in the first half minute after a start, when every desk is still on its
    way back. Safe to run in two processes at once.
    """
    changed = sum(_release_the_silent()) if judge_silence else 0
    colleagues = queue.colleagues()
    for turn in queue.turns():
        if not _is_due(turn, colleagues):
            continue
        given = _move_on(turn.contact, colleagues)
        changed += given is not None
        colleagues = [
            replace(each, is_asked=True) if given and each.id == given.member_id else each
            for each in colleagues
        ]
    return changed


@transaction.atomic
def pass_on(contact: Contact, *, by: SignedIn) -> None:
    """Not me, now: offered to the next at once. Nobody asks why; only what stands is passed on."""
    contact.in_turn()
    offer = queue.turn_of(contact).current
    if offer is None or offer.member_id != by.id:
        return
    end(offer, PASSED)
    record(actor=by.actor, verb=Verb.PASSED, target=keys.pseudonym(contact.file))
    ring("queue")


@transaction.atomic
def ask(contact: Contact, what: str, *, by: SignedIn, member: Member | None = None) -> None:
    """Write down whom the person wants to talk with. The same twice is once."""
    Asked.objects.get_or_create(contact=contact, what=what, member=member)
    record(actor=by.actor, verb=Verb.ASKED, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}", "queue")


def asked_by_the_person(contact: uuid.UUID, what: str, *, key: uuid.UUID) -> None:
    """The person says it on their own page: one insert, and the front reads nothing."""
    Asked.objects.bulk_create([Asked(id=key, contact_id=contact, what=what)], ignore_conflicts=True)
    ring("queue")


@transaction.atomic
def give_back(contact: Contact, *, by: SignedIn) -> None:
    """Whoever holds it cannot go on: it is offered again, first, and the person is told."""
    taking = Taking.objects.filter(contact=contact, member=by.member).first()
    if taking:
        _release(taking, "gave", actor=by.actor)


@transaction.atomic
def switchboard(*, is_open: bool, by: SignedIn) -> None:
    """In a surge whoever waits is offered to all at once; it closes by itself after two hours."""
    until = clock.now() + SURGE if is_open else None
    Line.objects.update_or_create(id=1, defaults={"switchboard_until": until})
    record(actor=by.actor, verb=Verb.SWITCHBOARD)
    ring("queue")


def end(offer: Offer, how: str) -> None:
    """An offer ends once, whoever sees it first."""
    OfferEnding.objects.get_or_create(offer=offer, defaults={"how": how})


def end_standing(contact: Contact) -> None:
    """Somebody took it, in the caller's transaction: whatever offer stands has ended."""
    for offer in Offer.objects.filter(contact=contact, ending=None):
        end(offer, TAKEN)


def _is_due(turn: Turn, colleagues: Sequence[Colleague]) -> bool:
    if turn.current:
        return _why_over(turn, turn.current, colleagues) != ""
    return queue.next_step(turn, colleagues, surge=Line.has_surge()) is not None


def _why_over(turn: Turn, offer: Offer, colleagues: Sequence[Colleague]) -> str:
    """Why an offer that stands must end now; empty if it must not."""
    if offer.until <= clock.now():
        return MISSED
    suited = [each for each in colleagues if turn.suits(each)]
    if turn.wants_woman and not suited:
        return GONE  # asked for meanwhile, and there is none: they are told now
    if offer.step != queue.ONE:
        return ""
    there = any(each.id == offer.member_id and each.on.is_available for each in suited)
    return GONE if turn.in_danger or not there else ""


@transaction.atomic
def _move_on(contact: Contact, colleagues: Sequence[Colleague]) -> Offer | None:
    """End what is over and offer to the next; asked again under the lock of the contact."""
    contact.in_turn()
    if not Contact.objects.waiting().filter(id=contact.id).exists():
        return None
    turn = queue.turn_of(contact)
    if turn.current and (over := _why_over(turn, turn.current, colleagues)):
        end(turn.current, over)
        turn = queue.turn_of(contact)
    surge = Line.has_surge()
    step = queue.next_step(turn, colleagues, surge=surge) if turn.current is None else None
    ring("queue")
    if step is None:
        return None
    offer = _offer(turn, *step)
    # With nobody on duty the page itself says so, and shows the number: not the same twice.
    if step[0] in _SAYS and colleagues and not (step[0] == queue.TOLD and turn.was_told):
        transport.tell(contact, _SAYS[step[0]])
        ring(f"contact:{contact.id}")
    return offer


def _offer(turn: Turn, step: str, member: Member | None) -> Offer:
    now, contact = clock.now(), turn.contact
    until = now + dt.timedelta(seconds=queue.seconds_for(step))
    offer = Offer.objects.create(contact=contact, step=step, member=member, at=now, until=until)
    if member:
        actor, target = str(member.id), keys.pseudonym(contact.file)
        record(actor=actor, verb=Verb.QUEUE_OFFERED, target=target)
        ring(f"member:{member.id}")
    return offer


def _release_the_silent() -> list[bool]:
    there = {each.member.id for each in presence.on_duty()}
    open_ones = Taking.objects.filter(contact__closure=None).exclude(member__in=there)
    takings = list(open_ones.select_related("contact"))
    here = transport.here(taking.contact for taking in takings)
    return [_notice(taking.id) for taking in takings if taking.contact_id in here]


@transaction.atomic
def _notice(taking_id: uuid.UUID) -> bool:
    """Under the lock: they may have come back, or somebody else noticed first."""
    taking = Taking.objects.select_for_update().filter(id=taking_id).first()
    there = {each.member.id for each in presence.on_duty()}
    if taking is None or taking.member_id in there:
        return False
    _release(taking, "silent", actor=WATCH)
    return True


def _release(taking: Taking, why: str, *, actor: str) -> None:
    contact = taking.contact
    Release.objects.create(contact=contact, member=taking.member, why=why)
    taking.delete()
    record(actor=actor, verb=Verb.RELEASED, target=keys.pseudonym(contact.file))
    transport.tell(contact, "lost" if why == "silent" else "given")
    ring(f"contact:{contact.id}", "queue")
