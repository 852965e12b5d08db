"""What whoever comes back may read, and what the desk may know of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.lib import clock
from havre.returning import tries
from havre.returning.actions import KEPT, Visit, ways_of
from havre.returning.models import Answer, Left, LeftCopy, Question, Return, Way
from havre.staff.signin import SignedIn
from havre.tips.models import Tip
from havre.vault import own
from havre.vault.opening import open_each
from havre.vault.refusals import CannotRead


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was left. `text` is None where it cannot be read."""

    text: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message or question that was left: whether it was fetched."""

    said: uuid.UUID
    at: dt.datetime
    fetched: bool


@dataclass(frozen=True, slots=True)
class WayBack:
    """What the desk may know of six words: not one of them."""

    language: str
    until: dt.datetime
    used_at: dt.datetime | None
    in_vain: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """That a contact began with six words. `before`: None for whom it is not open."""

    before: Contact | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or an answer about a tip, opened; `fetched` of a question alone."""

    by: str  # an alias; empty: whoever left the tip
    text: str
    at: dt.datetime
    fetched: bool = False


def read(visit: Visit) -> list[Found]:
    """What was left unread, the oldest first: for minutes, and for this visit alone."""
    rows = LeftCopy.objects.filter(way=visit.way, visit=visit.id)
    return [Found(_opened(row, visit.private), row.at) for row in rows]


def known_of(contact: Contact) -> list[WayBack]:
    """The ways back that this contact has now."""
    return [_known(way) for way in ways_of(contact)]


def left_of(contact: Contact) -> list[Waiting]:
    """What was left, the newest first, each once, fetched if it was by any of their ways."""
    return _waiting(ways_of(contact))


def came_back_from(contact: Contact, *, by: SignedIn) -> CameBack | None:
    """After which contact this one began; None if nobody came back into it."""
    found = Return.objects.filter(contact=contact).select_related("way").first()
    if found is None:
        return None
    old = found.way.contact_id
    return CameBack(Contact.objects.visible(old, by.member, by.roles) if old else None)


def has_way(tip: Tip) -> bool:
    """Whether whoever left it may come back."""
    return _way_of(tip) is not None


def asked_of(tip: Tip, *, by: SignedIn) -> list[Asked]:
    """Questions and what was answered, the oldest first; that it was read stands in the audit."""
    way = _way_of(tip)
    fetched = {each.said for each in _waiting([way] if way else []) if each.fetched}
    questions = list(Question.objects.filter(tip=tip).select_related("by"))
    answers = list(Answer.objects.filter(tip=tip))
    texts = _texts([*questions, *answers], by)
    told = [Asked(q.by.alias, texts[q.id], q.at, q.id in fetched) for q in questions]
    told += [Asked("", texts[a.id], a.at) for a in answers]
    return sorted(told, key=lambda each: each.at)


def _known(way: Way) -> WayBack:
    return WayBack(way.language, way.made_at + KEPT, way.used_at, tries.of(way.id))


def _way_of(tip: Tip) -> Way | None:
    return Way.objects.filter(tip=tip, made_at__gt=clock.now() - KEPT).first()


def _waiting(ways: list[Way]) -> list[Waiting]:
    rows = Left.objects.filter(way__in=ways).order_by("-at")
    waits = set(LeftCopy.objects.filter(way__in=ways, fetched_at=None).values_list("id", flat=True))
    found: dict[uuid.UUID, Waiting] = {}
    for row in rows:
        before = found.get(row.said)
        fetched = row.id not in waits or (before is not None and before.fetched)
        found[row.said] = Waiting(row.said, row.at, fetched)
    return list(found.values())


def _texts(rows: list[Question | Answer], by: SignedIn) -> dict[uuid.UUID, str]:
    if not rows:
        return {}
    try:
        texts = open_each([row.text for row in rows], by=by, why=Verb.TIP_READ)
    except CannotRead:
        texts = [""] * len(rows)
    return {row.id: text for row, text in zip(rows, texts, strict=True)}


def _opened(row: LeftCopy, private: bytes) -> str | None:
    try:
        return own.open_own(row.text, private)
    except CannotRead:
        return None
