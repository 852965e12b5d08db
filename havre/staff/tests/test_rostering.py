"""The house keeps the rota a supervisor makes, shows what is missing, and knows whom to call."""

import datetime as dt
import uuid

import pytest

from havre.audit.models import Entry
from havre.retention.actions import Report, _delete_old_rows
from havre.staff import rostering, rota
from havre.staff.actions import deactivate
from havre.staff.models import Holiday, Role, Shift, Substitute
from havre.staff.rostering import When
from tests.hands import clock_at

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 11, 25, 17, 0, tzinfo=dt.UTC)  # a Wednesday, 12:00 in Toronto
TODAY = dt.date(2026, 11, 25)
ALWAYS = dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _noon():
    with clock_at(NOON):
        yield


def put_on(house, name, duty=Shift.SUPERVISE, *, starts="08:00", hours=8, day=TODAY, **more):
    place, last = more.pop("place", 1), more.pop("last", None)
    when = When(day.weekday(), dt.time.fromisoformat(starts), hours * 60, ALWAYS, last)
    (shift,) = rostering.roster(
        house.members[name], duty, [when], by="sue", place=place, channels=("webchat",), **more
    )
    return shift


def called(at=NOON):
    return [member.alias for member in rota.on_call(at)]


# --------------------------------------------------------------- whom to call


@pytest.mark.requirement("000-08")
def test_the_one_to_call_is_on_now_and_the_next_stands_behind(house):
    Role.objects.create(member=house.members["ben"], role="supervisor")
    put_on(house, "sue", place=2, starts="23:00", hours=24, day=TODAY - DAY)
    put_on(house, "ben", place=1)
    assert [called(NOON + hours * dt.timedelta(hours=1)) for hours in (-5, 0, 4, 10, 12)] == [
        ["Sue"], ["Ben", "Sue"], ["Sue"], ["Sue"], [],
    ]  # fmt: skip


def test_nobody_is_called_who_has_left_or_lost_the_role(house):
    put_on(house, "sue")
    assert called() == ["Sue"]
    Role.objects.filter(member=house.members["sue"]).update(role="responder")
    assert called() == []
    Role.objects.filter(member=house.members["sue"]).update(role="supervisor")
    deactivate(house.members["sue"], by=str(uuid.uuid4()))
    assert called() == []


def test_whoever_stands_in_is_called_that_day(house):
    Role.objects.create(member=house.members["ana"], role="supervisor")
    shift = put_on(house, "sue")
    for member, due in (("ana", ["Ana"]), (None, []), ("sue", ["Sue"])):
        rostering.take_over(shift, TODAY, member and house.members[member], by="sue")
        assert called() == due
    assert called(NOON + 7 * DAY) == ["Sue"]
    assert Substitute.objects.count() == 0  # her own shift again is no substitution


# ------------------------------------------------------------------ the verbs


def test_nobody_is_put_on_for_what_they_have_no_role_for(house):
    for name, duty in (("ana", Shift.SUPERVISE), ("dee", Shift.ANSWER), ("ada", Shift.ANSWER)):
        with pytest.raises(rostering.NotTheirs):
            put_on(house, name, duty)
    shift = put_on(house, "sue")
    with pytest.raises(rostering.NotTheirs):
        rostering.take_over(shift, TODAY, house.members["ana"], by="sue")
    assert (Shift.objects.count(), Substitute.objects.count()) == (1, 0)


@pytest.mark.parametrize("hours", [0, 25])
def test_a_shift_is_longer_than_nothing_and_no_longer_than_a_day(house, hours):
    with pytest.raises(ValueError, match="lasts"):
        put_on(house, "sue", hours=hours)


def test_nobody_stands_in_on_a_day_without_the_shift(house):
    with pytest.raises(rostering.NotThatDay):
        rostering.take_over(put_on(house, "sue"), TODAY + DAY, None, by="sue")


def test_a_shift_ends_with_its_last_day_and_what_was_agreed_after_it_goes(house):
    shift = put_on(house, "sue")
    for weeks in (0, 2):
        rostering.take_over(shift, TODAY + weeks * 7 * DAY, None, by="sue")
    rostering.end_shift(shift, TODAY + 7 * DAY, by="sue")
    assert [each.day for each in Substitute.objects.all()] == [TODAY]
    assert list(rota.standing(TODAY + 7 * DAY)) == [shift]
    assert list(rota.standing(TODAY + 8 * DAY)) == []
    assert called(NOON + 14 * DAY) == []


def test_a_double_click_puts_somebody_on_once(house):
    assert put_on(house, "sue") == put_on(house, "sue")
    assert (Shift.objects.count(), Entry.objects.filter(verb="rostered").count()) == (1, 1)
    put_on(house, "sue", place=2)
    assert Shift.objects.count() == 2


def test_a_shift_that_ends_before_it_begins_never_was(house):
    shift = put_on(house, "sue")
    rostering.end_shift(shift, ALWAYS - DAY, by="sue")
    assert (list(rota.standing(ALWAYS - 9 * DAY)), called()) == ([], [])


def test_every_change_is_remembered_without_a_word(house):
    shift = put_on(house, "sue")
    rostering.take_over(shift, TODAY, None, by="sue")
    rostering.note_day(TODAY, "Zimtstern", holds=False, by="sue")
    rostering.an_ordinary_day(TODAY, by="sue")
    rostering.an_ordinary_day(TODAY, by="sue")  # it is one already
    rostering.end_shift(shift, TODAY, by="sue")
    made = Entry.objects.filter(actor="sue").order_by("n")
    assert [entry.verb for entry in made] == [
        "rostered", "taken_over", "day_noted", "day_noted", "shift_ended",
    ]  # fmt: skip
    assert not any("Zimtstern" in entry.target for entry in made)


def test_what_is_long_over_is_forgotten_and_what_is_not_stays(house):
    old, new = put_on(house, "sue", last=TODAY - 100 * DAY), put_on(house, "sue")
    Substitute.objects.create(shift=new, day=TODAY - 98 * DAY)
    Substitute.objects.create(shift=new, day=TODAY - 7 * DAY)
    for days in (401, 399):
        rostering.note_day(TODAY - days * DAY, "", holds=True, by="sue")
    _delete_old_rows(Report())
    assert list(Shift.objects.all()) == [new]
    assert not Shift.objects.filter(id=old.id).exists()
    assert [each.day for each in Substitute.objects.all()] == [TODAY - 7 * DAY]
    assert [each.day for each in Holiday.objects.all()] == [TODAY - 399 * DAY]
