"""The verbs of an interpreter beside a conversation: asked for, let in, heard. Never unseen.

Whoever listens and the interpreter each say that they know nobody in it before the words are lent
to them; names, notes and every other conversation never are (domain.md 3). No channel is named
here: the phone asks by the same verbs.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import access, actions, transport
from havre.contacts.models import (
    Asked,
    Closure,
    Contact,
    InterpreterCall,
    Interpreting,
    Message,
    Taking,
)
from havre.contacts.stepping_back import current, end, moved_on, standing
from havre.lib import clock, lang
from havre.lib.doorbell import ring
from havre.staff import interpreters
from havre.staff.access import Denied
from havre.staff.models import Interpreter
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.signing import seal_signed

LONGEST = 120  # characters of a dialect


class Over(Exception):
    """Another interpreter was first, it was called off, or the conversation moved on."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, as the person wishes it. `gender`: woman, man, or empty for no matter."""

    language: str
    gender: str = ""
    dialect: str = ""


@transaction.atomic
def ask(contact: Contact, wish: Wish, *, by: SignedIn) -> InterpreterCall:
    """Ask the line's interpreters. One question at a time: the same again is the same.

    Raises Over, lang.TooLong, and ValueError for a language nobody knows.
    """
    if wish.language not in lang.SPOKEN:
        raise ValueError(f"{wish.language} is not among lang.SPOKEN")
    dialect = lang.clean_short(wish.dialect, LONGEST)
    _must_hold(contact, by)
    if before := standing(contact):
        return before
    call = InterpreterCall(
        file=contact.file,
        contact=contact,
        member=by.member,
        language=wish.language,
        gender=wish.gender,
    )
    if dialect:
        seal_signed(call, "dialect", dialect, keys.public_of(contact.file, "conversation"), by=by)
    call.save(force_insert=True)
    _record(Verb.INTERPRETER_ASKED, by, contact)
    return call


@transaction.atomic
def answer(call: InterpreterCall, *, by: SignedIn) -> Interpreting:
    """«I can, and I know nobody in it.» Exactly one of many is let in. Raises Over, Denied."""
    entry = _must_be_asked(call, by)
    call.contact.in_turn()
    if not _stands(call):
        raise Over
    there = current(call.contact)
    if there and there.member_id == by.id:
        return there  # a double click
    try:
        with transaction.atomic():
            row = Interpreting.objects.create(call=call, interpreter=entry, member=by.member)
    except IntegrityError as error:  # somebody was first, or they interpret elsewhere
        raise Over from error
    _record(Verb.INTERPRETER_ANSWERED, by, call.contact)
    ring(f"member:{call.member_id}")
    return row


@transaction.atomic
def pass_by(call: InterpreterCall, *, by: SignedIn, may_know: bool = False) -> None:
    """Not now; or they may know this person. Nobody asks why, and it is asked of nobody twice.

    Raises Denied.
    """
    entry = _must_be_asked(call, by)
    call.contact.in_turn()
    there = current(call.contact)
    if there and there.member_id == by.id:
        end(there, "may_know" if may_know else "not_now", actor=by.actor)
        return
    now, how = clock.now(), "may_know" if may_know else "not_now"
    Interpreting.objects.create(
        call=call, interpreter=entry, member=by.member, said_at=now, ended_at=now, how=how
    )
    _record(Verb.INTERPRETER_LEFT, by, call.contact)


@transaction.atomic
def let_in(contact: Contact, *, by: SignedIn) -> Interpreting:
    """Whoever holds it says that nothing ties the two together: the words are lent, and the person
    is told. Raises Over."""
    _must_hold(contact, by)
    row = current(contact)
    if row is None or row.member is None:
        raise Over
    if row.joined_at is None:
        _join(row, by)
        access.lend_words(contact, to=row.member, by=by)
        transport.tell(contact, "interpreted")
        _record(Verb.INTERPRETER_CAME, by, contact)
    return row


@transaction.atomic
def begin_outside(contact: Contact, interpreter: Interpreter, *, by: SignedIn) -> None:
    """A service on the list interprets by phone beside it: nobody signs in, nothing is lent.

    Raises Over.
    """
    _must_hold(contact, by)
    call = standing(contact)
    if call is None or current(contact) or interpreter not in interpreters.outside(call.language):
        raise Over
    _join(Interpreting(call=call, interpreter=interpreter), by)
    transport.tell(contact, "interpreted_outside")
    _record(Verb.INTERPRETER_CAME, by, contact)


@transaction.atomic
def say(contact: Contact, words: "actions.Words", *, by: SignedIn) -> Message:
    """The interpreter's words, marked as theirs to everybody in it. Once per key.

    Raises Denied once they are not in it any more, transport.NotCleared, lang.TooLong.
    """
    text = lang.clean_short(words.text)
    contact.in_turn()
    access.interpreted(contact.id, by=by)  # asked again under the lock
    message = Message(
        id=words.key, file=contact.file, contact=contact, sender="interpreter", author=by.member
    )
    seal_signed(message, "text", text, keys.public_of(contact.file, "conversation"), by=by)
    if not actions.is_said(contact, words.key):
        message.save(force_insert=True)
        transport.send(contact, message, text, transport.Clearance(by))
        _record(Verb.INTERPRETED, by, contact)
    return message


@transaction.atomic
def leave(contact: Contact, *, by: SignedIn, may_know: bool = False) -> None:
    """One press, at once, without a reason: the interpreter steps back. The next one is asked."""
    contact.in_turn()
    row = current(contact)
    if row and row.member_id == by.id:
        end(row, "may_know" if may_know else "stepped_back", actor=by.actor)


@transaction.atomic
def another(contact: Contact, *, by: SignedIn) -> None:
    """The person wants another interpreter: this one is not asked again in it. Raises Over."""
    _must_hold(contact, by)
    if row := current(contact):
        end(row, "another", actor=by.actor)


@transaction.atomic
def need_no_more(contact: Contact, *, by: SignedIn) -> None:
    """No interpreter any more: thanked, or called off before anybody came. Raises Over."""
    _must_hold(contact, by)
    if row := current(contact):
        end(row, "thanked", actor=by.actor)
    moved_on(contact, actor=by.actor)


def is_asked(call: InterpreterCall, entry: Interpreter) -> bool:
    """Whether this call is for them: language, gender, and nothing that keeps them out of it."""
    fits = call.language in entry.speaks and call.gender in ("", entry.gender)
    return fits and may_help(call, entry)


def may_help(call: InterpreterCall, entry: Interpreter) -> bool:
    """Whether nothing that they or the person said keeps them out of it."""
    theirs = Interpreting.objects.filter(call__contact=call.contact_id, member=entry.member)
    left = Q(how__in=Interpreting.NEVER_AGAIN) | Q(call=call, how="not_now")
    unwanted = Asked.objects.filter(contact=call.contact_id, what="not", member=entry.member)
    return not theirs.filter(left).exists() and not unwanted.exists()


def calls_for(who: SignedIn) -> list[InterpreterCall]:
    """What this interpreter is asked for now; nothing while they interpret."""
    entry = interpreters.entry_of(who.member)
    if entry is None or Interpreting.objects.filter(member=who.member, ended_at=None).exists():
        return []
    taken = Interpreting.objects.filter(call=OuterRef("pk"), ended_at=None)
    free = InterpreterCall.objects.filter(~Exists(taken), over_at=None)
    return [call for call in free.select_related("contact", "member") if is_asked(call, entry)]


def free_now() -> list[Interpreter]:
    """Who of the list is here, available, and in no conversation."""
    busy = set(Interpreting.objects.filter(ended_at=None).values_list("member", flat=True))
    return [each for each in interpreters.here() if each.member_id not in busy]


def now_of(who: SignedIn) -> Interpreting | None:
    """Where this interpreter is let in, or waits to be."""
    rows = Interpreting.objects.filter(member=who.member, ended_at=None)
    return rows.select_related("call__contact", "call__member").first()


def answered_for(who: SignedIn) -> list[Interpreting]:
    """Who can come into a conversation that this member holds, and waits to be let in."""
    rows = Interpreting.objects.filter(ended_at=None, joined_at=None)
    mine = rows.filter(call__contact__taking__member=who.member)
    return list(mine.select_related("interpreter__member", "call"))


def in_it_before(contact: Contact, interpreter: Interpreter) -> bool:
    """Whether both sides said it of these two already: it is asked of nobody twice."""
    rows = Interpreting.objects.filter(call__contact=contact, member=interpreter.member)
    return interpreter.member is not None and rows.exclude(joined_at=None).exists()


def _join(row: Interpreting, by: SignedIn) -> None:
    row.let_in_by, row.joined_at, row.cents = by.member, clock.now(), row.interpreter.cents
    row.save()


def _must_hold(contact: Contact, by: SignedIn) -> None:
    """Under the lock: only whoever listens, while they do. Raises Over."""
    contact.in_turn()
    held = Taking.objects.filter(contact=contact, member=by.member).exists()
    if not held or Closure.objects.filter(contact=contact).exists():
        raise Over


def _must_be_asked(call: InterpreterCall, by: SignedIn) -> Interpreter:
    entry = interpreters.entry_of(by.member)
    if entry is None or "interpreter" not in by.roles or not is_asked(call, entry):
        raise Denied
    return entry


def _stands(call: InterpreterCall) -> bool:
    return InterpreterCall.objects.filter(id=call.id, over_at=None).exists()


def _record(verb: Verb, by: SignedIn, contact: Contact) -> None:
    record(actor=by.actor, verb=verb, target=keys.pseudonym(contact.file))
    ring("help", f"contact:{contact.id}")
