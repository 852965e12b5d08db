"""The house calls somebody to the desk only when everybody who is there was asked in vain."""

import pytest

from havre.contacts import actions, offering
from havre.contacts.models import Contact
from havre.contacts.needed import is_somebody_needed
from havre.contacts.tests.waiting import CHANNEL
from havre.staff.models import DeskSession
from tests.hands import clock_at, later

pytestmark = [pytest.mark.usefixtures("told"), pytest.mark.requirement("000-08")]
ROUND = 20 + 40 + 40


def after(house, seconds: float, *there) -> bool:
    """The night goes on, second by second where something happens; is somebody needed then?"""
    for moment in (1, 22, 44, 66, 108, 150, seconds):
        if moment > seconds:
            continue
        with clock_at(later(seconds=moment)):
            for who in there:
                DeskSession.objects.filter(member=who.member).update(alive_at=later(seconds=moment))
            offering.keep_watch(), offering.keep_watch()
            needed = is_somebody_needed()
    return needed


def test_with_nobody_waiting_nobody_is_needed(house):
    assert not is_somebody_needed()


def test_who_waits_is_offered_to_everybody_before_anybody_is_called(house, mina):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    assert not after(house, 60, ana, sue)
    assert after(house, 170, ana, sue)


def test_with_nobody_on_duty_somebody_is_needed_after_as_long_and_in_danger_at_once(house, mina):
    assert not after(house, ROUND - 5)
    assert after(house, ROUND + 5)
    other = house.somebody_writes("Au secours.", channel=CHANNEL)
    Contact.objects.filter(id=mina.id).delete()
    assert not is_somebody_needed()
    offering.asked_by_the_person(other.id, "danger", key=other.id)
    assert is_somebody_needed()


def test_once_somebody_takes_it_nobody_is_needed(house, mina):
    ana = house.on_duty("ana")
    assert after(house, 170, ana)
    actions.take(mina, by=ana)
    assert not is_somebody_needed()


def test_for_whoever_left_the_page_nobody_is_woken(house, mina, monkeypatch):
    monkeypatch.setitem(actions.transport._here, CHANNEL, lambda contacts: set())
    assert not after(house, ROUND + 60)
