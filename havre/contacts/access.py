"""Who may see which contact, and the only place where what was said is opened for a page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from havre.audit.verbs import Verb
from havre.contacts import together
from havre.contacts.models import (
    WORDS,
    Contact,
    Draft,
    Help,
    InterpreterCall,
    Message,
    Note,
    Person,
)
from havre.contacts.signals import Facts
from havre.lib.prepared import PreparedQuery
from havre.staff.access import Denied
from havre.staff.models import Member
from havre.staff.signin import SignedIn
from havre.vault import keys
from havre.vault.opening import lend, open_each
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


def note_with(help: Help, *, by: SignedIn) -> str:
    """The short note that a colleague wrote with what they ask; who may ask is the caller's."""
    return (_open_one(help.note, by) or "") if help.note else ""


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


def interpreted(contact_id: UUID, *, by: SignedIn) -> Contact:
    """The one conversation this interpreter is in now. Raises Denied, the same for every other."""
    mine = Contact.objects.interpreted_by(by.member).with_state()
    found = mine.filter(id=contact_id).first() if "interpreter" in by.roles else None
    if found is None:
        hidden = Contact.objects.filter(id=contact_id).first()
        raise Denied(keys.pseudonym(hidden.file) if hidden else "-")
    return found


def lend_words(contact: Contact, *, to: Member, by: SignedIn) -> None:
    """An interpreter opens the words of this conversation, and nothing else, until they leave."""
    lend(contact.file, "conversation", to=bytes(to.box_public), holder=to.id, by=by)


def dialect_of(call: InterpreterCall, *, by: SignedIn) -> str:
    """Which dialect was asked for, in words; empty if none was."""
    return (_open_one(call.dialect, by) or "") if call.dialect else ""


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
    return _open_messages(_rows(contact, since, shown), by)


def said_for_words(
    contact: Contact,
    *,
    by: SignedIn,
    since: dt.datetime | None = None,
    shown: frozenset[str] = frozenset(),
) -> list[Said]:
    """`said_in`, for an interpreter: words alone, no safety answers, nothing among colleagues."""
    rows = _rows(contact, since, shown)
    return _open_messages([r for r in rows if r.sender != "aside" and r.kind in WORDS], by)


def _rows(contact: Contact, since: dt.datetime | None, shown: frozenset[str]) -> Iterable[Message]:
    if since is None:
        return Message.objects.filter(contact=contact).select_related("author", "hiding__by")
    found = _SAID_SINCE.all(contact=contact.id, since=since - _OVERLAP)
    return [row for row in found if _hidden_by(row) or str(row.id) not in shown]


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
    return Said(message.id, message.sender, message.kind, by.member.alias, text, message.said_at)


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
