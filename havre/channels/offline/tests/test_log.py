"""The house writes down who came another way, and neither lets them wait nor answers them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.channels.offline import actions
from havre.channels.offline.actions import Happened
from havre.channels.offline.models import WAYS, Logged
from havre.contacts import access, offering, queue, together, transport
from havre.contacts import actions as contacts
from havre.contacts.models import Contact, Message, Release, Taking
from havre.contacts.signals import Facts
from havre.desk.tests.hand import desk_of, key_in, new_key
from havre.lib import clock
from havre.referrals import actions as referrals
from havre.retention.actions import run
from havre.staff.access import Denied
from havre.statistics.measures import tables_of
from havre.statistics.models import PendingTally
from havre.vault.models import SealedSecret
from tests.hands import clock_at, later

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def ana(house):
    return house.on_duty("ana")


def logged(by, way: str = "letter", **more) -> Contact:
    key = actions.log(Happened(way, "fr", **more), by=by, key=uuid.uuid4())
    return Contact.objects.get(id=key)


@pytest.mark.parametrize("way", WAYS)
def test_a_record_never_waits_and_is_held_by_whoever_logs_it(house, ana, way):
    house.on_duty("ben")
    contact = logged(ana, way)
    assert offering.keep_watch() == 0
    assert (contact.taken_by, queue.turns()) == (ana.member, [])
    assert [entry.verb for entry in Entry.objects.order_by("n")][-1] == "logged"


def test_a_record_is_not_offered_again_when_its_holder_goes_home(house, ana):
    contact = logged(ana)
    with clock_at(later(minutes=5)):
        offering.keep_watch()
    offering.give_back(contact, by=ana)
    assert (Release.objects.count(), Taking.objects.count()) == (0, 1)


def test_a_record_is_handed_over_from_hand_to_hand_and_waits_for_nobody(house, ana):
    contact, ben = logged(ana), house.on_duty("ben")
    asked = together.ask_help("hand_over", by=ana, contact=contact, to_member=ben.member)
    together.come(asked, by=ben)
    assert (contact.taking.member, queue.turns()) == (ben.member, [])


def test_a_stack_of_letters_keeps_nobody_from_being_asked(house, ana):
    for _ in range(5):
        logged(ana)
    assert [(each.held, each.is_free) for each in queue.colleagues()] == [(0, True)]


@pytest.mark.requirement("004-02")
def test_nothing_is_ever_sent_back(house, ana):
    contact = logged(ana)
    with pytest.raises(transport.NotCleared):
        contacts.answer(contact, contacts.Words("Bonjour", uuid.uuid4()), by=ana)
    referrals.offer(contact, [house.bed], by=ana)
    assert Message.objects.count() == 0
    assert contact.referral_set.get().state == "offered"


@pytest.mark.hostile(20)
def test_a_double_click_logs_once(ana):
    key = uuid.uuid4()
    assert {actions.log(Happened("letter", "fr"), by=ana, key=key) for _ in range(2)} == {key}
    assert (Contact.objects.count(), Entry.objects.filter(verb="logged").count()) == (1, 1)


def test_offering_twice_by_a_double_click_offers_once(house, ana):
    contact, key = logged(ana), uuid.uuid4()
    assert len(referrals.offer(contact, [house.bed], by=ana, key=key)) == 1
    assert referrals.offer(contact, [house.bed], by=ana, key=key) == []


def test_nothing_is_offered_once_the_record_is_closed(house, ana):
    contact = logged(ana)
    contacts.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_asked")
    with pytest.raises(contacts.Closed):
        referrals.offer(contact, [house.bed], by=ana)


def test_nobody_else_finds_it_who_needs_not_know(house, ana):
    contact = logged(ana)
    for name in ("ben", "ada", "lou", "dee"):
        with pytest.raises(Denied):
            access.contact(contact.id, by=house.on_duty(name))
    sue = house.on_duty("sue")
    with pytest.raises(Denied):
        access.held(contact.id, by=sue)
    together.sit_beside(contact, by=sue)
    assert access.held(contact.id, by=sue) == contact


def test_it_is_counted_by_its_own_way_and_forgotten_on_its_day(house, ana):
    contact = logged(ana, "walk_in", day=TODAY)
    contacts.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_asked")
    assert PendingTally.objects.get().channel == "walk_in"
    for days in (0, *range(2, 95, 2)):
        with clock_at(later(days=days)):
            run()
    assert (Contact.objects.count(), Logged.objects.count()) == (0, 0)
    assert SealedSecret.objects.filter(file=contact.file).count() == 0
    (channels,) = [t for t in tables_of(clock.month_of(timezone.now())) if t.dimension == "channel"]
    assert [(row.value, row.n, row.label("channel")) for row in channels.rows] == [
        ("walk_in", 1, "In person")
    ]


def test_what_is_still_to_come_and_other_channels_are_refused(ana):
    with pytest.raises(actions.NotYet):
        logged(ana, day=clock.line_time(timezone.now()).date() + dt.timedelta(days=1))
    with pytest.raises(ValueError, match="no way of this channel"):
        logged(ana, "webchat")
    assert Contact.objects.count() == 0


@pytest.mark.requirement("000-01")
@pytest.mark.usefixtures("on_desk")
def test_only_the_way_and_the_language_are_asked(house):
    desk = desk_of(house, "ana")
    page = desk.get("/log/")
    posted = {"way": "letter", "language": "es", "key": key_in(page)}
    answers = [desk.post("/log/", posted) for _ in range(2)]
    contact = Contact.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/talk/{contact.id}/"] * 2
    told = desk.get(f"/talk/{contact.id}/").content.decode()
    assert ("Nothing can be sent to them from here." in told, 'id="answer"' in told) == (
        True,
        False,
    )
    refused = desk.post(f"/talk/{contact.id}/answer/", {"text": "Hola", "key": new_key()})
    assert (refused.status_code, Message.objects.count()) == (422, 0)


@pytest.mark.usefixtures("on_desk")
@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "webchat"},
        {"way": ""},
        {"language": "xx"},
        {"day": "2999-01-01"},
        {"day": "yesterday"},
        {"part": "09:30"},
    ],
)
@pytest.mark.hostile(13)
def test_what_is_not_on_the_form_opens_nothing(house, wrong):
    answer = desk_of(house, "ana").post("/log/", {"way": "letter", "language": "fr"} | wrong)
    assert (answer.status_code, Contact.objects.count()) == (422, 0)
