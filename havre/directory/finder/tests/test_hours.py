"""The house says "open" only of a door that is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.directory.finder import hours
from havre.directory.finder.entry import Closing, Opening
from havre.directory.finder.holidays import is_holiday
from havre.directory.finder.hours import CLOSED, OPEN, UNKNOWN, WEEK, Hours, State, state_at
from havre.directory.finder.week import Patterns

TORONTO = ZoneInfo("America/Toronto")
OFFICE = Opening("operating", ("MO", "TU", "WE", "TH", "FR"), "09:00", "17:00")
NIGHT = Opening("intake", WEEK, "20:00", "08:00")
DAY_AND_NIGHT = Opening("phone", WEEK, "00:00", "24:00")


def told(*rules, closings=(), province="", zone="America/Toronto"):
    return Hours(zone, province, rules, closings)


def local(*when, fold=0):
    return datetime(*when, tzinfo=TORONTO, fold=fold)


@pytest.mark.parametrize(
    ("rules", "at", "expected"),
    [
        ((OFFICE,), local(2026, 3, 3, 8, 59), State(CLOSED, opens_in=1)),
        ((OFFICE,), local(2026, 3, 3, 9), State(OPEN, closes_in=480)),
        ((OFFICE,), local(2026, 3, 3, 16, 20), State(OPEN, closes_in=40)),
        ((OFFICE,), local(2026, 3, 3, 17), State(CLOSED, opens_in=16 * 60)),
        ((OFFICE,), local(2026, 3, 6, 17), State(CLOSED, opens_in=64 * 60 - 60)),  # clocks go on
        ((NIGHT,), local(2026, 3, 3, 2), State(OPEN, closes_in=360)),
        ((NIGHT,), local(2026, 3, 3, 12), State(CLOSED, opens_in=480)),
        ((DAY_AND_NIGHT,), local(2026, 3, 3, 12), State(OPEN)),
        ((), local(2026, 3, 3, 12), State(UNKNOWN)),
        ((OFFICE, NIGHT), local(2026, 3, 3, 16, 20), State(OPEN, closes_in=40)),
    ],
)
def test_the_state_of_a_week_is_told_to_the_minute(rules, at, expected):
    assert state_at(told(*rules), at) == expected


def test_one_kind_of_hours_can_be_asked_for():
    at = local(2026, 3, 3, 12)
    assert state_at(told(OFFICE, NIGHT), at, "intake") == State(CLOSED, opens_in=480)
    assert state_at(told(OFFICE), at, "intake") == State(UNKNOWN)


def test_minutes_are_right_on_the_days_of_23_and_25_hours():
    night = told(Opening("intake", WEEK, "22:00", "06:00"))
    assert state_at(night, local(2026, 3, 7, 23)).closes_in == 6 * 60
    assert state_at(night, local(2026, 10, 31, 23)).closes_in == 8 * 60
    again = told(Opening("intake", WEEK, "22:00", "01:45"))
    assert state_at(again, local(2026, 11, 1, 1, 30, fold=1)).closes_in == 15


def test_a_closed_day_closes_what_began_before_it_and_on_it():
    christmas = told(NIGHT, province="ON")
    assert state_at(christmas, local(2026, 12, 24, 23)).closes_in == 60
    assert state_at(christmas, local(2026, 12, 25, 3)).state == CLOSED
    assert state_at(christmas, local(2026, 12, 25, 23)).state == CLOSED
    day = Closing(date(2026, 3, 3), "", "", False)
    assert state_at(told(OFFICE, closings=(day,)), local(2026, 3, 3, 12)).opens_in == 21 * 60


def test_hours_of_one_day_stand_instead_of_its_holiday():
    dinner = Closing(date(2026, 12, 25), "11:00", "14:00", True)
    open_at_christmas = told(OFFICE, closings=(dinner,), province="ON")
    assert state_at(open_at_christmas, local(2026, 12, 25, 12)) == State(OPEN, closes_in=120)
    assert state_at(open_at_christmas, local(2026, 12, 25, 15)).state == CLOSED


def test_hours_that_are_closed_are_cut_out_of_a_day():
    lunch = Closing(date(2026, 3, 3), "12:00", "13:00", False)
    served = told(OFFICE, closings=(lunch,))
    assert state_at(served, local(2026, 3, 3, 11)) == State(OPEN, closes_in=60)
    assert state_at(served, local(2026, 3, 3, 12, 30)) == State(CLOSED, opens_in=30)


def test_rules_that_ran_out_are_unknown_and_those_to_come_are_closed():
    winter = Opening("operating", WEEK, "09:00", "17:00", date(2026, 11, 1), date(2027, 3, 31))
    assert state_at(told(winter), local(2026, 7, 1, 12)).state == CLOSED
    assert state_at(told(winter), local(2026, 12, 1, 12)).state == OPEN
    assert state_at(told(winter), local(2027, 4, 1, 12)).state == UNKNOWN


@pytest.mark.parametrize("text", ["9:00", "24:01", "12:60", "noon", "", "-1:00", "1200"])
def test_what_is_no_time_of_day_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="Not a time of day"):
        hours.span(text, "17:00")


@pytest.mark.parametrize(
    ("province", "day"),
    [
        ("ON", date(2026, 2, 16)), ("ON", date(2026, 4, 3)), ("ON", date(2026, 5, 18)),
        ("ON", date(2027, 12, 27)), ("ON", date(2027, 12, 28)), ("ON", date(2022, 12, 27)),
        ("QC", date(2026, 6, 24)), ("NU", date(2026, 7, 9)), ("YT", date(2026, 8, 17)),
        ("BC", date(2027, 1, 1)), ("BC", date(2028, 1, 3)), ("MB", date(2026, 9, 30)),
        ("NB", date(2026, 8, 3)), ("ON", date(2026, 10, 12)), ("NL", date(2026, 11, 11)),
    ],
)  # fmt: skip
def test_holidays_are_those_of_the_province(province, day):
    assert is_holiday(province, day)


def test_no_holiday_is_nobodys():
    assert not is_holiday("QC", date(2026, 11, 11))
    assert not is_holiday("", date(2026, 12, 25))
    assert not is_holiday("ON", date(2026, 6, 24))


times = st.sampled_from(["00:00", "00:30", "08:00", "09:00", "12:00", "17:00", "20:00", "23:30"])
days_near = st.sampled_from([date(2026, 12, 24) + timedelta(days=n) for n in range(4)])
rules = st.builds(
    Opening,
    st.sampled_from(sorted(hours.KINDS)),
    st.lists(st.sampled_from(WEEK), max_size=7).map(tuple),
    times,
    times | st.just("24:00"),
    st.none() | days_near,
    st.none() | days_near,
)
closings = st.builds(Closing, days_near, times, times | st.just("24:00"), st.booleans()) | (
    st.builds(Closing, days_near, st.just(""), st.just(""), st.just(False))
)
weeks = st.builds(
    Hours,
    st.sampled_from(["America/Toronto", "America/Vancouver", "America/St_Johns"]),
    st.sampled_from(["", "ON", "NL"]),
    st.lists(rules, max_size=4).map(tuple),
    st.lists(closings, max_size=3).map(tuple),
)
moments = st.datetimes(
    datetime(2026, 12, 23, 12), datetime(2026, 12, 28, 12), timezones=st.just(UTC)
)


@given(st.lists(weeks, min_size=1, max_size=6), moments, st.sampled_from(["", *hours.KINDS]))
def test_all_weeks_at_once_say_what_each_says_alone(all_weeks, at, kind):
    patterns = Patterns()
    numbers = [patterns.number(week) for week in all_weeks]
    states = patterns.states(at, kind)
    assert [states[n] for n in numbers] == [state_at(w, at, kind).state for w in all_weeks]


@given(weeks, moments)
def test_what_closes_in_minutes_is_closed_then(week, at):
    """Except at a spring's missing hour, which is not in December."""
    at = at.replace(second=0, microsecond=0)
    now = state_at(week, at)
    if now.closes_in is not None:
        assert state_at(week, at + timedelta(minutes=now.closes_in)).state != OPEN
        assert state_at(week, at + timedelta(minutes=now.closes_in - 1)).state == OPEN
    if now.opens_in is not None:
        assert state_at(week, at + timedelta(minutes=now.opens_in)).state == OPEN


usual = st.builds(
    Opening,
    st.sampled_from(sorted(hours.KINDS)),
    st.lists(st.sampled_from(WEEK), max_size=7).map(tuple),
    times,
    times | st.just("24:00"),
)
usual_weeks = st.builds(
    Hours,
    st.sampled_from(["America/Toronto", "America/St_Johns"]),
    st.sampled_from(["", "ON", "NL"]),
    st.lists(usual, max_size=4).map(tuple),
    st.lists(closings, max_size=1).map(tuple),
)
any_moment = st.one_of(
    moments,
    st.datetimes(datetime(2026, 3, 6), datetime(2026, 3, 10), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 10, 30), datetime(2026, 11, 3), timezones=st.just(UTC)),
)


@settings(max_examples=600, deadline=None)
@given(usual_weeks | weeks, any_moment, st.sampled_from(["", *hours.KINDS]))
def test_the_short_way_to_an_answer_gives_the_answer_of_the_long_one(week, at, kind):
    patterns = Patterns()
    assert patterns.state(patterns.number(week), at, kind) == state_at(week, at, kind)


def test_hours_that_come_within_a_minute_are_seen_in_it():
    patterns, at = Patterns(), datetime(2026, 12, 23, 15, tzinfo=UTC)
    patterns.number(told(OFFICE))
    assert patterns.states(at).tolist() == [OPEN]
    patterns.number(told())
    assert patterns.states(at + timedelta(seconds=20)).tolist() == [OPEN, UNKNOWN]
    for minute in range(20):
        assert len(patterns.states(at + timedelta(minutes=minute))) == 2
    assert patterns.states(at + timedelta(hours=12)).tolist() == [CLOSED, UNKNOWN]


BEGUN = Closing(date(2026, 3, 2), "23:00", "02:00", is_open=False)
LONGER = Closing(date(2026, 3, 2), "22:00", "03:00", is_open=True)


@pytest.mark.parametrize("closing", [BEGUN, LONGER])
def test_the_short_way_remembers_what_was_said_of_yesterday_night(closing):
    week = told(Opening("intake", WEEK, "20:00", "06:00"), closings=(closing,))
    patterns, at = Patterns(), datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    assert patterns.state(patterns.number(week), at) == state_at(week, at)


def test_what_never_closes_closes_in_no_number_of_minutes():
    week, patterns = told(Opening("phone", WEEK, "00:00", "24:00")), Patterns()
    at = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    assert patterns.state(patterns.number(week), at) == state_at(week, at) == State(OPEN)
