"""The house counts the minutes of the rota as whoever looks at the wall, minute after minute."""

import datetime as dt
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from havre.staff import coverage
from havre.staff.coverage import Need, Plan, Stint, Stretch, days, lane
from havre.staff.models import Holiday, Member, Shift, Substitute
from havre.staff.tests.test_coverage import AUTUMN, DAY, MAY, MINUTE, PEOPLE, SPRING, TORONTO

WINDOWS = [
    (TORONTO, SPRING - DAY),
    (TORONTO, AUTUMN - DAY),
    (TORONTO, dt.date(2026, 12, 30)),
    (ZoneInfo("America/St_Johns"), SPRING - DAY),
    (ZoneInfo("Australia/Lord_Howe"), dt.date(2027, 4, 3)),  # by half an hour
    (ZoneInfo("Australia/Lord_Howe"), dt.date(2026, 10, 3)),
    (ZoneInfo("Africa/Casablanca"), dt.date(2027, 2, 6)),
]


@given(st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 40)), max_size=8))
@example([(0, 10), (10, 10)])
def test_stretches_that_touch_overlap_or_lie_in_each_other_are_one(drawn):
    within = days(AUTUMN, 1, TORONTO)
    within = Stretch(within.start, within.start + 60 * MINUTE)
    spans = [
        Stretch(within.start + at * MINUTE, within.start + (at + length) * MINUTE)
        for at, length in drawn
    ]
    found = coverage.merged(spans, within)
    due = {n for at, length in drawn for n in range(at, at + length) if 0 <= n < 60}
    assert _minutes(tuple(found)) == [within.start + n * MINUTE for n in sorted(due)]
    gaps = [later.start - earlier.end for earlier, later in pairwise(found)]
    assert all(gap > dt.timedelta() for gap in gaps)


@cache
def walls(zone: ZoneInfo, first: dt.date) -> tuple[list[dt.datetime], list[dt.datetime]]:
    """Every minute from the day before on, for seven days: its moment, what the wall shows."""
    at = dt.datetime.combine(first - 2 * DAY, dt.time(), dt.UTC)
    moments = [at + n * MINUTE for n in range(7 * 24 * 60)]
    return moments, [moment.astimezone(zone).replace(tzinfo=None) for moment in moments]


def by_hand(found: Plan, first: dt.date, need: Need) -> set[dt.datetime]:
    """Every minute that is covered, found by looking at the wall minute after minute."""
    moments, wall = walls(found.zone, first)
    covered: set[dt.datetime] = set()
    for n in range(-1, 4):
        day = first + n * DAY
        holiday = found.holidays.get(day)
        for each in found.shifts:
            if each.weekday != day.weekday() or not each.first <= day <= (each.last or day):
                continue
            if holiday and not holiday.holds and each.first != each.last:
                continue
            instead = found.substitutes.get((each.id, day))
            member = instead.member if instead else each.member
            if not _meets(each, member, need):
                continue
            begins = dt.datetime.combine(day, each.starts)
            ends = begins + each.minutes * MINUTE
            start = next(i for i, shown in enumerate(wall) if shown >= begins)
            end = next(i for i, shown in enumerate(wall) if shown >= ends)
            covered |= set(moments[start:end])
    return covered


def _meets(each: Shift, member: Member | None, need: Need) -> bool:
    if member is None or member.id not in MAY[each.duty]:
        return False
    if need.is_supervisor:
        return each.duty == "supervise"
    named = each.languages.split() or member.languages.split()
    speaks = need.language in named and need.language in member.languages.split()
    return each.duty == "answer" and need.channel in each.channels.split() and speaks


@st.composite
def rotas(draw: st.DrawFn) -> tuple[Plan, dt.date]:
    zone, first = draw(st.sampled_from(WINDOWS))
    around = [first + n * DAY for n in range(-1, 4)]
    made = draw(st.lists(st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(around), st.integers(0, 1439),
        st.integers(1, 1440), st.sampled_from(["answer", "answer", "supervise"]),
        st.sampled_from(["", "fr", "en fr", "es"]),
        st.sampled_from(["webchat", "", "phone webchat"]),
        st.sampled_from(around), st.sampled_from([None, *around]),
    ), max_size=7))  # fmt: skip
    shifts = tuple(
        Shift(member=who, weekday=on.weekday(), starts=dt.time(at // 60, at % 60), minutes=length,
              duty=duty, languages=speaks, channels=by, first=min(begun, on), last=last)
        for who, on, at, length, duty, speaks, by, begun, last in made
    )  # fmt: skip
    places = draw(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(around),
                                     st.sampled_from([None, *PEOPLE])), max_size=4))  # fmt: skip
    instead = {
        (shifts[n].id, day): Substitute(shift=shifts[n], day=day, member=who)
        for n, day, who in places
        if n < len(shifts)
    }
    noted = draw(st.dictionaries(st.sampled_from(around), st.booleans(), max_size=2))
    holidays = {day: Holiday(day=day, holds=holds) for day, holds in noted.items()}
    return Plan(zone, shifts, instead, holidays, MAY), first


@pytest.mark.requirement("000-08")
@settings(max_examples=150, deadline=None)
@given(rotas(), st.sampled_from([Need(), Need("webchat", "fr"), Need("webchat", "en")]))
def test_no_minute_is_counted_twice_and_none_is_lost(drawn, need):
    found, first = drawn
    span = days(first, 3, found.zone)
    whole = lane(need, found.stints(span), span)
    minutes = [span.start + n * MINUTE for n in range(span.minutes)]
    looked_up = [_minutes(whole.covered), _minutes(whole.uncovered)]
    assert sorted(looked_up[0] + looked_up[1]) == minutes  # each once
    covered = by_hand(found, first, need)
    assert looked_up[0] == [minute for minute in minutes if minute in covered]
    assert whole.minutes == len(looked_up[1])


def _minutes(stretches: tuple[Stretch, ...]) -> list[dt.datetime]:
    return [each.start + n * MINUTE for each in stretches for n in range(each.minutes)]


@settings(max_examples=100, deadline=None)
@given(rotas(), st.integers(0, 4000))
def test_whoever_is_called_is_on_in_that_minute_and_the_other_way_round(drawn, minute):
    found, first = drawn
    span = days(first, 3, found.zone)
    at = min(span.start + minute * MINUTE, span.end - MINUTE)
    stints: list[Stint] = found.stints(Stretch(at, at + MINUTE))
    called = coverage.ladder(stints, at)
    assert bool(called) == (at in by_hand(found, first, Need()))
    assert len({member.id for member in called}) == len(called)
