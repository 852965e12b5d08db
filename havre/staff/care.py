"""Care for who listens: what was hard stays with whoever says so, and nobody is asked why.

Nothing here names a contact or writes a row of the audit: a record of who found what hard would
be a file on a colleague (domain.md 3, responder care).
"""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff import presence
from havre.staff.models import Exposure, Member, Presence, Spared, TalkWish
from havre.staff.signin import SignedIn
from havre.vault.refusals import CannotRead
from havre.vault.sealed import seal

DAYS = 14  # how far back the meter looks
SPARED = dt.timedelta(minutes=45)  # so long after a hard one, others are asked first for danger
A_BREAK = dt.timedelta(minutes=5)  # shorter, it was none
_MOST = 99  # a day has no more: the text keeps its size

_SPARED = PreparedQuery(
    lambda after, last: Spared.objects.filter(until__gt=after, until__lte=last),
    after=dt.datetime,
    last=dt.datetime,
)


@dataclass(frozen=True, slots=True)
class Meter:
    """How many were called hard on each of the last DAYS days; today is the last."""

    today: dt.date
    hard: tuple[int, ...] = (0,) * DAYS
    key: str = ""  # of the last form that counted, so that a double click counts once

    def turned_to(self, today: dt.date) -> "Meter":
        """The same, seen from another day. A clock that was set back moves nothing."""
        passed = min(max((today - self.today).days, 0), DAYS)
        hard = (*self.hard[passed:], *(0,) * passed)
        return replace(self, today=max(today, self.today), hard=hard)

    def with_one_more(self, key: str) -> "Meter":
        """One more today."""
        if key and key == self.key:
            return self
        return replace(self, hard=(*self.hard[:-1], min(self.hard[-1] + 1, _MOST)), key=key)


def meter_of(who: SignedIn) -> Meter:
    """What is theirs alone to see: it opens with their own key, and only they have it."""
    return _read(Exposure.objects.filter(member=who.member).first(), who)


@transaction.atomic
def close_one(who: SignedIn, *, hard: bool) -> None:
    """They closed a contact, in the caller's transaction. Written alike whether hard or not."""
    _write(who, hard=hard, key="")


@transaction.atomic
def say_hard(who: SignedIn, *, key: uuid.UUID) -> None:
    """That one was hard, said after closing. The same form twice counts once."""
    _write(who, hard=True, key=str(key))


def spare(member: Member) -> None:
    """For a while others are asked first when somebody says that they are in danger."""
    until = clock.now() + SPARED
    Spared.objects.update_or_create(member=member, defaults={"until": until})


def spared() -> frozenset[uuid.UUID]:
    """Whom the queue spares now. An end that lies too far ahead was set by a wrong clock."""
    now = clock.now()
    return frozenset(row.member_id for row in _SPARED.all(after=now, last=now + SPARED))


def break_is_due(who: SignedIn) -> bool:
    """Whether they were on duty for so many hours (HAVRE_BREAK_HOURS) without a break."""
    long, began = dt.timedelta(hours=settings.BREAK_HOURS), who.session.opened_at
    if clock.now() - began < long or presence.state_of(who.member) not in presence.AT_THE_DESK:
        return False
    rested = Presence.objects.filter(
        member=who.member, state__in=(presence.PAUSE, presence.AWAY), ended_at__gt=began
    )
    ends = [row.ended_at for row in rested if row.ended_at and row.ended_at - row.since >= A_BREAK]
    return clock.now() - max([began, *ends]) >= long


@transaction.atomic
def wish_to_talk(who: SignedIn) -> None:
    """Who supervises sees that they would like to talk. Twice is once."""
    TalkWish.objects.get_or_create(member=who.member)
    ring("queue")


@transaction.atomic
def wish_no_more(who: SignedIn) -> None:
    """Never mind: nobody is asked why."""
    if TalkWish.objects.filter(member=who.member).delete()[0]:
        ring("queue")


def wishes_to_talk(who: SignedIn) -> bool:
    """Whether they said so themselves and nobody took it up yet."""
    return TalkWish.objects.filter(member=who.member).exists()


def who_would_like_to_talk() -> list[TalkWish]:
    """For who supervises; who has waited longest comes first."""
    rows = TalkWish.objects.filter(member__deactivation=None)
    return list(rows.select_related("member").order_by("at"))


@transaction.atomic
def take_up(wish_id: uuid.UUID, *, by: SignedIn) -> None:
    """Whoever supervises talks with them. The chain keeps that it was done, not with whom."""
    if TalkWish.objects.filter(id=wish_id).delete()[0]:
        record(actor=by.actor, verb=Verb.TALK_TAKEN_UP)
        ring("queue")


def _write(who: SignedIn, *, hard: bool, key: str) -> None:
    list(Member.objects.select_for_update(no_key=True).filter(id=who.id).values_list("id"))
    row = Exposure.objects.filter(member=who.member).first()
    meter = _read(row, who)
    if hard:
        meter = meter.with_one_more(key)
        spare(who.member)
    row = row or Exposure(member=who.member)
    row.of_day = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    seal(row, "days", _packed(meter), bytes(who.member.box_public))
    row.save()


def _read(row: Exposure | None, who: SignedIn) -> Meter:
    """A row that does not open (their keys are new, or somebody changed it) begins anew."""
    today = clock.line_time(clock.now()).date()
    try:
        found = _unpacked(who.open_own(row.days)) if row else Meter(today)
    except (CannotRead, ValueError, KeyError, TypeError):
        found = Meter(today)
    return found.turned_to(today)


def _packed(meter: Meter) -> str:
    return json.dumps({"day": meter.today.isoformat(), "hard": meter.hard, "key": meter.key})


def _unpacked(text: str) -> Meter:
    found = json.loads(text)
    hard = tuple(int(n) for n in found["hard"])[-DAYS:]
    return Meter(
        dt.date.fromisoformat(found["day"]), (0,) * (DAYS - len(hard)) + hard, found["key"]
    )
