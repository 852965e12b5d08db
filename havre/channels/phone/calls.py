"""What a call is to the house: a contact like any other. Everything that our program writes.

Without keys: what the caller presses is sealed as it comes, and nothing is opened here.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from havre.channels.phone import beside, counting, desk_phones, relayed, ringing, transfers
from havre.channels.phone.beside import Beside
from havre.channels.phone.models import Call, ToSay
from havre.channels.phone.transfers import Out
from havre.contacts import actions, offering
from havre.contacts.models import Closure, Contact, Taking
from havre.contacts.turn import DANGER
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedIn
from havre.staff import signin
from havre.staff.access import LISTENERS
from havre.vault import keys

# What the house looks at every second, and before the first ring of every call.
_ROWS = PreparedIn(lambda ids: Contact.objects.with_state().filter(id__in=ids))
_LEAVERS = PreparedIn(
    lambda ids: Taking.objects.filter(
        contact__in=ids, member__deactivation__isnull=False
    ).select_related("contact")
)
_TO_SAY = PreparedIn(lambda ids: ToSay.objects.filter(call__contact__in=ids).select_related("call"))
YES, NO, CANNOT_SPEAK = "yes", "no", "cannot_speak"


@dataclass(frozen=True, slots=True)
class Now:
    """What the house wants of a call: endpoints that ring, who holds it, who is beside, what is to
    be said."""

    ring: frozenset[str] = frozenset()
    holder: str = ""
    beside: Beside = beside.NOBODY
    is_paused: bool = False
    out: Out | None = None
    is_relay: bool = False
    is_closed: bool = False
    state: str = ringing.WAITING
    say: tuple[str, ...] = ()


def comes(language: str, rang_at: dt.datetime, *, is_relay: bool = False) -> tuple[uuid.UUID, Now]:
    """`begin`, and what the house wants of it, at one go. Raises keys.NoRoleKey."""
    contact = begin(language, rang_at, is_relay=is_relay)
    return contact, now([contact])[contact]


def begin(language: str, rang_at: dt.datetime, *, is_relay: bool = False) -> uuid.UUID:
    """Somebody chose a language, or waited: they reach the line. Raises keys.NoRoleKey.

    `is_relay`: they called a number for relay services.
    """
    files = keys.make_file()  # the keystore commits first
    with transaction.atomic():
        contact = actions.reach(files, contact_id=uuid.uuid4(), channel="phone", language=language)
        call = Call.objects.create(contact=contact, rang_at=rang_at)
        if is_relay:
            relayed.by_its_number(call)
    offering.keep_watch(judge_silence=False)  # somebody is asked now, not at the next look
    return contact.id


def found(contact_id: uuid.UUID, *, is_relay: bool = False) -> bool:
    """Our program is new, and the call is up: false if nothing of the contact is left."""
    if not Contact.objects.filter(id=contact_id).exists():
        return False
    again = {"ended_at": None, "seen_at": clock.now()}
    call, _is_new = Call.objects.update_or_create(contact_id=contact_id, defaults=again)
    if is_relay:
        relayed.by_its_number(call)
    return True


def pressed(contact_id: uuid.UUID, what: str) -> None:
    """What a key means, in the contact: yes, no, that they cannot speak, that they are in danger.

    The last two are said once.
    """
    contact = Contact.objects.filter(id=contact_id).first()
    if contact is None or Closure.objects.filter(contact=contact).exists():
        return
    once = uuid.uuid5(contact_id, what)
    if what == DANGER:
        with transaction.atomic():
            offering.asked_by_the_person(contact_id, DANGER, key=once)
            _say(contact, actions.Words(DANGER, once, kind="asked"))
        return
    with override(contact.language):
        words = {
            YES: _("Yes (by key)"),
            NO: _("No (by key)"),
            CANNOT_SPEAK: _("I cannot speak. I answer yes or no by pressing a key."),
        }[what]
    _say(contact, actions.Words(words, once if what == CANNOT_SPEAK else uuid.uuid4()))


def answered(contact_id: uuid.UUID, endpoint: str) -> bool:
    """Somebody answered the ringing phone: whether the call is theirs. Exactly one of many wins."""
    who = desk_phones.whose(endpoint)
    contact = Contact.objects.with_state().filter(id=contact_id).first()
    if who is None or contact is None or contact.is_closed or not LISTENERS & who.roles:
        return False
    if contact.taken_by is None:
        refusals = (actions.AlreadyTaken, actions.Closed, actions.NotWanted)
        try:
            actions.take(contact, by=who)
        except (*refusals, actions.SomebodyIsAsked):
            return False
    is_theirs = Taking.objects.filter(contact=contact, member=who.member).exists()
    if is_theirs:
        Call.objects.filter(contact=contact, answered_at=None).update(answered_at=clock.now())
    return is_theirs


def declined(contact_id: uuid.UUID, endpoint: str) -> None:
    """«Not now», pressed on the phone: the next one is asked at once."""
    who, contact = desk_phones.whose(endpoint), Contact.objects.filter(id=contact_id).first()
    if who and contact:
        offering.pass_on(contact, by=who)


def lost(contact_id: uuid.UUID, endpoint: str, *, never_came: bool = False) -> bool:
    """Whoever held it is off the line: the caller comes first, and is told. Whether it was so.

    `never_came`: they took it at the desk, and their phone could not be rung.
    """
    contact = Contact.objects.filter(id=contact_id).first()
    member = desk_phones.member_of(endpoint)
    if contact is None or member is None:
        return False
    is_so = offering.let_go(contact, member, why="gave" if never_came else "silent")
    if is_so:
        offering.keep_watch(judge_silence=False)  # the next one is asked now, not in a second
    return is_so


@transaction.atomic
def left(contact_id: uuid.UUID, *, unseen: bool = False) -> None:
    """They hung up: the desk sees it, and it is counted once. Nobody calls back.

    `unseen`: while our program was away; then it ended when it was seen last, for all we know.
    """
    contact = Contact.objects.filter(id=contact_id).first()
    call = Call.objects.filter(contact=contact_id, ended_at=None).first()
    if contact is None or call is None:
        return
    end = call.seen_at if unseen else clock.now()
    if not Call.objects.filter(id=call.id, ended_at=None).update(ended_at=end, seen_at=clock.now()):
        return
    counting.count(
        call.rang_at, answered_at=call.answered_at, ended_at=end, language=contact.language
    )
    if not Closure.objects.filter(contact=contact).exists():
        _say(contact, actions.Words("", uuid.uuid5(contact_id, "left"), kind="left"))
    transfers.caller_left(contact_id)
    ring("queue")


def up(contacts: Collection[uuid.UUID], talking: Iterable[str]) -> None:
    """These calls are up, and these endpoints talk in them: whoever talks is at their desk.

    Not by a phone that the engine lost: on hold nothing else may say that nobody is there.
    """
    Call.objects.filter(contact__in=contacts, ended_at=None).update(seen_at=clock.now())
    for who in desk_phones.there(talking):
        signin.seen(who)
        signin.alive(who)


def end_all_but(
    contacts: Collection[uuid.UUID], *, unseen_for: dt.timedelta = dt.timedelta()
) -> int:
    """Calls that ended while our program was away, or could not write. How many.

    `unseen_for`: of one that is just being noted, nobody knows yet that it is up.
    """
    gone = Call.objects.filter(ended_at=None).exclude(contact__in=contacts)
    if unseen_for:
        now = clock.now()
        gone = gone.exclude(seen_at__range=(now - unseen_for, now + unseen_for))
    ids = list(gone.values_list("contact", flat=True))
    for contact_id in ids:
        left(contact_id, unseen=True)
    return len(ids)


def gave_up(rang_at: dt.datetime) -> None:
    """They hung up before a language was chosen: a number, and nothing else."""
    counting.count(rang_at, answered_at=None, ended_at=clock.now(), language="")


def now(contacts: Collection[uuid.UUID]) -> dict[uuid.UUID, Now]:
    """What the house wants of each of these calls. What is to be said is handed out once."""
    _take_from_leavers(contacts)
    rows = _ROWS.all(contacts)
    say = {id: tuple(events) for id, events in _fetch(contacts).items()}
    along, out = beside.of_calls(contacts), transfers.of_calls(contacts)
    paused, relay = transfers.paused(contacts), relayed.carried(contacts)
    named = desk_phones.names()
    found = {
        each.id: replace(
            _decided(each, along.get(each.id, beside.NOBODY), named),
            say=say.get(each.id, ()),
            is_paused=each.id in paused,
            is_relay=each.id in relay,
            out=out.get(each.id),
        )
        for each in rows
    }
    waiting = [each for each in rows if not each.is_closed and not each.taken_by]
    for id, rung in ringing.for_all(waiting).items():
        now = Now(rung.endpoints, state=rung.state, say=say.get(id, ()), is_relay=id in relay)
        found[id] = now
    return found


def _take_from_leavers(contacts: Collection[uuid.UUID]) -> None:
    """Whoever has no access any more talks with nobody, from this moment on."""
    for taking in _LEAVERS.all(contacts):
        offering.let_go(taking.contact, taking.member_id, why="gave")


def _decided(contact: Contact, along: Beside, named: Callable[[uuid.UUID], str]) -> Now:
    if contact.is_closed:
        return Now(is_closed=True)
    holder = named(contact.taken_by.id) if contact.taken_by else ""
    return Now(holder=holder, beside=along.without(holder))


def _fetch(contacts: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    if not _TO_SAY.all(contacts):  # mostly: whoever only looks takes the writer's turn from nobody
        return {}
    found: dict[uuid.UUID, list[str]] = {}
    with transaction.atomic():  # handed out once
        rows = _TO_SAY.all(contacts)
        for row in rows:
            found.setdefault(row.call.contact_id, []).append(row.event)
        ToSay.objects.filter(id__in=[row.id for row in rows]).delete()
    return found


def _say(contact: Contact, words: actions.Words) -> None:
    public = keys.public_of(contact.file, "conversation")
    actions.receive(words, contact_id=contact.id, file=contact.file, public=public)
