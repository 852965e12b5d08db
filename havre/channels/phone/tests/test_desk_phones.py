"""A desk opens a phone of its own for as long as it is signed in, and its password stays secret."""

import datetime as dt
import hashlib
import time

import pytest

from havre.channels.phone import desk_phones
from havre.channels.phone.desk_phones import BROWSER, TABLE, current, open_for, whose
from havre.channels.phone.models import DeskPhone
from havre.staff import signin
from havre.staff.actions import deactivate
from havre.vault.refusals import CannotRead
from tests.hands import clock_at, later


def test_a_desk_opens_its_phone_and_gets_the_same_one_again(house):
    ana = house.on_duty("ana")
    endpoint, password = open_for(ana)
    assert endpoint == f"m{ana.id.hex}"
    assert len(password) == 32
    assert open_for(ana) == (endpoint, password)
    assert [(each.endpoint, each.session) for each in current()] == [(endpoint, ana.session)]
    assert desk_phones.for_the_engine()[endpoint][0] == BROWSER


def test_the_password_is_kept_nowhere_and_the_engine_can_check_it(house):
    endpoint, password = open_for(house.on_duty("ana"), TABLE)
    (row,) = DeskPhone.objects.all().values_list()
    assert password not in str(row)
    said = f"{endpoint}:{desk_phones.REALM}:{password}".encode()
    assert desk_phones.for_the_engine() == {endpoint: (TABLE, hashlib.md5(said).hexdigest())}


def test_the_desk_that_asked_last_has_the_phone(house):
    first, second = house.on_duty("ana"), house.on_duty("ana")
    before = open_for(first)
    after = open_for(second)
    assert before[0] == after[0]
    assert before[1] != after[1]
    assert [each.session for each in current()] == [second.session]


def test_it_ends_with_its_session(house):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    open_for(ana)
    open_for(ben)
    signin.sign_out(ana)
    assert [each.member.alias for each in current()] == ["Ben"]
    deactivate(house.members["ben"], by=house.on_duty("ada").actor)
    assert current() == []


@pytest.mark.parametrize("passed", [dt.timedelta(minutes=16), dt.timedelta(hours=13)])
def test_it_ends_with_a_desk_that_nobody_uses(house, passed):
    open_for(house.on_duty("ana"))
    assert len(current()) == 1
    with clock_at(later(minutes=passed.total_seconds() / 60)):
        assert current() == []


def test_whoever_answers_by_phone_opens_nothing_that_is_sealed(house):
    ana = house.on_duty("ana")
    endpoint, _ = open_for(ana)
    answering = whose(endpoint)
    assert answering is not None
    assert answering.id == ana.id
    assert ana.role_secrets
    with pytest.raises((signin.Refused, CannotRead)):
        answering.role_secrets  # noqa: B018 -- reading it is what is refused
    assert whose("m" + "0" * 32) is None
    assert whose("trunk") is None


def test_the_engine_says_which_phones_would_ring(house):
    ana = house.on_duty("ana")
    endpoint, _ = open_for(ana)
    assert desk_phones.answering() == set()
    assert desk_phones.says(endpoint, is_up=True) is True
    assert desk_phones.says(endpoint, is_up=True) is False  # no news
    assert desk_phones.answering() == {ana.id}
    open_for(ana)  # a reload of the page: still registered
    assert desk_phones.is_up(ana.member) is True
    open_for(house.on_duty("ana"))  # another desk: it registers anew
    assert desk_phones.is_up(ana.member) is False
    for stranger in ("trunk", "m", "", "m../x"):
        assert desk_phones.says(stranger, is_up=True) is False


def test_another_kind_of_phone_is_refused(house):
    with pytest.raises(ValueError, match="no kind of phone"):
        open_for(house.on_duty("ana"), "fax")


def test_a_phone_that_broke_off_is_not_rung_until_it_comes_back(house):
    ana = house.on_duty("ana")
    endpoint, _ = open_for(ana)
    desk_phones.says(endpoint, is_up=True)
    talks_since = time.monotonic()
    desk_phones.fell_silent(endpoint, talks_since)
    assert desk_phones.is_up(ana.member) is False
    desk_phones.says(endpoint, is_up=True)
    assert desk_phones.is_up(ana.member) is True


def test_a_window_loaded_again_in_a_call_is_back_before_its_old_call_has_ended(house):
    ana = house.on_duty("ana")
    endpoint, _ = open_for(ana)
    talks_since = time.monotonic()
    desk_phones.says(endpoint, is_up=False)  # its socket closed
    desk_phones.says(endpoint, is_up=True)  # and it registered anew
    desk_phones.fell_silent(endpoint, talks_since)  # only now does the old sound count as gone
    assert desk_phones.is_up(ana.member) is True
    desk_phones.fell_silent(endpoint, float("inf"))  # a call whose beginning nobody knows
    assert desk_phones.is_up(ana.member) is False
