"""The house leaves what is open to the next shift, by links alone, and loses none of it."""

import datetime as dt
import uuid

import pytest
from django.db import models
from django.utils import timezone

from havre.audit.models import Entry
from havre.consents.actions import withdraw
from havre.consents.models import Consent
from havre.contacts import actions as contacts
from havre.contacts import offering, transport
from havre.contacts.models import Contact
from havre.handover import access, actions
from havre.handover.models import KINDS, Acknowledgement, HandOver, OpenTask
from havre.referrals import actions as referrals
from havre.retention.actions import forget, run
from havre.staff import presence
from havre.vault.sealed import SealedField
from tests.hands import Story, begin, clock_at, later


@pytest.fixture
def story(house, django_capture_on_commit_callbacks) -> Story:
    """An open conversation of Ana's; a service has what was agreed, until tomorrow."""
    story = begin(house)
    story.says_yes("called", days=1)
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("called")
    assert story.referral.state == "sent"
    return story


@pytest.fixture
def cay(house, story):
    """Ana's colleague of the same team."""
    house.members["ben"].team = "night"
    house.members["ben"].save()
    return house.on_duty("ben")


def kinds(found) -> list[str]:
    return [each.kind for each in found]


def lies_for(who) -> list[str]:
    return [task.kind for each in access.left(by=who) for task in each.tasks]


def task(kind: str) -> OpenTask:
    return OpenTask.objects.get(kind=kind, acknowledgement=None)


def verbs() -> list[str]:
    wanted = ("handed_over", "acknowledged", "released", "took")
    return [entry.verb for entry in Entry.objects.filter(verb__in=wanted).order_by("n")]


def test_what_is_open_is_left_and_nothing_else(house, story):
    story.is_offered_a_bed()  # offered, not sent: nobody owes an answer
    assert kinds(access.open_with(story.ana)) == list(KINDS)
    Consent.objects.update(until=later(days=30))
    assert kinds(access.open_with(story.ana)) == ["conversation", "referral"]
    story.ends()
    assert kinds(access.open_with(story.ana)) == ["referral"]
    assert access.open_with(house.on_duty("ben")) == []


def test_it_is_left_once_however_often_it_is_pressed(house, story):
    assert [actions.leave(by=story.ana) for _ in range(3)] == [3, 0, 0]
    assert (HandOver.objects.count(), OpenTask.objects.count()) == (1, 3)
    assert access.open_with(story.ana) == []
    assert verbs()[-3:] == ["handed_over"] * 3


def test_who_has_nothing_open_leaves_nothing(house):
    assert actions.leave(by=house.on_duty("ana")) == 0
    assert not HandOver.objects.exists()


@pytest.mark.requirement("002-E7")
def test_whoever_comes_has_it_and_it_is_theirs_to_leave(house, story, cay):
    actions.leave(by=story.ana)
    for kind in ("referral", "permission"):
        actions.have(task(kind), by=cay)
    assert verbs()[-2:] == ["acknowledged"] * 2
    assert kinds(access.open_with(cay)) == ["referral", "permission"]
    assert access.open_with(story.ana) == []
    actions.leave(by=cay)
    assert (kinds(access.open_with(cay)), lies_for(cay)[0]) == ([], "conversation")
    actions.have(task("referral"), by=house.on_duty("sue"))
    assert kinds(access.open_with(house.on_duty("sue"))) == ["referral"]


def test_of_two_who_say_it_the_first_has_it_and_nobody_has_their_own(house, story, cay):
    actions.leave(by=story.ana)
    lies = task("referral")
    actions.have(lies, by=story.ana)
    assert not Acknowledgement.objects.exists()
    actions.have(lies, by=cay), actions.have(lies, by=house.on_duty("sue"))
    assert [each.member for each in Acknowledgement.objects.all()] == [cay.member]
    assert verbs().count("acknowledged") == 1


def test_a_conversation_that_waits_is_taken_with_it(house, story):
    actions.go(by=story.ana)
    ben, sue = house.on_duty("ben"), house.on_duty("sue")
    lies = task("conversation")
    actions.have(lies, by=ben)
    assert Contact.objects.get(id=story.contact_id).taken_by == ben.member
    assert verbs()[-2:] == ["took", "acknowledged"]
    with pytest.raises(contacts.AlreadyTaken):
        actions.have(lies, by=sue)
    actions.have(lies, by=ben)  # a double click
    assert Acknowledgement.objects.get().member == ben.member


def test_nobody_says_to_have_what_a_colleague_took_from_the_queue(house, story):
    actions.go(by=story.ana)
    contacts.take(Contact.objects.get(id=story.contact_id), by=house.on_duty("ben"))
    with pytest.raises(contacts.AlreadyTaken):
        actions.have(task("conversation"), by=house.on_duty("sue"))
    assert not Acknowledgement.objects.exists()


def test_who_is_not_wanted_does_not_have_it(house, story):
    ben = house.on_duty("ben")
    offering.ask(story.contact, "not", by=story.ana, member=ben.member)
    actions.go(by=story.ana)
    with pytest.raises(contacts.NotWanted):
        actions.have(task("conversation"), by=ben)
    assert not Acknowledgement.objects.exists()


def test_what_was_settled_meanwhile_lies_no_more(house, story, cay):
    sue = house.on_duty("sue")
    actions.leave(by=story.ana)
    assert len(lies_for(sue)) == 3
    for state in ("received", "accepted"):
        referrals.hear_back(story.referral, state, by=story.ana)
    assert lies_for(sue) == ["conversation", "permission"]
    withdraw(Consent.objects.get(), by=story.ana)
    assert lies_for(sue) == ["conversation"]
    offering.give_back(story.contact, by=story.ana)
    assert lies_for(sue) == ["conversation"]  # it waits: nobody has it yet
    contacts.take(Contact.objects.get(id=story.contact_id), by=cay)
    assert lies_for(sue) == []


def test_a_conversation_one_took_again_is_left_again(house, story):
    actions.go(by=story.ana)
    contacts.take(story.contact, by=story.ana)
    assert access.holds_open(story.ana)
    assert kinds(access.open_with(story.ana)) == ["conversation"]


@pytest.mark.hostile(26)
def test_only_who_may_see_the_conversation_sees_what_was_left_in_it(house, story):
    story.ends()
    actions.leave(by=story.ana)
    assert [len(lies_for(house.on_duty(name))) for name in ("ben", "dee", "ana", "sue")] == [
        0,
        0,
        2,
        2,
    ]


def test_who_supervises_is_shown_what_nobody_takes_over_in_time(house, story, cay, settings):
    settings.HANDOVER_MINUTES = 30
    sue = house.on_duty("sue")
    actions.leave(by=story.ana)
    assert (len(access.lying_for(cay)), access.lying_for(sue)) == (1, [])
    with clock_at(later(minutes=31)):
        (lying,) = access.lying_for(sue)
        assert (lying.member, len(lying.tasks), lying.is_overdue) == (story.ana.member, 3, True)
        assert access.lying_for(story.ana) == []
    with clock_at(later(minutes=-60)):
        assert access.lying_for(sue) == []


def test_who_goes_lets_go_and_the_person_is_told_that_somebody_else_answers(
    house, story, monkeypatch
):
    said = []
    monkeypatch.setitem(transport._tell, "webchat", lambda contact, event: said.append(event))
    actions.go(by=story.ana)
    assert (said, verbs()[-1]) == (["given"], "released")
    assert Contact.objects.waiting().filter(id=story.contact_id).exists()


def test_nobody_s_words_fit_into_a_hand_over():
    stored = [f for m in (HandOver, OpenTask, Acknowledgement) for f in m._meta.concrete_fields]
    texts = [f for f in stored if isinstance(f, (models.TextField, models.CharField, SealedField))]
    assert [(f.name, f.max_length) for f in texts] == [("kind", 12)]


def test_it_goes_with_the_person_and_after_a_month(house, story):
    other = begin(house)
    actions.leave(by=story.ana)
    forget(story.contact, by="test")
    assert {task.contact_id for task in OpenTask.objects.all()} == {other.contact_id}
    actions.have(OpenTask.objects.first(), by=house.on_duty("sue"))
    run()
    HandOver.objects.update(at=timezone.now() - dt.timedelta(days=31))
    run()
    assert [m.objects.count() for m in (HandOver, OpenTask, Acknowledgement)] == [0, 0, 0]


def test_a_hand_over_by_who_left_the_house_still_lies(house, story):
    actions.go(by=story.ana)
    presence.be(story.ana.member, presence.AWAY)
    assert len(lies_for(house.on_duty("sue"))) == 3
    assert uuid.UUID(Entry.objects.filter(verb="handed_over").first().actor) == story.ana.id
