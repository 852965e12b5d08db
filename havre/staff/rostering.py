"""The verbs of the rota: put on, end, stand in, note a day. Each of them is a supervisor's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff import rota
from havre.staff.models import Holiday, Member, Shift, Substitute

LONGEST = 24 * 60  # minutes
_DAY = dt.timedelta(days=1)


class NotTheirs(ValueError):
    """The member has left, or has no role for this duty. Nothing was stored."""


class NotThatDay(ValueError):
    """The shift is not on that day. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class When:
    """A beginning on the wall clock, a length in minutes of the wall, and from and until when."""

    weekday: int
    starts: dt.time
    minutes: int
    first: dt.date
    last: dt.date | None = None


@transaction.atomic
def roster(
    member: Member,
    duty: str,
    whens: Sequence[When],
    *,
    by: str,
    channels: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    place: int = 1,
) -> list[Shift]:
    """Put a member on, every week until further notice. Raises NotTheirs, ValueError."""
    _may(member, duty)
    if not all(0 < when.minutes <= LONGEST for when in whens):
        raise ValueError(f"a shift lasts from 1 to {LONGEST} minutes")
    how = {"channels": " ".join(channels), "languages": " ".join(languages), "place": place}
    list(Member.objects.select_for_update(no_key=True).filter(id=member.id).values_list("id"))
    wanted = [{"member": member, "duty": duty, **asdict(when), **how} for when in whens]
    made = [Shift.objects.get_or_create(**each) for each in wanted]  # a double click is one
    if any(is_new for _, is_new in made):
        _done(Verb.ROSTERED, by, member.id)
    return [shift for shift, _ in made]


@transaction.atomic
def end_shift(shift: Shift, last: dt.date, *, by: str) -> None:
    """This is its last day; one before its first means that it never was."""
    Shift.objects.filter(id=shift.id).update(last=last)
    Substitute.objects.filter(shift=shift, day__gt=last).delete()
    _done(Verb.SHIFT_ENDED, by, shift.member_id)


@transaction.atomic
def take_over(shift: Shift, day: dt.date, member: Member | None, *, by: str) -> None:
    """On this day another member takes the shift over; None: nobody does yet, which shows.

    The last word counts; the shift's own member again is nobody's substitute. Raises NotTheirs,
    NotThatDay.
    """
    if not shift.is_on(day):
        raise NotThatDay
    if member:
        _may(member, shift.duty)
    if member and member.id == shift.member_id:
        Substitute.objects.filter(shift=shift, day=day).delete()
    else:
        own = {"member": member}
        Substitute.objects.update_or_create(shift=shift, day=day, defaults=own)
    _done(Verb.TAKEN_OVER, by, member.id if member else shift.member_id)


@transaction.atomic
def note_day(day: dt.date, note: str, *, holds: bool, by: str) -> None:
    """A holiday, or another day of its own. The last word counts."""
    Holiday.objects.update_or_create(day=day, defaults={"note": note, "holds": holds})
    _done(Verb.DAY_NOTED, by, day)


@transaction.atomic
def an_ordinary_day(day: dt.date, *, by: str) -> None:
    """It is a day like any other again."""
    if Holiday.objects.filter(day=day).delete()[0]:
        _done(Verb.DAY_NOTED, by, day)


def today() -> dt.date:
    """The day it is on the line's own calendar."""
    return clock.line_time(clock.now()).date()


def _may(member: Member, duty: str) -> None:
    if member.id not in rota.may().get(duty, frozenset()):
        raise NotTheirs


def _done(verb: Verb, by: str, target: object) -> None:
    record(actor=by, verb=verb, target=str(target))
    ring("queue")
