"""The house counts every minute of the rota once: none twice, none lost, on the odd days too."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from havre.staff import coverage
from havre.staff.coverage import Need, Plan, days, lane, moment_of
from havre.staff.models import Holiday, Member, Shift, Substitute

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
TORONTO = ZoneInfo("America/Toronto")
SPRING, AUTUMN = dt.date(2027, 3, 14), dt.date(2026, 11, 1)  # the clock leaps; it shows 1:00 twice
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


def test_one_inside_another_ends_nothing():
    long, short = shift(PEOPLE[0], AUTUMN, "08:00", 8), shift(PEOPLE[1], AUTUMN, "10:00", 1)
    assert [each.minutes for each in english(plan(long, short), AUTUMN).covered] == [8 * 60]


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


@pytest.mark.requirement("000-08")
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
