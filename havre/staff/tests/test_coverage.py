"""The house counts every minute of the rota once: none twice, none lost, on the odd days too."""

import datetime as dt
import uuid
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.staff import coverage
from havre.staff.coverage import Need, Plan, Stint, Stretch, days, lane, moment_of
from havre.staff.models import Holiday, Member, Shift, Substitute

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
TORONTO = ZoneInfo("America/Toronto")
SPRING, AUTUMN = dt.date(2027, 3, 14), dt.date(2026, 11, 1)  # the clock leaps; it shows 1:00 twice
WINDOWS = [
    (TORONTO, SPRING - DAY),
    (TORONTO, AUTUMN - DAY),
    (TORONTO, dt.date(2026, 12, 30)),
    (ZoneInfo("America/St_Johns"), SPRING - DAY),
    (ZoneInfo("Australia/Lord_Howe"), dt.date(2027, 4, 3)),  # by half an hour
    (ZoneInfo("Australia/Lord_Howe"), dt.date(2026, 10, 3)),
    (ZoneInfo("Africa/Casablanca"), dt.date(2027, 2, 6)),
]
PEOPLE = [
    Member(id=uuid.UUID(int=1), alias="Ana", languages="en fr"),
    Member(id=uuid.UUID(int=2), alias="Ben", languages="en"),
    Member(id=uuid.UUID(int=3), alias="Kim", languages="fr es"),
    Member(id=uuid.UUID(int=4), alias="Nil", languages=""),
]
MAY = {
    Shift.ANSWER: frozenset(member.id for member in PEOPLE),
    Shift.SUPERVISE: frozenset(member.id for member in PEOPLE[:2]),
}
ALWAYS = dt.date(2026, 1, 1)


def shift(member: Member, day: dt.date, starts: str, hours: float, **more: object) -> Shift:
    given = {"duty": Shift.ANSWER, "channels": "webchat phone", "first": ALWAYS} | more
    starts_at = dt.time.fromisoformat(starts)
    minutes = int(hours * 60)
    return Shift(member=member, weekday=day.weekday(), starts=starts_at, minutes=minutes, **given)


def plan(*shifts: Shift, zone: ZoneInfo = TORONTO, **more: object) -> Plan:
    return Plan(zone, shifts, may=MAY, **more)


def english(found: Plan, day: dt.date, count: int = 1) -> coverage.Lane:
    span = days(day, count, found.zone)
    return lane(Need("webchat", "en"), found.stints(span), span)


# ------------------------------------------------------------ the odd days


def test_a_day_has_as_many_minutes_as_pass_in_it():
    lengths = [days(day, 1, TORONTO).minutes for day in (SPRING, AUTUMN, dt.date(2026, 12, 1))]
    assert lengths == [23 * 60, 25 * 60, 24 * 60]
    assert days(AUTUMN - 6 * DAY, 7, TORONTO).minutes == 169 * 60


@pytest.mark.requirement("000-08")
@pytest.mark.parametrize("odd", [SPRING, AUTUMN, dt.date(2026, 12, 25)])
def test_three_shifts_that_meet_on_the_wall_leave_no_minute_uncovered(odd):
    every = [
        shift(PEOPLE[0], ALWAYS + n * DAY, starts, 8)
        for n in range(7)
        for starts in ("00:00", "08:00", "16:00")
    ]
    assert english(plan(*every), odd - DAY, 3).uncovered == ()


@pytest.mark.requirement("000-08")
@pytest.mark.parametrize(("odd", "missing"), [(SPRING, 60), (AUTUMN, 180), (SPRING - DAY, 120)])
def test_what_nobody_covers_is_counted_in_minutes_that_pass(odd, missing):
    """Nobody from 1:00 to 3:00: one hour of the night in spring, three in autumn."""
    every = [shift(PEOPLE[0], ALWAYS + n * DAY, "03:00", 22) for n in range(7)]
    (gap,) = english(plan(*every), odd).uncovered
    assert gap.minutes == missing


def test_a_night_ends_when_the_wall_says_so():
    (night,) = plan(shift(PEOPLE[0], AUTUMN - DAY, "23:00", 8)).stints(days(AUTUMN, 1, TORONTO))
    assert (night.span.minutes, night.day) == (9 * 60, AUTUMN - DAY)
    (night,) = plan(shift(PEOPLE[0], SPRING - DAY, "23:00", 8)).stints(days(SPRING, 1, TORONTO))
    assert night.span.minutes == 7 * 60


def test_a_minute_that_is_left_out_is_the_moment_of_the_leap():
    leap = moment_of(SPRING, 180, TORONTO)
    assert [moment_of(SPRING, minute, TORONTO) for minute in (120, 150, 179)] == [leap] * 3
    assert leap - moment_of(SPRING, 119, TORONTO) == MINUTE


# ----------------------------------------------------- who is on, who is not


def test_two_at_once_are_no_more_than_one():
    twice = plan(*[shift(PEOPLE[n], AUTUMN, "08:00", 8 + n) for n in range(2)])
    found = english(twice, AUTUMN)
    assert [each.minutes for each in found.covered] == [9 * 60]
    assert found.minutes == 25 * 60 - 9 * 60


@pytest.mark.requirement("000-06")
def test_a_shift_speaks_what_its_member_speaks_and_of_that_what_it_names():
    spoken = [
        plan(shift(member, AUTUMN, "08:00", 8, languages=names)).stints(days(AUTUMN, 1, TORONTO))
        for member, names in [
            (PEOPLE[0], ""), (PEOPLE[0], "fr"), (PEOPLE[1], "fr"), (PEOPLE[3], ""),
            (PEOPLE[3], "en"),
        ]
    ]  # fmt: skip
    assert [sorted(stint.languages) for (stint,) in spoken] == [["en", "fr"], ["fr"], [], [], []]


def test_a_channel_that_is_not_said_is_none():
    silent = plan(shift(PEOPLE[0], AUTUMN, "00:00", 24, channels=""))
    assert english(silent, AUTUMN).covered == ()


def test_whoever_takes_over_is_on_with_their_own_languages_that_day_only():
    bens = shift(PEOPLE[1], AUTUMN, "08:00", 8)
    kim = Substitute(shift=bens, day=AUTUMN, member=PEOPLE[2])
    found = plan(bens, substitutes={(bens.id, AUTUMN): kim})
    (stint,) = found.beginning_on(AUTUMN)
    assert (stint.member, stint.is_taken_over, sorted(stint.languages)) == (
        PEOPLE[2], True, ["es", "fr"],
    )  # fmt: skip
    assert english(found, AUTUMN).covered == ()
    (next_week,) = found.beginning_on(AUTUMN + 7 * DAY)
    assert (next_week.member, next_week.is_taken_over) == (PEOPLE[1], False)


def test_a_shift_that_nobody_takes_over_yet_covers_nothing_and_is_still_there():
    bens = shift(PEOPLE[1], AUTUMN, "08:00", 8)
    nobody = Substitute(shift=bens, day=AUTUMN, member=None)
    found = plan(bens, substitutes={(bens.id, AUTUMN): nobody})
    assert [stint.member for stint in found.beginning_on(AUTUMN)] == [None]
    assert english(found, AUTUMN).minutes == 25 * 60


@pytest.mark.parametrize("member", PEOPLE[2:])
def test_whoever_has_left_or_lost_the_role_covers_nothing(member):
    found = plan(shift(member, AUTUMN, "08:00", 8, duty=Shift.SUPERVISE))
    span = days(AUTUMN, 1, TORONTO)
    assert lane(Need(), found.stints(span), span).covered == ()


def test_a_pattern_begins_and_ends_on_its_days():
    brief = shift(PEOPLE[0], AUTUMN, "08:00", 8, first=AUTUMN + 7 * DAY, last=AUTUMN + 20 * DAY)
    found = plan(brief)
    on = [n for n in range(6) if list(found.beginning_on(AUTUMN + 7 * n * DAY))]
    assert on == [1, 2]


def test_on_a_day_of_its_own_only_its_own_shifts_are_on():
    weekly = shift(PEOPLE[0], AUTUMN, "08:00", 8)
    own = shift(PEOPLE[1], AUTUMN, "10:00", 2, first=AUTUMN, last=AUTUMN)
    for holds, due in ((False, [PEOPLE[1]]), (True, [PEOPLE[0], PEOPLE[1]])):
        found = plan(weekly, own, holidays={AUTUMN: Holiday(day=AUTUMN, holds=holds)})
        assert [stint.member for stint in found.beginning_on(AUTUMN)] == due


@pytest.mark.requirement("000-08")
def test_the_first_of_the_ladder_is_whose_place_is_first_each_once():
    on = {"duty": Shift.SUPERVISE}
    found = plan(
        shift(PEOPLE[1], AUTUMN, "00:00", 24, place=2, **on),
        shift(PEOPLE[0], AUTUMN, "08:00", 8, place=1, **on),
        shift(PEOPLE[0], AUTUMN, "06:00", 12, place=3, **on),
        shift(PEOPLE[2], AUTUMN, "00:00", 24, place=1, **on),  # has not the role
        shift(PEOPLE[3], AUTUMN, "00:00", 24),
    )
    stints = found.stints(days(AUTUMN, 1, TORONTO))
    calls = [
        [each.alias for each in coverage.ladder(stints, moment_of(AUTUMN, hour * 60, TORONTO))]
        for hour in (3, 7, 8, 16, 18)
    ]
    assert calls == [["Ben"], ["Ben", "Ana"], ["Ana", "Ben"], ["Ben", "Ana"], ["Ben"]]


# -------------------------------------------------- minute by minute, by hand


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
