"""The house knows who is on duty by what they say and by whether their desk answers."""

import datetime as dt

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.staff import presence, signin
from havre.staff.actions import deactivate
from havre.staff.models import DeskSession, Presence


def aliases() -> dict[str, str]:
    return {each.member.alias: each.state for each in presence.on_duty()}


def test_who_signs_in_is_available_and_who_signs_out_is_away(house):
    ana = house.on_duty("ana")
    assert aliases() == {"Ana": "available"}
    signin.sign_out(ana)
    assert aliases() == {}
    assert presence.state_of(ana.member) == presence.AWAY


def test_a_second_open_desk_keeps_one_on_duty(house):
    first, _second = house.on_duty("ana"), house.on_duty("ana")
    signin.sign_out(first)
    assert aliases() == {"Ana": "available"}


def test_a_desk_that_does_not_answer_is_noticed_within_seconds(house):
    ana = house.on_duty("ana")
    then = timezone.now() - presence.SILENT
    DeskSession.objects.update(alive_at=then + dt.timedelta(seconds=2))
    assert aliases() == {"Ana": "available"}
    DeskSession.objects.update(alive_at=then)
    assert aliases() == {}
    signin.alive(signin.SignedIn(ana.member, DeskSession.objects.get(), b""))
    assert aliases() == {"Ana": "available"}


def test_only_who_listens_is_on_duty(house):
    house.on_duty("dee"), house.on_duty("lou"), house.on_duty("ada"), house.on_duty("sue")
    assert aliases() == {"Sue": "available"}


def test_a_pause_is_said_once_and_never_why(house):
    ana = house.on_duty("ana")
    for _ in range(2):
        presence.be(ana.member, presence.PAUSE)
    assert aliases() == {"Ana": "pause"}
    rows = Presence.objects.filter(member=ana.member).order_by("since")
    assert [(row.state, row.ended_at is None) for row in rows] == [
        ("available", False),
        ("pause", True),
    ]
    assert Entry.objects.filter(verb="presence_said").count() == 1
    with pytest.raises(ValueError, match="asleep"):
        presence.be(ana.member, "asleep")


def test_who_left_the_house_is_on_duty_no_more(house):
    ana = house.on_duty("ana")
    deactivate(ana.member, by=str(ana.id))
    assert aliases() == {}


def test_every_closing_is_followed_by_a_breath_and_every_sign_in_begins_anew(house):
    ana = house.on_duty("ana")
    for _ in range(3):
        old = timezone.now() - presence.WRAP_UP * 2
        Presence.objects.filter(member=ana.member, ended_at=None).update(since=old)
        presence.wrap_up(ana.member)
        (row,) = Presence.objects.filter(member=ana.member, ended_at=None)
        assert (row.state, row.since > old) == ("wrapping_up", True)
    presence.be(ana.member, presence.AVAILABLE)
    Presence.objects.filter(member=ana.member, ended_at=None).update(since=old)
    house.on_duty("ana")
    assert Presence.objects.get(member=ana.member, ended_at=None).since > old


@pytest.mark.hostile(25)
def test_a_sign_of_life_from_a_clock_that_was_wrong_counts_for_nothing_and_is_mended(house):
    ana = house.on_duty("ana")
    DeskSession.objects.update(alive_at=timezone.now() + dt.timedelta(hours=1))
    assert aliases() == {}
    signin.alive(signin.SignedIn(ana.member, DeskSession.objects.get(), b""))
    assert aliases() == {"Ana": "available"}
