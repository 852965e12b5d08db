"""The verbs of colleagues: raise a hand, ask for help, hand over, sit beside. All of it openly.

Whoever answers sees who reads along, and the person is told (000-15); nobody works alone unseen.
"""

import datetime as dt
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import drafts, stepping_back, transport
from havre.contacts.models import Asked, Beside, Contact, Help, HelpEnding, Message, Taking
from havre.lib import clock, lang
from havre.lib.doorbell import ring
from havre.staff import presence
from havre.staff.access import Denied
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.signing import seal_signed

CONSULT, HAND_OVER, HAND, ALARM, ALONE = "consult", "hand_over", "hand", "alarm", "alone"
CAME, DECLINED, CALLED_OFF, OVER, WELL = "came", "declined", "called_off", "over", "well"
_STANDS = dt.timedelta(hours=1)  # then a question that nobody answered no longer stands


class NotWanted(Exception):
    """The person asked not to talk with this member."""


class Over(Exception):
    """A colleague was first, or it was called off, or the conversation moved on."""


@transaction.atomic
def ask_help(
    kind: str,
    *,
    by: SignedIn,
    contact: Contact | None = None,
    to_member: Member | None = None,
    to_team: str = "",
    note: str = "",
) -> Help:
    """Ask one colleague, a team, or (neither) who supervises; an alarm goes to all on duty.

    The same again is the same. Raises NotWanted, lang.TooLong.
    """
    if to_member and contact and _is_not_wanted(contact, to_member):
        raise NotWanted
    if contact:
        contact.in_turn()
    before = standing().filter(kind=kind, member=by.member, contact=contact).first()
    if before:
        return before
    row = Help(kind=kind, member=by.member, contact=contact, to_member=to_member, to_team=to_team)
    text = lang.clean_short(note).strip()
    if contact and text:
        row.file = contact.file
        seal_signed(row, "note", text, keys.public_of(contact.file, "notes"), by=by)
    row.save(force_insert=True)
    _record(Verb.HELP_ASKED, by, contact)
    return row


@transaction.atomic
def come(help: Help, *, by: SignedIn) -> None:
    """Answer it: take over, or sit beside. Raises Over, NotWanted, Denied."""
    _must_concern(help, by)
    if help.contact:
        help.contact.in_turn()
    if not standing().filter(id=help.id).exists():
        raise Over
    if help.kind == HAND_OVER and help.contact:
        _take_over(help.contact, by)
    elif help.contact:
        sit_beside(help.contact, by=by)
    _end(help, CAME, by)


def decline(help: Help, *, by: SignedIn) -> None:
    """Not now: whoever asked is told so, and nobody asks why. Raises Denied."""
    _must_concern(help, by)
    _end(help, DECLINED, by)


def call_off(help: Help, *, by: SignedIn) -> None:
    """It is all right. Only whoever asked says so. Raises Denied."""
    if help.member_id != by.id:
        raise Denied
    _end(help, WELL if help.kind == ALONE else CALLED_OFF, by)


@transaction.atomic
def sit_beside(contact: Contact, *, by: SignedIn) -> None:
    """Read along in a colleague's conversation: they see it, and the person is told."""
    contact.in_turn()
    if contact.taken_by in (None, by.member) or contact.is_closed or is_beside(contact, by):
        return
    Beside.objects.create(contact=contact, member=by.member)
    transport.tell(contact, "helped")
    _record(Verb.SAT_BESIDE, by, contact)


@transaction.atomic
def leave(contact: Contact, *, by: SignedIn) -> None:
    """Read along no more; the person is told that too."""
    contact.in_turn()
    if is_beside(contact, by):
        _stand_up(contact, by)
        transport.tell(contact, "alone_again")
        _record(Verb.LEFT_BESIDE, by, contact)


@transaction.atomic
def aside(contact: Contact, text: str, *, by: SignedIn, key: uuid.UUID) -> Message:
    """A word to the colleagues in this conversation; no channel ever carries it. Once per key.

    Raises lang.TooLong, and Over once the conversation is closed.
    """
    if contact.is_closed:
        raise Over
    message = Message(id=key, file=contact.file, contact=contact, sender="aside", author=by.member)
    public = keys.public_of(contact.file, "conversation")
    seal_signed(message, "text", lang.clean_short(text), public, by=by)
    contact.in_turn()
    if not Message.objects.filter(id=key, contact=contact).exists():
        message.save(force_insert=True)
        _record(Verb.WHISPERED, by, contact)
    return message


def standing() -> QuerySet[Help]:
    """Everything that was asked, stands, and can still be answered."""
    still_theirs = Q(contact=None) | Q(contact__closure=None, contact__taking__member=F("member"))
    asked = Help.objects.filter(still_theirs, ending=None, at__gt=clock.now() - _STANDS)
    return asked.select_related("member", "to_member", "contact")


def concerns(help: Help, who: SignedIn) -> bool:
    """Whether this member is among those who were asked."""
    if help.member_id == who.id:
        return False
    if help.kind == ALONE:
        return help.at < clock.now() - _patience()
    if help.kind == ALARM or help.to_member_id == who.id:
        return True
    if help.to_team:
        return help.to_team == who.member.team
    return help.to_member_id is None and "supervisor" in who.roles


def seen_by(who: SignedIn) -> list[Help]:
    """What colleagues ask of this member, and what they asked themselves."""
    return [each for each in standing() if each.member_id == who.id or concerns(each, who)]


def is_beside(contact: Contact, who: SignedIn) -> bool:
    """Whether they read along now."""
    return Beside.objects.filter(contact=contact, member=who.member, ended_at=None).exists()


def beside(contact: Contact) -> list[Member]:
    """Who reads along now."""
    rows = Beside.objects.filter(contact=contact, ended_at=None).select_related("member")
    return [row.member for row in rows]


def reading_along_with(who: SignedIn) -> list[Member]:
    """Who reads along in what this member holds: it stands on every page of theirs."""
    mine = Beside.objects.filter(ended_at=None, contact__closure=None)
    rows = mine.filter(contact__taking__member=who.member).exclude(member=who.member)
    return [row.member for row in rows.select_related("member")]


def look_after_who_is_alone() -> int:
    """One member alone on duty is asked every hour whether all is well (settings.ALONE_MINUTES).

    Unanswered, the house no longer counts on them: the person's page says the truth, and what
    they held is offered to whoever comes. How many things it changed.
    """
    there = presence.on_duty()
    asked = Help.objects.filter(kind=ALONE)
    alone = there[0] if len(there) == 1 else None
    changed = 0
    for help in asked.filter(ending=None).select_related("member"):
        if alone is None or help.member_id != alone.member.id:
            changed += len(there) > 1 and _end(help, OVER)
        elif help.at < clock.now() - _patience():
            presence.count_on_no_more(alone.member)
            changed += 1
    if alone is None or settings.ALONE_MINUTES == 0:
        return changed
    rest = clock.now() - dt.timedelta(minutes=settings.ALONE_MINUTES)
    if alone.since < rest and not asked.filter(member=alone.member, at__gt=rest).exists():
        Help.objects.create(kind=ALONE, member=alone.member)
        ring("help")
        changed += 1
    return changed


def _patience() -> dt.timedelta:
    return dt.timedelta(minutes=settings.ALONE_ANSWER_MINUTES)


def _take_over(contact: Contact, by: SignedIn) -> None:
    if _is_not_wanted(contact, by.member):
        raise NotWanted
    Taking.objects.filter(contact=contact).update(member=by.member, at=clock.now(), read_until=None)
    drafts.drop(contact)
    _stand_up(contact, by)
    stepping_back.moved_on(contact, actor=by.actor)
    transport.tell(contact, "handed")
    _record(Verb.TOOK_OVER, by, contact)
    ring("queue")


def _stand_up(contact: Contact, by: SignedIn) -> None:
    mine = Beside.objects.filter(contact=contact, member=by.member, ended_at=None)
    mine.update(ended_at=clock.now())


def _must_concern(help: Help, by: SignedIn) -> None:
    if not concerns(help, by):
        raise Denied


def _is_not_wanted(contact: Contact, member: Member) -> bool:
    return Asked.objects.filter(contact=contact, what="not", member=member).exists()


@transaction.atomic
def _end(help: Help, how: str, by: SignedIn | None = None) -> bool:
    """Once, whoever is first."""
    ending = HelpEnding(help=help, how=how, member=by.member if by else None)
    try:
        with transaction.atomic():
            ending.save(force_insert=True)
    except IntegrityError:
        return False
    if by:
        _record(Verb.HELP_ANSWERED, by, help.contact)
    ring("help", f"member:{help.member_id}")
    return True


def _record(verb: Verb, by: SignedIn, contact: Contact | None) -> None:
    record(actor=by.actor, verb=verb, target=keys.pseudonym(contact.file) if contact else "-")
    ring("help")
    if contact:
        ring(f"contact:{contact.id}")
