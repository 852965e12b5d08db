"""The house lets a service be called once, while the yes stands, and knows how it went."""

import pytest
from django.db import transaction

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.consents import actions as consents
from havre.consents import gate
from havre.consents.models import BY_CALL
from havre.consents.refusals import Missing, NotPermitted
from havre.directory.models import Organization, Suspension
from havre.disclosures import access, door
from havre.disclosures.models import Disclosure, HandingOver, Parcel, Telling
from havre.lib import wire
from havre.referrals import actions as referrals
from tests.hands import begin, clock_at, later

pytestmark = pytest.mark.requirement("000-16")
DIALLED = "+16135550118"


@pytest.fixture
def story(house):
    return begin(house)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def calls(story, *share: str) -> Disclosure:
    return referrals.put_in_touch(story.referral, frozenset(share), by=story.ana, way=BY_CALL)


def released(story, *share: str) -> Disclosure:
    to, named = story.house.shelter, frozenset(share)
    return door.release(
        gate.by_consent(story.person, to=to, share=named, way=BY_CALL), by=story.ana
    )


def refusal(story, *share: str) -> Missing:
    with pytest.raises(NotPermitted) as found, transaction.atomic():
        released(story, *share)
    assert Disclosure.objects.count() == 0
    return found.value.missing


def numbers(story, *phones: str) -> None:
    rows = [{"number": each} for each in phones]
    Organization.objects.filter(id=story.house.shelter.id).update(phones=rows)
    story.house.shelter.refresh_from_db()


def test_the_number_is_handed_over_once_and_how_it_went_is_written_once(story, commit):
    story.says_yes("called", "wish")
    with commit():
        disclosure = calls(story, "called")
    assert (disclosure.state, Parcel.objects.count()) == ("waiting", 0)
    assert wire.SENT_IN_MEMORY == []  # a call is no letter
    with commit():
        assert door.dial(disclosure.id, actor="phone") == DIALLED
        assert door.dial(disclosure.id, actor="phone") == ""
        assert Disclosure.objects.get().state == "on_its_way"
        door.dialled(disclosure.id, "sent", actor="phone")
        door.dialled(disclosure.id, "failed", actor="phone")
    assert Disclosure.objects.get().state == "sent"
    assert story.referral.state == "sent"
    (left,) = access.left_of(story.contact, by=story.ana)
    assert left.content == {"called": "Mina"}
    verbs = [entry.verb for entry in Entry.objects.order_by("n")]
    assert (verbs.count("carried"), verbs.count("not_carried")) == (1, 0)
    assert verbs.index("disclosed") < verbs.index("carried")
    assert verify().why == ""


def test_nothing_is_dialled_without_a_yes_that_names_it(story):
    assert refusal(story, "called") == Missing.NO_CONSENT
    story.says_yes("called")
    assert refusal(story, "called", "wish") == Missing.WIDER


def test_a_yes_to_reach_out_is_none_to_call(story):
    story.says_yes(act="reach_out", recipient=None)
    assert refusal(story, "called") == Missing.NO_CONSENT


def test_a_number_that_changed_after_the_yes_is_asked_about_again(story):
    story.says_yes("called")
    numbers(story, "613-555-0199")
    assert refusal(story, "called") == Missing.NUMBER_CHANGED
    numbers(story)
    assert refusal(story, "called") == Missing.NO_NUMBER
    numbers(story, "9-1-1")
    assert refusal(story, "called") == Missing.NO_NUMBER


def test_a_yes_from_when_there_was_no_number_permits_none(story):
    numbers(story)
    story.says_yes("called")
    numbers(story, "613-555-0118")
    assert refusal(story, "called") == Missing.NUMBER_CHANGED


def test_a_suspended_recipient_is_not_called(story):
    story.says_yes("called")
    Suspension.objects.create(organization=story.house.shelter, by="dee")
    assert refusal(story, "called") == Missing.SUSPENDED


@pytest.mark.parametrize("what", ["withdrawn", "expired", "suspended", "number", "late"])
def test_between_the_yes_and_the_dialling_it_is_asked_once_more(story, what, commit):
    consent = story.says_yes("called")
    with commit():
        disclosure = calls(story, "called")
    if what == "withdrawn":
        consents.withdraw(consent, by=story.ana)
    if what == "suspended":
        Suspension.objects.create(organization=story.house.shelter, by="dee")
    if what == "number":
        numbers(story, "613-555-0199")
    away = {"expired": {"days": 40}, "late": {"minutes": 2}}.get(what, {})
    with clock_at(later(**away)):
        if what == "late":
            door.finish_interrupted(actor="minute run")
        assert door.dial(disclosure.id, actor="phone") == ""
    assert (Disclosure.objects.get().state, HandingOver.objects.count()) == ("stopped", 0)
    assert wire.SENT_IN_MEMORY == []


def test_what_nobody_knows_the_end_of_goes_to_the_worklist_and_is_not_dialled_again(story, commit):
    story.says_yes("called")
    with commit():
        disclosure = calls(story, "called")
        door.dial(disclosure.id, actor="phone")
    with clock_at(later(minutes=3)), commit():
        assert door.finish_interrupted(actor="minute run") == (0, 1)
    assert [each.id for each in access.unknown_ones()] == [disclosure.id]
    assert door.dial(disclosure.id, actor="phone") == ""


def test_a_caller_who_is_gone_stops_it_but_not_what_rings(story, commit):
    story.says_yes("called")
    with commit():
        disclosure = calls(story, "called")
    assert door.call_off(disclosure.id, actor="phone") is True
    assert Disclosure.objects.get().state == "stopped"
    assert door.call_off(disclosure.id, actor="phone") is False


def test_a_yes_taken_back_after_the_call_sends_no_letter_and_shows_that_somebody_must_call(
    story, commit
):
    consent = story.says_yes("called")
    with commit():
        disclosure = calls(story, "called")
        door.dial(disclosure.id, actor="phone")
        door.dialled(disclosure.id, "sent", actor="phone")
    with commit():
        consents.withdraw(consent, by=story.ana)
    assert Telling.objects.get().worked is False
    assert wire.SENT_IN_MEMORY == []
    assert story.referral.state == "revoked"


def test_nobody_answered_so_it_can_be_tried_again(story, commit):
    story.says_yes("called")
    with commit():
        first = calls(story, "called")
        door.dial(first.id, actor="phone")
        door.dialled(first.id, "failed", actor="phone")
        second = calls(story, "called")
        assert door.dial(second.id, actor="phone") == DIALLED
