"""The house lets what was hard stay with whoever says so, and asks nobody why."""

import datetime as dt
import json
import uuid

import pytest
from django.core import serializers
from django.utils import timezone

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of, key_in
from havre.retention.actions import minute_run, run
from havre.staff import care, presence
from havre.staff.models import Exposure, Presence, Spared, TalkWish
from havre.vault import own
from havre.vault.refusals import CannotRead
from tests.hands import clock_at, later

pages = pytest.mark.usefixtures("on_desk")


def hard_of(who) -> int:
    return sum(care.meter_of(who).hard)


def size_of(who) -> int:
    return len(Exposure.objects.get(member=who.member).days.box)


def rested(member, *, minutes: float, ended_ago: float) -> None:
    """They were on a break that ended so many minutes ago."""
    end = timezone.now() - dt.timedelta(minutes=ended_ago)
    since = end - dt.timedelta(minutes=minutes)
    Presence.objects.create(member=member, state="pause", since=since, ended_at=end)


def test_only_their_own_key_opens_what_was_hard_for_them(house):
    ana, ben, sue = house.on_duty("ana"), house.on_duty("ben"), house.on_duty("sue")
    care.say_hard(ana, key=uuid.uuid4())
    assert (hard_of(ana), hard_of(ben), hard_of(sue)) == (1, 0, 0)
    value = Exposure.objects.get(member=ana.member).days
    for other in (ben, sue):
        with pytest.raises(CannotRead):
            other.open_own(value)
        for secret in other.role_secrets.values():
            with pytest.raises(CannotRead):
                own.open_own(value, secret)


def test_what_is_stored_is_of_one_size_and_tells_no_count(house):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    care.close_one(ben, hard=False)
    sizes = set()
    for _ in range(120):
        care.say_hard(ana, key=uuid.uuid4())
        sizes.add(size_of(ana))
    assert (sizes, Exposure.objects.count(), hard_of(ana)) == ({size_of(ben)}, 2, 99)
    days = {row.of_day for row in Exposure.objects.all()}
    assert {(day.hour, day.minute, day.second, day.microsecond) for day in days} == {(0, 0, 0, 0)}
    (shown,) = json.loads(serializers.serialize("json", Exposure.objects.filter(member=ana.id)))
    assert "99" not in shown["fields"]["days"]


def test_another_s_meter_that_is_moved_to_one_s_own_row_does_not_open(house):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    care.say_hard(ana, key=uuid.uuid4()), care.close_one(ben, hard=False)
    box = Exposure.objects.get(member=ana.member).days.box
    from django.db import connection  # noqa: PLC0415 -- by hand, as a thief would

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staff_exposure SET days = %s WHERE member_id = %s",
            [box, ben.id.hex if connection.vendor == "sqlite" else ben.id],
        )
    assert hard_of(ben) == 0
    care.say_hard(ben, key=uuid.uuid4())  # it begins anew
    assert (hard_of(ben), hard_of(ana)) == (1, 1)


def test_the_same_press_twice_counts_once(house):
    ana, key = house.on_duty("ana"), uuid.uuid4()
    care.say_hard(ana, key=key), care.say_hard(ana, key=key)
    assert hard_of(ana) == 1


def test_what_was_hard_moves_back_day_by_day_and_then_is_gone(house):
    ana = house.on_duty("ana")
    care.say_hard(ana, key=uuid.uuid4())
    for days, place in ((1, -2), (13, 0)):
        with clock_at(later(days=days)):
            assert care.meter_of(ana).hard[place] == 1
    with clock_at(later(days=14)):
        assert hard_of(ana) == 0
    with clock_at(later(days=-3)):
        assert hard_of(ana) == 1  # a clock that was set back loses nothing


def test_what_nobody_added_to_for_two_weeks_is_deleted(house):
    care.say_hard(house.on_duty("ana"), key=uuid.uuid4())
    run()
    kept = Exposure.objects.count()
    for days in range(2, 18, 2):
        with clock_at(later(days=days)):
            run()
    assert (kept, Exposure.objects.count()) == (1, 0)


def test_nothing_of_it_stands_in_the_audit(house):
    ana = house.on_duty("ana")
    before = Entry.objects.count()
    care.say_hard(ana, key=uuid.uuid4()), care.close_one(ana, hard=True)
    care.wish_to_talk(ana), care.wish_no_more(ana), care.spare(ana.member)
    assert Entry.objects.count() == before


def test_somebody_is_spared_for_a_while_and_the_row_goes(house):
    ana = house.on_duty("ana")
    care.say_hard(ana, key=uuid.uuid4())
    during = care.spared()
    with clock_at(timezone.now() + care.SPARED + dt.timedelta(minutes=2)):
        after = care.spared()
        minute_run()
    assert (during, after, Spared.objects.count()) == ({ana.id}, frozenset(), 0)


def test_a_wrong_clock_spares_nobody_for_days(house):
    ana = house.on_duty("ana")
    with clock_at(later(days=3)):
        care.spare(ana.member)
    assert care.spared() == frozenset()


def test_a_break_is_due_after_hours_without_one(house, settings):
    settings.BREAK_HOURS = 4
    ana = house.on_duty("ana")
    seen = []
    for hours in (3, 5):
        with clock_at(later(hours=hours)):
            seen.append(care.break_is_due(ana))
    assert seen == [False, True]
    with clock_at(later(hours=5)):
        rested(ana.member, minutes=2, ended_ago=30)
        assert care.break_is_due(ana)  # two minutes were none
        rested(ana.member, minutes=10, ended_ago=60)
        assert not care.break_is_due(ana)
    with clock_at(later(hours=9)):
        assert care.break_is_due(ana)
        presence.be(ana.member, presence.PAUSE)
        assert not care.break_is_due(ana)


@pages
def test_the_kind_line_stands_on_one_s_own_board_only(house, settings):
    settings.BREAK_HOURS = 0
    ana, sue = desk_of(house, "ana"), desk_of(house, "sue")
    assert "without a break" in ana.get("/").content.decode()
    sue.post("/presence/", {"state": "pause"})
    assert "without a break" not in sue.get("/waiting/").content.decode()


@pages
def test_stepping_off_is_a_break_like_any_other(house):
    ana = desk_of(house, "ana")
    answer = ana.post("/care/break/", {"reason": "Zimtstern"})
    assert (answer.status_code, answer["Location"]) == (302, "/?paused=yes")
    assert "You are on a break" in ana.get("/?paused=yes").content.decode()
    assert presence.state_of(house.members["ana"]) == presence.PAUSE
    assert [e.verb for e in Entry.objects.all()][-1] == "presence_said"


@pages
def test_a_press_after_closing_counts_once_and_leads_to_care(house):
    ana = desk_of(house, "ana")
    key = key_in(ana.get("/care/"))
    for _ in range(2):
        assert ana.post("/care/hard/", {"key": key})["Location"] == "/care/?hard=yes"
    assert "1 hard contact," in ana.get("/care/").content.decode()
    assert ana.post("/care/hard/", {"key": "none"}).status_code == 302
    assert "2 hard contacts," in ana.get("/care/").content.decode()


@pages
@pytest.mark.hostile(26)
def test_nobody_else_finds_it_on_any_page(house):
    ana = desk_of(house, "ana")
    for _ in range(7):
        ana.post("/care/hard/", {"key": str(uuid.uuid4())})
    assert "7 hard contacts" in ana.get("/care/").content.decode()
    for name in ("ben", "sue", "dee", "lou", "ada"):
        desk = desk_of(house, name)
        for path in ("/", "/waiting/", "/care/", "/care/?member=ana", "/numbers/", "/audit/"):
            assert "7 hard" not in desk.get(path).content.decode(), (name, path)
    assert desk_of(house, "lou").get("/care/").status_code == 404


@pages
def test_a_wish_to_talk_reaches_who_supervises_and_tells_nothing_else(house):
    ana, ben, sue = desk_of(house, "ana"), desk_of(house, "ben"), desk_of(house, "sue")
    for _ in range(2):
        ana.post("/care/talk/", {"about": "Zimtstern"})
    (wish,) = TalkWish.objects.all()
    assert "Ana would like to talk" in sue.get("/").content.decode()
    assert "would like to talk" not in ben.get("/").content.decode()
    assert ben.post("/care/taking-up/", {"wish": str(wish.id)}).status_code == 404
    for given in ("x", str(uuid.uuid4())):
        sue.post("/care/taking-up/", {"wish": given})
    assert TalkWish.objects.count() == 1
    for _ in range(2):
        sue.post("/care/taking-up/", {"wish": str(wish.id)})
    taken = Entry.objects.filter(verb="talk_taken_up")
    assert [(e.actor, e.target) for e in taken] == [(str(house.members["sue"].id), "-")]
    assert "would like to talk" not in sue.get("/waiting/").content.decode()


@pages
def test_a_wish_to_talk_can_be_taken_back(house):
    ana = desk_of(house, "ana")
    ana.post("/care/talk/"), ana.post("/care/talk/", {"never_mind": "yes"})
    assert not TalkWish.objects.exists()
    assert "I would like to talk" in ana.get("/care/").content.decode()
