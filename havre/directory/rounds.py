"""Verification rounds: whom to ask next whether an entry is right, and what came of asking.

Editing is no verifying: only who works there can say that it is right (directory.md 5). Services
whose number may lead to somebody's bed are asked every ninety days, all others once a year.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import actions, fields, proposals
from havre.directory.models import ACTIVE, Confirmation, Service
from havre.lib import clock, lang

GUARDED, OTHERS = dt.timedelta(days=90), dt.timedelta(days=365)
AGAIN = dt.timedelta(days=7)  # after nobody was reached
LATE = dt.timedelta(days=30)  # past the day: nobody should count on it any more
TRIES = 3  # in vain, until it is proposed to set it inactive
CONFIRMED, CHANGED, UNREACHED, CLOSED = "confirmed", "changed", "unreached", "closed"
LINK = "link"
HOWS = ("phone", "email", "visit", LINK)
RESULTS = (CONFIRMED, CHANGED, UNREACHED, CLOSED)
FRESH, DUE, OVERDUE, NEVER = "fresh", "due", "overdue", "never"
_ENDS = {UNREACHED: "inactive", CLOSED: "defunct"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: who answered, what they do there, how they were asked."""

    result: str
    how: str
    person: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with one service.

    `newest`: when somebody there last answered; `tries`: in vain since; `due`: when to ask again,
    None if nobody ever was asked; `state`: FRESH, DUE, OVERDUE or NEVER.
    """

    service: Service
    newest: Confirmation | None
    tries: int
    due: dt.date | None
    state: str


def today() -> dt.date:
    """The line's day."""
    return clock.line_time(clock.now()).date()


@transaction.atomic
def note(service: Service, answer: Answer, *, by: str, key: uuid.UUID | None = None) -> bool:
    """Somebody there was asked. False if that was noted already (`key`: of the form).

    What would take the service from the list is proposed, never done: another person looks first.
    """
    kept, is_new = Confirmation.objects.get_or_create(
        id=key or uuid.uuid4(),
        defaults={
            "kind": fields.SERVICE, "record": service.id, "by": by, "how": answer.how,
            "result": answer.result, "due": today() + _span(service, answer.result),
            "person": answer.person, "title": answer.title,
        },
    )  # fmt: skip
    if not is_new:
        return False
    audit(actor=by, verb=Verb.DIRECTORY_CONFIRMED, target=str(service.id))
    actions.reproject([service])
    in_vain = kept.result == UNREACHED and of(service).tries >= TRIES
    if in_vain or kept.result == CLOSED:
        _propose_end(service, _ENDS[kept.result], by)
    return True


def of(service: Service) -> Asked:
    """How it stands with this one."""
    return _standing([service])[0]


def to_ask() -> list[Asked]:
    """Whom to ask next: guarded ones first, of them the one that waits longest."""
    services = Service.objects.filter(
        status=ACTIVE, organization__status=ACTIVE, organization__suspension=None
    ).select_related("organization")
    open_now = [each for each in _standing(services) if each.state != FRESH and not _waits(each)]
    return sorted(open_now, key=_urgency)


def states(services: Iterable[Service]) -> dict[uuid.UUID, Asked]:
    """How it stands with each of these, by its id."""
    return {each.service.id: each for each in _standing(services)}


def _standing(services: Iterable[Service]) -> list[Asked]:
    asked = list(services)
    rows: dict[uuid.UUID, list[Confirmation]] = {each.id: [] for each in asked}
    found = Confirmation.objects.filter(kind=fields.SERVICE).order_by("-at", "-id")
    if len(asked) < 100:
        found = found.filter(record__in=rows)
    for row in found:
        if row.record in rows:
            rows[row.record].append(row)
    return [_one(each, rows[each.id]) for each in asked]


def _one(service: Service, rows: list[Confirmation]) -> Asked:
    newest = next((row for row in rows if row.result != UNREACHED), None)
    tries = rows.index(newest) if newest else len(rows)
    if newest is None:
        return Asked(service, None, tries, None, NEVER)
    late = today() - newest.due
    state = FRESH if late < dt.timedelta(0) else OVERDUE if late > LATE else DUE
    return Asked(service, newest, tries, newest.due, state)


def _waits(asked: Asked) -> bool:
    """Somebody tried lately; not every day."""
    last = Confirmation.objects.filter(record=asked.service.id).order_by("-at").first()
    return bool(asked.tries) and last is not None and last.due > today()


def _urgency(asked: Asked) -> tuple[bool, dt.date, str]:
    waits_since = asked.due or dt.date.min
    return (not asked.service.is_guarded, waits_since, lang.fold(asked.service.name))


def _span(service: Service, result: str) -> dt.timedelta:
    if result == UNREACHED:
        return AGAIN
    return GUARDED if service.is_guarded else OTHERS


def _propose_end(service: Service, status: str, by: str) -> None:
    waiting = proposals.waiting().filter(record=service.id)
    if not any("status" in each.changes for each in waiting) and service.status != status:
        proposals.propose(service, {"status": status}, by=by)
