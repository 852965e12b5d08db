"""The rota as it is read: who is on, whom to call, and which minutes nobody covers."""

import datetime as dt
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, QuerySet

from havre.lib import clock, lang
from havre.staff import coverage
from havre.staff.coverage import Lane, Need, Plan, Stint, Stretch
from havre.staff.models import Holiday, Member, Role, Shift, Substitute

ROLES = {Shift.ANSWER: ("responder", "supervisor"), Shift.SUPERVISE: ("supervisor",)}
_DAY, _HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Who:
    """One day of the line: the shifts that begin on it, and what it is noted as."""

    day: dt.date
    stints: tuple[Stint, ...]
    holiday: Holiday | None

    @property
    def answering(self) -> list[Stint]:
        """Who answers."""
        return [stint for stint in self.stints if not stint.supervises]

    @property
    def supervising(self) -> list[Stint]:
        """Who supervises or is on call."""
        return [stint for stint in self.stints if stint.supervises]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the line, from Monday: who is on and, from now on, what is not covered."""

    monday: dt.date
    span: Stretch
    lanes: tuple[Lane, ...]
    who: tuple[Who, ...]


def on_call(now: dt.datetime) -> list[Member]:
    """The supervisors to call at this moment, in order. Empty: nobody, and the rota shows it."""
    today = clock.line_time(now).date()
    plan = plan_of(today - _DAY, today)
    return coverage.ladder(plan.stints(Stretch(now, now + dt.timedelta(minutes=1))), now)


def weeks(first: dt.date, count: int) -> list[Week]:
    """So many weeks from the Monday of a day on. What is over is neither covered nor missing."""
    zone = ZoneInfo(settings.TIME_ZONE)
    monday = first - first.weekday() * _DAY
    plan = plan_of(monday - _DAY, monday + 7 * count * _DAY)
    return [_week(plan, monday + 7 * n * _DAY, zone) for n in range(count)]


def plan_of(first: dt.date, last: dt.date) -> Plan:
    """The rota of these days, as it stands now."""
    shifts = Shift.objects.filter(Q(last=None) | Q(last__gte=first), first__lte=last)
    substitutes = Substitute.objects.filter(day__range=(first, last)).select_related("member")
    holidays = Holiday.objects.filter(day__range=(first, last))
    return Plan(
        ZoneInfo(settings.TIME_ZONE),
        tuple(shifts.select_related("member").order_by("weekday", "starts", "place", "id")),
        {(each.shift_id, each.day): each for each in substitutes},
        {each.day: each for each in holidays},
        may(),
    )


def standing(today: dt.date) -> QuerySet[Shift]:
    """The shifts that are not over, in the order of the week."""
    over = Q(last__lt=today) | Q(last__lt=F("first"))
    found = Shift.objects.exclude(Q(last__isnull=False) & over).select_related("member")
    return found.order_by("weekday", "starts", "place", "member__alias", "id")


def may() -> dict[str, frozenset[uuid.UUID]]:
    """By duty, who works here and has a role for it now."""
    roles = Role.objects.filter(member__deactivation=None).values_list("member_id", "role")
    held = list(roles)
    return {
        duty: frozenset(member for member, role in held if role in wanted)
        for duty, wanted in ROLES.items()
    }


def heads(start: dt.datetime, hours: int, language: str = "") -> list[int]:
    """How many members answer through each whole hour from a full hour on, in this language."""
    end = start + hours * _HOUR
    plan = plan_of(clock.line_time(start).date() - _DAY, clock.line_time(end).date())
    on: list[set[uuid.UUID]] = [set() for _ in range(hours)]
    spans: dict[uuid.UUID, list[Stretch]] = {}
    for stint in plan.stints(Stretch(start, end)):
        speaks = not language or language in stint.languages
        if stint.member and speaks and not stint.supervises:
            spans.setdefault(stint.member.id, []).append(stint.span)
    for member, theirs in spans.items():
        for stretch in coverage.merged(theirs, Stretch(start, end)):
            first = -((start - stretch.start) // _HOUR)
            for n in range(first, (stretch.end - start) // _HOUR):
                on[n].add(member)
    return [len(members) for members in on]


def needs() -> list[Need]:
    """What must be covered at all hours, the supervisor first."""
    pairs = [(channel, code) for channel in settings.LIVE_CHANNELS for code in lang.languages()]
    return [Need(), *(Need(channel, language) for channel, language in pairs)]


def _week(plan: Plan, monday: dt.date, zone: ZoneInfo) -> Week:
    span = coverage.days(monday, 7, zone)
    stints = plan.stints(span)
    from_now = clock.now().replace(second=0, microsecond=0)
    ahead = Stretch(min(max(span.start, from_now), span.end), span.end)
    lanes = [coverage.lane(need, stints, ahead) for need in needs()]
    since = clock.line_time(from_now).date() - _DAY  # last night's shift may still be on
    days = [day for n in range(7) if (day := monday + n * _DAY) >= since]
    who = [Who(day, tuple(plan.beginning_on(day)), plan.holidays.get(day)) for day in days]
    return Week(monday, span, tuple(lanes), tuple(who))
