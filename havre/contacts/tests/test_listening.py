"""The house works out for somebody how long they listened, and for nobody about another."""

import datetime as dt
import inspect
from zoneinfo import ZoneInfo

import pytest

from havre.contacts import actions, listening
from havre.contacts.models import Taking
from havre.contacts.signals import Facts
from havre.staff.signin import SHIFT, SignedIn
from tests.hands import clock_at, later

ZONE = ZoneInfo("America/Toronto")


def at(day: int, hour: float, month: int = 11) -> dt.datetime:
    begin = dt.datetime(2026, month, day, tzinfo=ZONE)
    return (begin.astimezone(dt.UTC) + dt.timedelta(hours=hour)).astimezone(ZONE)


def test_a_moment_counts_once_however_many_it_held():
    spans = [(at(24, 20), at(24, 22)), (at(24, 21), at(24, 23)), (at(24, 21), at(24, 21.5))]
    assert listening.by_day(spans, at(25, 12), 3) == [0, 3, 0]


def test_a_night_is_shared_between_its_two_days():
    assert listening.by_day([(at(24, 22), at(25, 1))], at(25, 12), 2) == [2, 1]


def test_the_night_the_clocks_change_has_its_true_length():
    assert listening.by_day([(at(1, 0), at(1, 25))], at(2, 12), 2) == [25, 0]


def test_what_lies_before_is_not_counted():
    assert listening.by_day([(at(20, 1), at(20, 5))], at(25, 12), 2) == [0, 0]


def test_it_adds_up_what_somebody_held_and_nothing_of_others(house):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    contact = house.somebody_writes("Bonjour.")
    with clock_at(later(hours=-2)):
        actions.take(contact, by=ana)
    actions.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")
    assert sum(listening.hours_of(ana, 14)) == pytest.approx(2, abs=0.01)
    assert sum(listening.hours_of(ben, 14)) == 0


def test_one_that_nobody_closed_lasts_no_longer_than_a_shift(house):
    ana = house.on_duty("ana")
    actions.take(house.somebody_writes("Bonjour."), by=ana)
    Taking.objects.update(at=later(days=-5))
    hours = SHIFT.total_seconds() / 3600
    assert sum(listening.hours_of(ana, 14)) == pytest.approx(hours, abs=0.01)


def test_it_can_be_asked_by_who_is_signed_in_and_about_nobody_else():
    asked = inspect.signature(listening.hours_of).parameters
    assert [p.annotation for p in asked.values()] == [SignedIn, int]
