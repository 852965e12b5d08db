"""Every call is counted once, by how it ended, in the line's own hour."""

import datetime as dt

import pytest

from havre.channels.phone import calls
from havre.channels.phone.counting import count
from havre.channels.phone.models import Call
from havre.lib import clock
from havre.statistics.models import CallsSoFar
from tests.hands import clock_at

RANG = dt.datetime.fromisoformat("2026-11-01T01:30:00-04:00")


def counted() -> list[tuple[str, int, str, str, int]]:
    return list(CallsSoFar.objects.values_list("month", "hour", "language", "how", "n"))


@pytest.mark.parametrize(
    ("answered", "ended", "how"),
    [
        (20, 600, "in20"),
        (21, 600, "in60"),
        (60, 600, "in60"),
        (61, 600, "later"),
        (None, 9.9, "gone10"),
        (None, 10, "gone"),
        (None, -3, "gone10"),  # the clock was set back
    ],
)
def test_an_end_has_one_name(db, answered, ended, how):
    def after(seconds: float) -> dt.datetime:
        return RANG + dt.timedelta(seconds=seconds)

    answered_at = None if answered is None else after(answered)
    count(RANG, answered_at=answered_at, ended_at=after(ended), language="fr")
    assert counted() == [("2026-11", 1, "fr", how, 1)]


def test_a_call_is_counted_once_however_often_its_end_is_seen(house):
    contact = calls.begin("fr", clock.now())
    for _ in range(2):
        calls.left(contact)
    assert calls.end_all_but([]) == 0
    assert [row[2:] for row in counted()] == [("fr", "gone10", 1)]


def test_a_call_that_ended_while_our_program_was_away_ended_when_it_was_seen_last(house):
    calls.begin("fr", clock.now())
    with clock_at(clock.now() + dt.timedelta(hours=1)):
        assert calls.end_all_but([]) == 1
    assert [row[2:] for row in counted()] == [("fr", "gone10", 1)]
    assert Call.objects.get().ended_at is not None


def test_a_call_whose_end_could_not_be_written_ends_by_itself(house):
    gone, up = calls.begin("fr", clock.now()), calls.begin("fr", clock.now())
    unseen = dt.timedelta(seconds=15)
    assert calls.end_all_but([up], unseen_for=unseen) == 0  # perhaps it is just being noted
    for put in (dt.timedelta(seconds=16), -dt.timedelta(hours=1)):  # or the clock was put back
        with clock_at(clock.now() + put):
            assert calls.end_all_but([up], unseen_for=unseen) == 1
        Call.objects.filter(contact=gone).update(ended_at=None)
    assert Call.objects.get(contact=up).ended_at is None


def test_who_leaves_before_choosing_is_a_number_without_a_language(house):
    calls.gave_up(clock.now())
    assert [row[2:] for row in counted()] == [("", "gone10", 1)]
    assert Call.objects.count() == 0
