"""Keep six words, come back with them, leave something for whoever comes back.

The first four verbs are the front's: inserts, and of what it reads nothing leads to anybody.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts import transport
from havre.contacts.actions import Words, is_said
from havre.contacts.models import Contact, Message
from havre.lib import clock, lang
from havre.lib.doorbell import ring
from havre.returning import phrase, tries
from havre.returning.models import Answer, Erasure, Left, LeftCopy, Question, Return, Way
from havre.returning.phrase import Phrase
from havre.staff.signin import SignedIn
from havre.tips.models import Tip
from havre.vault import keys, spoken
from havre.vault.sealed import seal
from havre.vault.signing import seal_signed

KEPT = dt.timedelta(days=60)  # privacy.toml says the same (tested)
_FRONT = ("id", "file", "tip_id", "language", "salt", "public", "line", "made_at", "used_at")
_ATTEMPTS = 3
_NOBODYS = bytes(32)  # no secret has this public half


class NoWay(Exception):
    """They have no six words, or they are over."""


class StillHere(Exception):
    """The page is open: what is written there is an answer."""


@dataclass(frozen=True, slots=True)
class Led:
    """Where the words shall lead: to a contact, or to a tip (then `line` seals what is added)."""

    file: uuid.UUID
    contact: uuid.UUID | None = None
    tip: uuid.UUID | None = None
    line: bytes = b""


@dataclass(frozen=True, slots=True)
class Kept:
    """Six words that were made: `attempt` draws them again from the same seed."""

    phrase: Phrase
    attempt: int
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came back: `private` opens what was left, `before` is when the words last opened.

    `in_vain`: how often somebody tried the first two words with others, in the day before.
    """

    way: uuid.UUID
    id: uuid.UUID
    private: bytes
    before: dt.datetime | None
    in_vain: int

    def __repr__(self) -> str:
        return "Visit"


def keep(led: Led, *, seed: bytes, language: str) -> Kept:
    """Six words that lead back, and until when. The same `seed` again: the same words.

    Raises tries.Wait, and NoWay if the words are taken three times over (once in 10^13).
    """
    tries.begin_any()
    for attempt in range(_ATTEMPTS):
        drawn = phrase.draw(language, seed, attempt)
        mark = mark_of(drawn)
        found = find(mark) or _made(mark, led, drawn, language)
        if spoken.is_same(spoken.pair(drawn.secret, bytes(found.salt))[0], bytes(found.public)):
            return Kept(drawn, attempt, found.made_at + KEPT)
    raise NoWay


def come_back(said: Phrase) -> Visit | None:
    """Somebody typed six words. None if they open nothing, and nobody can tell why.

    First words that lead nowhere cost the same stretch. What was left is theirs alone from here
    on: of two who come at once, each reply is read by one. Raises tries.Wait.
    """
    mark = mark_of(said)
    one = tries.begin(mark)
    found = find(mark)
    salt = bytes(found.salt) if found else spoken.salt_of(_keyed("salt", said.locator))
    public, private = spoken.pair(said.secret, salt)
    opens = spoken.is_same(public, bytes(found.public) if found else _NOBODYS)
    if found is None or not opens:
        return None
    visit = Visit(found.id, uuid.uuid4(), private, found.used_at, tries.opened(one))
    now = clock.now()
    LeftCopy.objects.filter(way=mark, visit=None).update(visit=visit.id, fetched_at=now)
    Way.objects.filter(id=mark).update(used_at=now)
    return visit


def link(contact: uuid.UUID, visit: Visit) -> None:
    """Whoever came back writes on, in a new contact; once."""
    if find(visit.way):
        Return.objects.bulk_create(
            [Return(contact_id=contact, way_id=visit.way)], ignore_conflicts=True
        )


def add(way: Way, text: str, *, key: uuid.UUID) -> None:
    """Whoever left a tip adds to it; once for each form. Raises NoWay, lang.TooLong."""
    if way.tip_id is None:
        raise NoWay
    row = Answer(id=key, tip_id=way.tip_id, file=way.file)
    seal(row, "text", lang.clean_short(text), bytes(way.line))
    Answer.objects.bulk_create([row], ignore_conflicts=True)


def ask_to_forget(visit: Visit) -> None:
    """All that these words lead to shall be forgotten. The front destroys no key: the desk does."""
    if find(visit.way):
        Erasure.objects.bulk_create([Erasure(way_id=visit.way)], ignore_conflicts=True)


def to_forget() -> list[Contact | Tip]:
    """What was asked to be forgotten, and can be now: once none of it is open any more.

    The one that the words lead to comes last: the wish goes with it, and is not lost before.
    """
    found: list[Contact | Tip] = []
    for way in Way.objects.exclude(erasure=None).select_related("tip", "contact"):
        after = list(Contact.objects.filter(came_back__way=way))
        all_ = [*after, *([way.contact] if way.contact else [])]
        if all(each.is_closed for each in all_):
            found += [*all_, *([way.tip] if way.tip else [])]
    return found


def find(mark: uuid.UUID) -> Way | None:
    """The way, as far as the front may know it; None once its time is over."""
    stands = Way.objects.filter(id=mark, made_at__gt=clock.now() - KEPT)
    return stands.only(*_FRONT).first()


def mark_of(said: Phrase) -> uuid.UUID:
    """The name of the row that the first two words find, under a key of the front's own."""
    return uuid.UUID(bytes=_keyed("locator", said.locator)[:16])


def ways_of(contact: Contact) -> list[Way]:
    """By which somebody may come back to this contact, or came back into it."""
    mine = Q(contact=contact) | Q(return__contact=contact)
    return list(Way.objects.filter(mine, made_at__gt=clock.now() - KEPT).distinct())


@transaction.atomic
def leave(contact: Contact, words: Words, *, by: SignedIn) -> None:
    """Leave a reply for whoever comes back; the same form again changes nothing.

    It goes nowhere: it waits, sealed to their words. Raises NoWay, StillHere, lang.TooLong.
    """
    ways = ways_of(contact)
    if not ways:
        raise NoWay
    if not contact.is_closed and contact.id in transport.here([contact]):
        raise StillHere
    contact.in_turn()
    if is_said(contact, words.key):
        return
    message = Message(
        id=words.key, file=contact.file, contact=contact, sender="staff", author=by.member
    )
    text = lang.clean_short(words.text)
    public = keys.public_of(contact.file, "conversation")
    seal_signed(message, "text", text, public, by=by)
    message.save(force_insert=True)
    for way in ways:
        _put(way, words.key, text)
    record(actor=by.actor, verb=Verb.REPLY_LEFT, target=keys.pseudonym(contact.file))
    ring(f"contact:{contact.id}")


def keep_unread(contact: Contact, message: uuid.UUID, text: str) -> None:
    """An answer that nobody was there to read waits for their words, if they have any."""
    for way in ways_of(contact):
        _put(way, message, text)


@transaction.atomic
def ask(tip: Tip, text: str, *, key: uuid.UUID, by: SignedIn) -> None:
    """Leave a question for whoever left the tip. Raises NoWay, lang.TooLong."""
    way = Way.objects.filter(tip=tip, made_at__gt=clock.now() - KEPT).first()
    if way is None:
        raise NoWay
    if Question.objects.filter(id=key).exists():
        return
    row = Question(id=key, tip=tip, file=tip.file, by=by.member)
    said = lang.clean_short(text)
    seal_signed(row, "text", said, keys.public_of(tip.file, "tip"), by=by)
    row.save(force_insert=True)
    _put(way, key, said)
    record(actor=by.actor, verb=Verb.QUESTION_LEFT, target=keys.pseudonym(tip.file))


def _made(mark: uuid.UUID, led: Led, drawn: Phrase, language: str) -> Way:
    """The row; of a double click the first one's."""
    salt = spoken.new_salt()
    row = Way(id=mark, file=led.file, contact_id=led.contact, tip_id=led.tip, salt=salt)
    row.language, row.line = language, led.line
    row.public = spoken.pair(drawn.secret, salt)[0]
    Way.objects.bulk_create([row], ignore_conflicts=True)
    return find(mark) or row


def _put(way: Way, said: uuid.UUID, text: str) -> None:
    id = uuid.uuid5(way.id, said.hex)
    copy = LeftCopy(id=id, way=way, file=way.file)
    seal(copy, "text", text, bytes(way.public))
    Left.objects.bulk_create([Left(id=id, way=way, said=said)], ignore_conflicts=True)
    LeftCopy.objects.bulk_create([copy], ignore_conflicts=True)


def _keyed(purpose: str, words: str) -> bytes:
    return salted_hmac(f"havre.returning.{purpose}", words, algorithm="sha256").digest()
