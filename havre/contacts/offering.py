"""The verbs of waiting: offer, pass on, take notice of who fell silent. Nobody waits unseen."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import drafts, queue, signs, stepping_back, transport
from havre.contacts.models import (
    Asked,
    Closure,
    Contact,
    Line,
    Message,
    Offer,
    OfferEnding,
    Release,
    Taking,
    Unclosed,
)
from havre.contacts.turn import ONE, TOLD, Colleague, Put, Turn
from havre.contacts.wishes import NONE_OF_THEM
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff import presence
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys

WATCH = "watch"  # how the audit names the house when it offers or notices by itself
SURGE = dt.timedelta(hours=2)
TAKEN, PASSED, MISSED, GONE = "taken", "passed", "missed", "gone"
_UNANSWERED = PreparedQuery(
    lambda before: Taking.objects.filter(
        ~Exists(
            Message.objects.filter(
                contact=OuterRef("contact"), sender="staff", said_at__gte=OuterRef("at")
            )
        ),
        contact__in=Unclosed.objects.values("contact"),
        at__lt=before,
    ).select_related("contact"),
    before=dt.datetime,
)
_STILL_WAITS = PreparedQuery(
    lambda id: Contact.objects.waiting().filter(id=id).values_list("id"), id=uuid.UUID
)
_SAYS = {TOLD: "delayed", **{step: step for step in NONE_OF_THEM}}


def keep_watch(*, judge_silence: bool = True) -> int:
    """What the house does by itself every second: how many things it changed.

    `judge_silence`: not in the first half minute after a start, when every desk is still on its
    way back. Safe to run in two processes at once.
    """
    changed = sum(_release_the_silent()) if judge_silence else 0
    changed += stepping_back.look_after_silence() if judge_silence else 0
    changed += sum(_release_the_unanswered())
    colleagues, surge = queue.colleagues(), Line.has_surge()
    for turn in queue.turns():
        if not _is_due(turn, colleagues, surge=surge):
            continue
        given = _move_on(turn.contact, colleagues, surge=surge)
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
    contact.in_turn()
    if Closure.objects.filter(contact=contact).exists():
        return
    taking = Taking.objects.filter(contact=contact, member=by.member).first()
    if taking and transport.has_way_back(contact):  # a record of what is past never waits
        _release(taking, "gave", actor=by.actor)
        drafts.drop(contact)


@transaction.atomic
def let_go(contact: Contact, member: uuid.UUID, *, why: str) -> bool:
    """The way to this member broke (`silent`) or never was (`gave`): somebody else answers.

    Whether they held it until now. They keep nothing of it, and nobody says it was their fault.
    """
    contact.in_turn()
    taking = Taking.objects.filter(contact=contact, member=member).first()
    if taking is None or Closure.objects.filter(contact=contact).exists():
        return False
    _release(taking, why, actor=WATCH)
    return True


@transaction.atomic
def switchboard(*, is_open: bool, by: SignedIn) -> None:
    """In a surge whoever waits is offered to all at once; it closes by itself after two hours."""
    until = clock.now() + SURGE if is_open else None
    Line.objects.update_or_create(id=1, defaults={"switchboard_until": until})
    record(actor=by.actor, verb=Verb.SWITCHBOARD)
    ring("queue")


def end(offer: Offer | Put, how: str) -> None:
    """An offer ends once, whoever sees it first."""
    _, is_new = OfferEnding.objects.get_or_create(offer_id=offer.id, defaults={"how": how})
    if is_new and offer.member_id:
        ring(f"member:{offer.member_id}")


def end_standing(contact: Contact) -> None:
    """Somebody took it, in the caller's transaction: whatever offer stands has ended."""
    for offer in Offer.objects.filter(contact=contact, ending=None):
        end(offer, TAKEN)


def _is_due(turn: Turn, colleagues: Sequence[Colleague], *, surge: bool) -> bool:
    if turn.current:
        return _why_over(turn, turn.current, colleagues) != ""
    return queue.next_step(turn, colleagues, surge=surge) is not None


def _why_over(turn: Turn, offer: Put, colleagues: Sequence[Colleague]) -> str:
    """Why an offer that stands must end now; empty if it must not."""
    now = clock.now()
    if offer.until <= now or offer.at > now + queue.AHEAD:  # or the clock was put back
        return MISSED
    suited = queue.suited(turn, colleagues)
    if suited is None:
        return GONE  # wished for meanwhile, and there is nobody like that: they are told now
    if offer.step != ONE:
        return ""
    there = any(each.id == offer.member_id and each.on.is_available for each in suited)
    return GONE if turn.in_danger or not there else ""


@transaction.atomic
def _move_on(contact: Contact, colleagues: Sequence[Colleague], *, surge: bool) -> Offer | None:
    """End what is over and offer to the next; asked again under the lock of the contact."""
    contact.in_turn()
    if not _STILL_WAITS.all(id=contact.id):
        return None
    turn = queue.turn_of(contact)
    if turn.current and (over := _why_over(turn, turn.current, colleagues)):
        end(turn.current, over)
        turn = queue.turn_of(contact)
    step = queue.next_step(turn, colleagues, surge=surge) if turn.current is None else None
    ring("queue")
    if step is None or _is_asked_meanwhile(step[1]):
        return None
    offer = _offer(turn, *step)
    if step[0] in _SAYS and not (step[0] == TOLD and turn.was_told):  # said once
        transport.tell(contact, _SAYS[step[0]])
        ring(f"contact:{contact.id}")
    return offer


def _is_asked_meanwhile(member: Member | None) -> bool:
    """Another process was quicker to put somebody to them: the next look sees whom else to ask."""
    if member is None:
        return False
    list(Member.objects.select_for_update(no_key=True).filter(id=member.id).values_list("id"))
    return member.id in queue.put_to_one()


def _offer(turn: Turn, step: str, member: Member | None) -> Offer:
    now, contact = clock.now(), turn.contact
    if turn.release:  # the round began with it: whatever is offered from then on is later
        now = max(now, turn.release.at + dt.timedelta(microseconds=1))
    until = now + dt.timedelta(seconds=queue.seconds_for(step))
    offer = Offer.objects.create(contact=contact, step=step, member=member, at=now, until=until)
    if member:
        actor, target = str(member.id), keys.pseudonym(contact.file)
        record(actor=actor, verb=Verb.QUEUE_OFFERED, target=target)
        ring(f"member:{member.id}")
    return offer


def _release_the_unanswered() -> list[bool]:
    """Taken, and nobody said a word to them for long: somebody else answers. None: never."""
    if not settings.FIRST_ANSWER_MINUTES:
        return []
    limit = clock.now() - dt.timedelta(minutes=settings.FIRST_ANSWER_MINUTES)
    takings = _UNANSWERED.all(before=limit)
    here = transport.here(taking.contact for taking in takings)
    return [
        _give_on(each)
        for each in takings
        if each.contact_id in here
        and not transport.is_by_voice(each.contact)
        and signs.standing(each.contact) is None  # they were asked to write nothing
    ]


@transaction.atomic
def _give_on(late: Taking) -> bool:
    late.contact.in_turn()
    taking = Taking.objects.filter(id=late.id, member=late.member_id, at=late.at).first()
    said = Message.objects.filter(contact=late.contact, sender="staff", said_at__gte=late.at)
    if taking is None or said.exists():
        return False
    _release(taking, "late", actor=WATCH)
    return True


def _release_the_silent() -> list[bool]:
    there = {each.member.id for each in presence.on_duty()}
    takings = [each for each in queue.held_now() if each.member_id not in there]
    here = transport.here(taking.contact for taking in takings)
    return [_notice(taking.id) for taking in takings if taking.contact_id in here]


@transaction.atomic
def _notice(taking_id: uuid.UUID) -> bool:
    """Under the lock: they may have come back, or somebody else noticed first."""
    found = Contact.objects.filter(taking=taking_id).first()
    if found is None:
        return False
    found.in_turn()
    taking = Taking.objects.select_for_update().filter(id=taking_id).first()
    there = {each.member.id for each in presence.on_duty()}
    if taking is None or taking.member_id in there:
        return False
    said_so = presence.state_of(taking.member) == presence.AWAY  # signed out: no lost connection
    _release(taking, "gave" if said_so else "silent", actor=WATCH)
    return True


def _release(taking: Taking, why: str, *, actor: str) -> None:
    contact = taking.contact
    Release.objects.create(contact=contact, member=taking.member, why=why)
    taking.delete()
    stepping_back.moved_on(contact, actor=actor)
    record(actor=actor, verb=Verb.RELEASED, target=keys.pseudonym(contact.file))
    transport.tell(contact, "lost" if why == "silent" else "given")
    ring(f"contact:{contact.id}", "queue", f"member:{taking.member_id}")
