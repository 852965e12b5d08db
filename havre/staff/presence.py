"""Who is on duty now: what members say of themselves, and whether their desk still answers.

A closed laptop or a lost network is noticed within SILENT, by the page's own sign of life.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff.models import DeskSession, Member, Presence, Role

SILENT = timedelta(seconds=25)  # two signs of life missed (lib/stream.py asks every ten seconds)
WRAP_UP = timedelta(minutes=5)  # then somebody who forgot to say so counts as available again
AVAILABLE, WRAPPING_UP, PAUSE, AWAY = "available", "wrapping_up", "pause", "away"
AT_THE_DESK = (AVAILABLE, WRAPPING_UP)
STATES = (AVAILABLE, WRAPPING_UP, PAUSE, AWAY)

_NOW = PreparedQuery(
    lambda member: Presence.objects.filter(member=member, ended_at=None), member=uuid.UUID
)
_ALIVE = PreparedQuery(
    lambda after, before: DeskSession.objects.filter(
        alive_at__gt=after, alive_at__lt=before, member__deactivation=None
    ).select_related("member"),
    after=datetime,
    before=datetime,
)
_SAYS = PreparedQuery(lambda: Presence.objects.filter(ended_at=None))
_LISTENERS = PreparedQuery(lambda: Role.objects.filter(role__in=("responder", "supervisor")))


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A member whose desk answers, and what they say of themselves."""

    member: Member
    state: str
    since: datetime
    roles: frozenset[str]

    @property
    def is_available(self) -> bool:
        """Whether they may be offered somebody who waits."""
        if self.state == WRAPPING_UP:
            return self.since < clock.now() - WRAP_UP
        return self.state == AVAILABLE

    @property
    def speaks(self) -> frozenset[str]:
        """The languages they answer in. None said is none, never all."""
        return frozenset(self.member.languages.split())

    @property
    def skills(self) -> frozenset[str]:
        """What they bring, of the list `skill` in the taxonomy."""
        return frozenset(self.member.skills.split())


def state_of(member: Member) -> str:
    """What this member says of themselves now."""
    row = _NOW.first(member=member.id)
    return row.state if row else AWAY


def on_duty() -> list[OnDuty]:
    """Every responder and supervisor whose desk gave a sign of life within SILENT."""
    now = clock.now()  # a sign of life from the future is a wrong clock's
    alive = _ALIVE.all(after=now - SILENT, before=now + SILENT)
    members = {row.member_id: row.member for row in alive}
    roles: dict[uuid.UUID, set[str]] = {}
    for role in _LISTENERS.all():
        roles.setdefault(role.member_id, set()).add(role.role)
    says = {row.member_id: row for row in _SAYS.all()}
    return [
        OnDuty(member, says[id].state, says[id].since, frozenset(roles[id]))
        for id, member in members.items()
        if id in says and id in roles and says[id].state != AWAY
    ]


def available(members: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these members, whatever their role, whose desk answers and who say available."""
    says = {row.member_id for row in _SAYS.all() if row.state in AT_THE_DESK}
    return answering() & says & set(members)


def answering() -> set[uuid.UUID]:
    """Every member whose desk gave a sign of life within SILENT."""
    now = clock.now()
    return {row.member_id for row in _ALIVE.all(after=now - SILENT, before=now + SILENT)}


@transaction.atomic
def be(member: Member, state: str) -> None:
    """Say of oneself how one is. The same again changes nothing. Raises ValueError."""
    if state not in STATES:
        raise ValueError(f"{state} is not among {STATES}")
    if _change(member, state):
        record(actor=str(member.id), verb=Verb.PRESENCE_SAID)
        ring("queue")


def arrive(member: Member) -> None:
    """They signed in, in the caller's transaction: their sign-in is the record."""
    _change(member, AVAILABLE, anew=True)


def go(member: Member) -> None:
    """They signed out of the last open desk, in the caller's transaction."""
    if not DeskSession.objects.filter(member=member).exists():
        _change(member, AWAY)


def wrap_up(member: Member) -> None:
    """They closed their last conversation, in the caller's transaction: a breath before the next.

    Every time, but a pause stays a pause.
    """
    if state_of(member) in (AVAILABLE, WRAPPING_UP) and _change(member, WRAPPING_UP, anew=True):
        ring("queue")


def count_on_no_more(member: Member) -> None:
    """They did not answer the house. Until they say otherwise nobody is offered to them."""
    with transaction.atomic():
        if _change(member, AWAY):
            ring("queue")


def _change(member: Member, state: str, *, anew: bool = False) -> bool:
    """`anew`: the same state begins again, from now."""
    list(Member.objects.select_for_update(no_key=True).filter(id=member.id).values_list("id"))
    if state_of(member) == state and not anew:  # two tabs at once come here one after the other
        return False
    now = clock.now()
    Presence.objects.filter(member=member, ended_at=None).update(ended_at=now)
    Presence.objects.create(member=member, state=state, since=now)
    return True
