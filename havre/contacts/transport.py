"""The way back to the person: a channel answers only where the contact came from.

`send` takes a contact, never an address. Channels register themselves from their apps.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from havre.contacts.models import Contact, Message
from havre.contacts.wishes import NONE_OF_THEM
from havre.staff.models import Member
from havre.staff.signin import SignedIn

Deliver = Callable[[Contact, Message, str], None]
Tell = Callable[[Contact, str], None]
Here = Callable[[Collection[UUID]], set[UUID]]
Pause = Callable[[Contact, Member], int]
There = Callable[[UUID], str]
Reached = Callable[[], set[UUID]]
HERE, AWAY, GONE = "here", "away", "gone"
EVENTS = frozenset(
    {
        *("taken", "closed", "reopened", "lost", "given", "delayed"),
        *NONE_OF_THEM,
        *("handed", "helped", "alone_again"),
        *("interpreted", "interpreted_outside", "interpreter_left"),
        *("apart_media", "apart_training", "apart_partner", "apart_wrong_place", "mistake"),
        *("rests", "paused"),
    }
)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Why something may be sent to the person now. A live answer clears itself; any other kind
    of sending needs a safe-contact rule and is made by the room `safety` alone (004-02)."""

    by: SignedIn
    live: bool = True


class NotCleared(Exception):
    """Nothing was sent: the person is not here to receive it, and has left no safe way."""


_deliver: dict[str, Deliver] = {}
_tell: dict[str, Tell] = {}
_here: dict[str, Here] = {}
_pause: dict[str, Pause] = {}
_there: dict[str, There] = {}
_reached: dict[str, Reached] = {}  # by voice: see `register`
_one_way: set[str] = set()


def register(
    channel: str,
    *,
    deliver: Deliver,
    tell: Tell,
    here: Here,
    pause: Pause | None = None,
    reached: Reached | None = None,
    there: There | None = None,
) -> None:
    """A channel says how it reaches the open browser (or call) of a contact, and who is there.

    `pause`: how it lets nobody in from that browser for a while, if it can. `reached`: on a
    channel by voice, which members it could bring somebody to now; the others are not asked.
    `there`: HERE, AWAY or GONE, for whoever answers, as far as the channel can know.
    """
    _deliver[channel] = deliver
    _tell[channel] = tell
    _here[channel] = here
    if pause:
        _pause[channel] = pause
    if there:
        _there[channel] = there
    if reached:
        _reached[channel] = reached


def register_without_way_back(*channels: str) -> None:
    """Channels by which somebody reached us, and by which nothing goes back: a letter, a visit."""
    _one_way.update(channels)


def without_way_back() -> frozenset[str]:
    """The channels whose contacts never wait, are offered to nobody, and are never answered."""
    return frozenset(_one_way)


def has_way_back(contact: Contact) -> bool:
    """Whether anything can be said to the person from here."""
    return contact.channel not in _one_way


def is_by_voice(contact: Contact) -> bool:
    """Whether people talk on this channel: nothing is written to the person, who would not see it.

    That somebody says nothing for long cannot be told from what is written, either.
    """
    return contact.channel in _reached


def reached(contacts: Iterable[Contact]) -> dict[str, set[UUID]]:
    """Channel → the members to whom its people could be brought now, asked once for all of them.

    A channel that is not among these brings people to whoever is on duty.
    """
    names = {contact.channel for contact in contacts}
    return {name: _reached[name]() for name in names & _reached.keys()}


def send(contact: Contact, message: Message, text: str, clearance: Clearance) -> None:
    """Hand a stored message to the channel the contact came by, in the caller's transaction."""
    by = clearance.by.member
    is_theirs = contact.taken_by == by or contact.id in _interpreted_by(by)
    if not clearance.live or not is_theirs:
        raise NotCleared("Only the member who holds a live conversation answers in it.")
    if not has_way_back(contact):
        raise NotCleared("Nothing goes back by the way this contact came.")
    if is_by_voice(contact) and message.kind in ("words", "yes_no"):
        raise NotCleared("On a call things are said, not written.")
    _deliver[contact.channel](contact, message, text)


def _interpreted_by(member: Member) -> set[UUID]:
    return set(Contact.objects.interpreted_by(member).values_list("id", flat=True))


def tell(contact: Contact, event: str) -> None:
    """Let the person's page know one of the line's fixed words."""
    if event not in EVENTS:
        raise ValueError(f"{event} is not among what the line tells by itself")
    if contact.channel in _tell:
        _tell[contact.channel](contact, event)


def can_pause(contact: Contact) -> bool:
    """Whether the channel can pause the device this contact came from."""
    return contact.channel in _pause


def pause(contact: Contact, *, by: Member) -> int:
    """After two warnings: the device this came from pauses, never a number or an address.

    How many did: none if nobody has it open any more.
    """
    return _pause[contact.channel](contact, by)


def is_there(contact: Contact) -> str:
    """HERE; AWAY: cut off, and may come back to the same; GONE: what is sent reaches nobody."""
    if contact.channel not in _there:
        return HERE
    return _there[contact.channel](contact.id)


def here(contacts: Iterable[Contact]) -> set[UUID]:
    """Which of these people are still there to be answered, as far as their channel can know."""
    by_channel: dict[str, set[UUID]] = {}
    for contact in filter(has_way_back, contacts):
        by_channel.setdefault(contact.channel, set()).add(contact.id)
    return {id for name, ids in by_channel.items() for id in _here.get(name, set)(ids)}
