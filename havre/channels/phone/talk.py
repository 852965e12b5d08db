"""The verbs of whoever listens in a call: let the caller wait a moment, come back, have a service
called, let it go, leave the two alone; say that a relay service carries the call. Only while they
hold it, and only while the call is up.
"""

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.channels.phone import delivery, desk_phones, outward, relayed, transfers
from havre.channels.phone.configuration import RELAY
from havre.channels.phone.models import Call, Pause, Transfer
from havre.consents.models import BY_CALL
from havre.contacts.models import Closure, Contact, Taking
from havre.directory.numbers import to_dial
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.referrals import actions as referrals
from havre.referrals.models import Referral
from havre.staff.signin import SignedIn
from havre.vault import keys


class Over(Exception):
    """The call is not theirs, or not up, or it moved on in the same moment."""


class Engaged(Exception):
    """A service is in the call already, or rings."""


class NoLineOut(Exception):
    """This line calls nobody: it has no carrier, or was not told where it may call."""


@transaction.atomic
def let_wait(contact: Contact, *, by: SignedIn) -> None:
    """The caller hears the sound of waiting, and is told that it is for a moment. Raises Over."""
    call = _must_hold(contact, by)
    if _begin_pause(call, by):
        _record(Verb.CALL_PAUSED, contact, by)


@transaction.atomic
def come_back(contact: Contact, *, by: SignedIn) -> None:
    """Everybody who is in it talks with the caller again. Raises Over."""
    call = _must_hold(contact, by)
    if Pause.objects.filter(call=call, ended_at=None).update(ended_at=clock.now()):
        delivery.tell(contact, "back")
        _record(Verb.CALL_RESUMED, contact, by)


@transaction.atomic
def put_through(referral: Referral, share: frozenset[str], *, by: SignedIn) -> Transfer:
    """Have the directory's own number called, by what the person said yes to (000-16, 000-20).

    The service is told nothing before whoever listens speaks; the caller waits meanwhile. Raises
    Over, Engaged, NoLineOut, limits.NotAllowed, NotPermitted, referrals.NotThatWay.
    """
    if not outward.is_possible():
        raise NoLineOut
    call = _must_hold(referral.contact, by)
    if Transfer.objects.filter(call=call, ended_at=None).exists():
        raise Engaged
    if number := to_dial(referral.service.organization):
        outward.endpoint(number)  # how many, how often and how dear is judged as it is dialled
    disclosure = referrals.put_in_touch(referral, share, by=by, way=BY_CALL)
    transfer = Transfer.objects.create(call=call, disclosure=disclosure, by=by.member)
    _begin_pause(call, by)
    ring(desk_phones.TOPIC)
    return transfer


@transaction.atomic
def let_go(contact: Contact, *, by: SignedIn) -> None:
    """The service leaves the call. Raises Over."""
    call = _must_hold(contact, by)
    if there := Transfer.objects.filter(call=call, ended_at=None).first():
        transfers.over(there)
        _record(Verb.SERVICE_LET_GO, contact, by)


@transaction.atomic
def leave(contact: Contact, *, by: SignedIn) -> None:
    """The two talk alone; the conversation stays with whoever listened, to be closed. Raises Over.

    Only once the service answered, and once the caller is in the talk with them.
    """
    call = _must_hold(contact, by)
    paused = Pause.objects.filter(call=call, ended_at=None).exists()
    there = Transfer.objects.filter(call=call, ended_at=None, answered_at__isnull=False)
    if paused or not there.exists():
        raise Over
    if there.filter(left_at=None).update(left_at=clock.now()):
        delivery.tell(contact, "left_with")
        _record(Verb.CALL_LEFT, contact, by)


@transaction.atomic
def carried(contact: Contact, *, by: SignedIn) -> None:
    """A relay service carries it, whatever number it came to: there is time for an operator, who
    is greeted once. Raises Over.
    """
    call = _must_hold(contact, by)
    is_news, is_first = relayed.begin(call, by.member)
    if is_first:
        delivery.tell(contact, RELAY)
    if is_news:
        _record(Verb.CALL_RELAYED, contact, by)


@transaction.atomic
def not_carried(contact: Contact, *, by: SignedIn) -> None:
    """That was a mistake: no relay service carries it. Raises Over."""
    if relayed.end(_must_hold(contact, by)):
        _record(Verb.CALL_NOT_RELAYED, contact, by)


def _must_hold(contact: Contact, by: SignedIn) -> Call:
    """Under the lock of the contact."""
    contact.in_turn()
    call = Call.objects.filter(contact=contact, ended_at=None).first()
    held = Taking.objects.filter(contact=contact, member=by.member).exists()
    if call is None or not held or Closure.objects.filter(contact=contact).exists():
        raise Over
    return call


def _begin_pause(call: Call, by: SignedIn) -> bool:
    if Pause.objects.filter(call=call, ended_at=None).exists():
        return False
    Pause.objects.create(call=call, by=by.member)
    delivery.tell(call.contact, "aside")
    return True


def _record(verb: Verb, contact: Contact, by: SignedIn) -> None:
    record(actor=by.actor, verb=verb, target=keys.pseudonym(contact.file))
    ring(desk_phones.TOPIC, f"contact:{contact.id}")
