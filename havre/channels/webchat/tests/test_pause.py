"""An open browser pauses after two warnings: for a while, never for good, never in danger."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.channels.webchat import access, pausing
from havre.channels.webchat.access import COOKIE
from havre.channels.webchat.models import Pause, PauseReview, Session
from havre.channels.webchat.tests.hand import KEY, start
from havre.contacts import actions as contacts
from havre.contacts.models import Asked, Contact
from havre.retention.actions import minute_run
from tests.faces import Browser
from tests.hands import clock_at, later
from tests.people import House

TALK = "/en/talk/"


def other_key() -> str:
    return access.base64.urlsafe_b64encode(uuid.uuid4().bytes * 2).decode().rstrip("=")


def begins(front: Browser, **more: str):
    return front.post(TALK, {"key": other_key(), "text": "", **more})


@pytest.fixture
def contact(house: House, front: Browser) -> Contact:
    """Somebody wrote, Ana took it."""
    start(front, "Zimtstern")
    found = Contact.objects.get()
    contacts.take(found, by=house.on_duty("ana"))
    return found


@pytest.fixture
def paused(house: House, contact: Contact) -> Pause:
    pausing.pause(contact, house.members["ana"])
    return Pause.objects.get()


def minutes(pause: Pause) -> int:
    return round((pause.until - pause.at).total_seconds() / 60)


def is_paused(front: Browser) -> bool:
    return "Writing pauses here" in front.get(TALK).content.decode()


def test_the_page_keeps_the_numbers_in_sight_and_says_when_it_ends(front, paused, settings):
    page = front.get(TALK).content.decode()
    assert "in about 15 minutes" in page
    assert page.count(settings.LINE_PHONE) >= 1
    assert settings.EMERGENCY_PHONE in page
    assert 'id="first"' not in page


def test_it_ends_by_itself_though_the_conversation_was_swept_meanwhile(front, paused):
    with clock_at(later(minutes=14)):
        minute_run()
        assert (Session.objects.count(), is_paused(front)) == (0, True)
        assert front.get(f"{TALK}messages.json").status_code == 410
        assert is_paused(front)
        assert begins(front, text="Hello").status_code == 403
    with clock_at(later(minutes=16)):
        assert not is_paused(front)
        assert begins(front).status_code == 303


def test_what_was_written_while_it_pauses_is_not_lost(front, paused):
    answer = begins(front, text="Please listen")
    assert (answer.status_code, "Please listen" in answer.content.decode()) == (403, True)
    assert Contact.objects.count() == 1


def test_whoever_says_that_they_are_in_danger_comes_in_at_once_and_first(front, paused):
    assert begins(front, danger="yes", text="It was not me").status_code == 303
    assert Asked.objects.get().what == "danger"
    assert not is_paused(front)
    assert "It was not me" in front.get(TALK).content.decode()


def test_a_second_one_lasts_an_hour_and_no_one_lasts_longer(house, front, contact, paused):
    lasted = [minutes(paused)]
    for _ in range(3):
        begins(front, danger="yes")
        newest = Contact.objects.order_by("opened_at").last()
        pausing.pause(newest, house.members["ana"])
        lasted.append(minutes(Pause.objects.get(contact=newest)))
    assert lasted == [15, 60, 60, 60]


def test_the_house_forgets_after_a_day_that_there_was_one(house, front, paused):
    with clock_at(later(days=1, minutes=20)):
        minute_run()
        begins(front)
        assert Session.objects.get().paused == 0
    assert access.paused_before(front.cookies[COOKIE].value) == 0


def test_of_this_browser_and_of_no_other(house, front, paused):
    other = Browser()
    assert not is_paused(other)
    assert begins(other).status_code == 303


def test_leaving_leaves_nothing_on_the_device_and_the_pause_goes_too(front, paused):
    front.get("/exit/")
    assert not is_paused(front)


def test_asking_again_is_seen_by_who_supervises_and_lifting_lets_them_in(house, front, paused):
    for _ in range(2):
        assert front.post(f"{TALK}look-again/").status_code == 303
    assert "You asked us to look again" in front.get(TALK).content.decode()
    assert [each.asks for each in pausing.to_review()] == [True]
    pausing.review(paused.contact, "lifted", by=house.on_duty("sue"))
    assert (is_paused(front), pausing.to_review()) == (False, [])
    assert Entry.objects.last().verb == "pause_lifted"
    assert Pause.objects.get().step == 0


def test_every_pause_waits_for_a_supervisor_even_when_it_is_over(house, paused):
    with clock_at(later(days=3)):
        assert [each.id for each in pausing.to_review()] == [paused.id]
        pausing.review(paused.contact, "kept", by=house.on_duty("sue"))
        assert pausing.to_review() == []
    assert Entry.objects.last().verb == "pause_kept"


def test_what_stood_can_still_be_lifted_and_what_was_lifted_stays_so(house, front, paused):
    sue = house.on_duty("sue")
    for how in ("kept", "lifted", "kept"):
        pausing.review(paused.contact, how, by=sue)
    assert PauseReview.objects.get().how == "lifted"
    assert not is_paused(front)
    with pytest.raises(ValueError, match="no end of a review"):
        pausing.review(paused.contact, "forever", by=sue)


def test_reopening_lets_them_in_again(house, front, contact, paused):
    ana = house.on_duty("ana")
    contacts.close(contact, by=ana, outcome="abusive", facts=contacts.Facts(apart="abusive"),
                   no_wish="not_asked")  # fmt: skip
    contacts.reopen(contact, by=ana)
    page = front.get(TALK).content.decode()
    assert ("Writing pauses here" in page, "That was our mistake" in page) == (False, True)


@pytest.mark.hostile(25)
@pytest.mark.parametrize("minutes", [-20, 60 * 24])  # behind; or a day ahead, then set right
def test_a_clock_that_was_wrong_holds_nobody_for_long(house, front, contact, minutes):
    with clock_at(later(minutes=minutes)):
        pausing.pause(contact, house.members["ana"])
    assert not is_paused(front)


def test_the_last_seconds_are_said_as_a_minute():
    now = timezone.now()
    assert access.Paused(uuid.uuid4(), 1, now, now + dt.timedelta(seconds=9), None).minutes == 1


def test_a_strange_cookie_is_no_pause_and_asks_for_nothing(house, front, paused):
    front.cookies[COOKIE] = "x" * 43
    assert not is_paused(front)
    front.post(f"{TALK}look-again/")
    assert Pause.objects.get().asked_at is None


def test_the_key_of_the_start_page_is_no_way_around(front, paused):
    assert front.post(TALK, {"key": KEY, "text": "Hello"}).status_code == 403


def test_nothing_pauses_where_nobody_is_any_more(house, front, contact):
    front.get("/exit/")
    assert pausing.pause(contact, house.members["ana"]) == 0
    assert Pause.objects.count() == 0


def test_the_conversation_of_whoever_came_in_by_danger_is_not_paused_itself(front, paused):
    begins(front, danger="yes")
    newest = Contact.objects.order_by("opened_at").last()
    assert Pause.objects.filter(contact=newest).count() == 0
    assert Session.objects.get().paused == 1
