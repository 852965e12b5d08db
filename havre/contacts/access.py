"""Who may see which contact, and the only place where what was said is opened for a page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from havre.audit.verbs import Verb
from havre.contacts import together
from havre.contacts.models import WORDS, Contact, Draft, Help, Message, Note, OfferEnding, Person
from havre.contacts.queue import turns
from havre.contacts.signals import Facts
from havre.contacts.turn import ONE, Turn
from havre.lib import clock
from havre.lib.prepared import PreparedQuery
from havre.staff.access import Denied
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.opening import open_each
from havre.vault.refusals import CannotRead, Forgotten
from havre.vault.sealed import Sealed

_OVERLAP = dt.timedelta(seconds=10)  # rows of slower transactions, seen again rather than missed

_SAID_SINCE = PreparedQuery(
    lambda contact, since: Message.objects.filter(
        Q(said_at__gt=since) | Q(hiding__at__gt=since), contact=contact
    ).select_related("author", "hiding__by"),
    contact=UUID,
    since=dt.datetime,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the desk shows it."""

    id: UUID
    sender: str
    kind: str
    author: str
    text: str
    at: dt.datetime
    readable: bool = True
    hidden_by: str = ""  # then its text was not opened

    @property
    def is_words(self) -> bool:
        """Whether somebody said it in words."""
        return self.kind in WORDS


@dataclass(frozen=True, slots=True)
class Learned:
    """What the person chose to say, opened."""

    called: str = ""
    pronouns: str = ""
    reach: str = ""
    wish: str = ""
    kind: str = ""
    phase: str = ""
    province: str = ""
    needs: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> Facts:
        """What of it may be counted."""
        return Facts(
            self.kind or "unknown", self.phase or "not_said", self.province or "unknown", self.needs
        )


def contact(contact_id: UUID, *, by: SignedIn) -> Contact:
    """A contact this member may open. Raises Denied, the same for unknown and for not theirs."""
    found = Contact.objects.visible(contact_id, by.member, by.roles)
    if found is None:
        hidden = Contact.objects.filter(id=contact_id).first()
        raise Denied(keys.pseudonym(hidden.file) if hidden else "-")
    return found


SHOWN = 40  # a longer list helps nobody choose: the house has put it in order


@dataclass(frozen=True, slots=True)
class Board:
    """Which contacts a member's board names; none of what was said."""

    waiting: list[Turn]  # the first SHOWN of them, and whoever is offered to this member
    count: int  # how many wait and are still there
    more: int  # how many are not in the list
    mine: list[Contact]
    others: list[Contact]
    closed: list[Contact]


def board(*, by: SignedIn) -> Board:
    """Who waits, whom this member listens to, whom the others do, and what was closed lately."""
    contacts = Contact.objects.visible_to(by.member).with_state()
    others = contacts.open().filter(taking__isnull=False).exclude(taking__member=by.member)
    everybody = turns()  # who waits may be seen by everybody who listens
    waiting = everybody[:SHOWN] + [
        turn for turn in everybody[SHOWN:] if turn.current and turn.current.member_id == by.id
    ]
    return Board(
        waiting,
        sum(turn.is_here for turn in everybody),
        len(everybody) - len(waiting),
        list(contacts.taken_by(by.member).with_unread()),
        list(others.with_unread()),
        list(contacts.exclude(closure=None).order_by("-closure__at")[:8]),
    )


def asked_of(contact: Contact) -> frozenset[str]:
    """What the person asked for about being answered."""
    return frozenset(contact.asked_set.values_list("what", flat=True))


def note_with(help: Help, *, by: SignedIn) -> str:
    """The short note that a colleague wrote with what they ask; who may ask is the caller's."""
    return (_open_one(help.note, by) or "") if help.note else ""


def missed(hours: int = 12) -> list[OfferEnding]:
    """Offers that nobody answered, newest first: for who supervises, so that it is seen."""
    since = clock.now() - dt.timedelta(hours=hours)
    endings = OfferEnding.objects.filter(how="missed", at__gt=since, offer__step=ONE)
    return list(endings.select_related("offer__member").order_by("-at")[:20])


def readable(contact_id: UUID, *, by: SignedIn) -> Contact:
    """A contact whose words this member may read. Raises Denied.

    Their own, one that is closed, or one they sit beside openly: nobody listens in unseen.
    """
    found = contact(contact_id, by=by)
    if may_read(found, by=by):
        return found
    raise Denied(keys.pseudonym(found.file))


def may_read(found: Contact, *, by: SignedIn) -> bool:
    """Whether its words open for this member now, of those that `contact` lets them name."""
    was_held = found.is_closed and (found.taken_by is not None or "supervisor" in by.roles)
    return was_held or found.taken_by == by.member or together.is_beside(found, by)


def held(contact_id: UUID, *, by: SignedIn) -> Contact:
    """A contact this member may write in, or close. Raises Denied."""
    found = contact(contact_id, by=by)
    if may_write(found, by=by):
        return found
    raise Denied(keys.pseudonym(found.file))


def may_write(found: Contact, *, by: SignedIn) -> bool:
    """Taken by them; or they supervise, and may read it: closed, or beside it openly.

    Whoever may not read an open one neither writes in it nor closes it behind its holder's back.
    """
    return found.taken_by == by.member or ("supervisor" in by.roles and may_read(found, by=by))


def own(contact_id: UUID, *, by: SignedIn) -> Contact:
    """A contact this member holds themselves, whatever else they may. Raises Denied."""
    found = contact(contact_id, by=by)
    if found.taken_by != by.member:
        raise Denied(keys.pseudonym(found.file))
    return found


def held_by(who: SignedIn) -> set[UUID]:
    """The open conversations this member took."""
    return set(Contact.objects.taken_by(who.member).values_list("id", flat=True))


def said_in(
    contact: Contact,
    *,
    by: SignedIn,
    since: dt.datetime | None = None,
    shown: frozenset[str] = frozenset(),
) -> list[Said]:
    """What was said, oldest first; `since`: only from shortly before that moment on.

    What the page shows already (ids) is not opened again; nothing new writes no audit row. What
    was hidden is not opened at all.
    """
    rows: Iterable[Message]
    if since is None:
        rows = Message.objects.filter(contact=contact).select_related("author", "hiding__by")
    else:
        found = _SAID_SINCE.all(contact=contact.id, since=since - _OVERLAP)
        rows = [row for row in found if _hidden_by(row) or str(row.id) not in shown]
    return _open_messages(rows, by)


def message_of(contact: Contact, message: str) -> Message | None:
    """Words of the person in this contact, by their id; None if there are no such."""
    try:
        return contact.message_set.filter(id=UUID(message), sender="person", kind="words").first()
    except ValueError:
        return None


def opened_all_the_same(message: Message, *, by: SignedIn) -> Said:
    """A message that was hidden, opened on purpose: for this page alone."""
    return _said(message, _open_all([message.text], by)[0])


def just_said(message: Message, text: str, *, by: SignedIn) -> Said:
    """Words of their own that a member sent in this very request: nothing is opened for that."""
    return Said(message.id, "staff", message.kind, by.member.alias, text, message.said_at)


def notes_of(contact: Contact, *, by: SignedIn) -> list[Said]:
    """The notes, oldest first."""
    rows = list(Note.objects.filter(contact=contact).select_related("author"))
    texts = _open_all([row.text for row in rows], by)
    return [
        Said(row.id, "staff", "note", row.author.alias, text or "", row.at, text is not None)
        for row, text in zip(rows, texts, strict=True)
    ]


def drafts_of(contact: Contact, *, by: SignedIn) -> dict[str, str]:
    """What they began to write themselves in their own conversation, by its place."""
    if contact.taken_by != by.member or contact.is_closed:
        return {}
    mine = list(Draft.objects.filter(contact=contact, member=by.member).exclude(text=None))
    texts = _open_all([row.text for row in mine], by)
    return {row.place: text or "" for row, text in zip(mine, texts, strict=True)}


def learned_of(person: Person, *, by: SignedIn) -> Learned:
    """What is written down of the person. Raises Forgotten."""
    names = [name for name in Person.FACTS if getattr(person, name) is not None]
    texts = open_each([getattr(person, name) for name in names], by=by, why=Verb.READ)
    found: dict[str, str] = dict(zip(names, texts, strict=True))
    needs = tuple(found.pop("needs", "").split())
    return Learned(**found, needs=needs)


def _open_messages(messages: Iterable[Message], by: SignedIn) -> list[Said]:
    rows = list(messages)
    shown = [row for row in rows if not _hidden_by(row)]
    opened = zip(shown, _open_all([row.text for row in shown], by), strict=True)
    texts = {row.id: text for row, text in opened}
    return [
        _said(row, texts[row.id])
        if row.id in texts
        else Said(row.id, row.sender, row.kind, "", "", row.said_at, hidden_by=_hidden_by(row))
        for row in rows
    ]


def folded(message: Message) -> list[Said]:
    """How a message that was hidden just now shows: nothing of it is opened."""
    row = Message.objects.select_related("hiding__by").get(id=message.id)
    return [Said(row.id, row.sender, row.kind, "", "", row.said_at, hidden_by=_hidden_by(row))]


def _said(row: Message, opened: str | None) -> Said:
    text = opened if _has_its_author(row) else None
    author = row.author.alias if row.author else ""
    return Said(
        row.id, row.sender, row.kind, author, text or "", row.said_at, readable=text is not None
    )


def _hidden_by(row: Message) -> str:
    hiding = getattr(row, "hiding", None)
    return hiding.by.alias if hiding else ""


def _has_its_author(row: Message) -> bool:
    """What staff say is signed, what the person says is not: the row alone proves neither."""
    return (row.sender == "person") == (row.author_id is None)


def _open_all(values: list[Sealed], by: SignedIn) -> list[str | None]:
    """All of them, or each by itself where one is damaged: one bad row never hides the others."""
    if not values:
        return []
    try:
        return list(open_each(values, by=by, why=Verb.READ))
    except Forgotten:
        raise
    except CannotRead:
        return [_open_one(value, by) for value in values]


def _open_one(value: Sealed, by: SignedIn) -> str | None:
    try:
        return open_each([value], by=by, why=Verb.READ)[0]
    except CannotRead:
        return None
