"""The house writes down a yes with everything that makes it one, and a no as a good answer."""

import datetime as dt

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.consents import access, actions
from havre.consents.actions import Given, Incomplete
from havre.consents.models import LONGEST_DAYS, Consent, Refusal
from havre.consents.refusals import SENTENCES, Missing, NotPermitted
from havre.directory.models import Organization
from havre.staff.access import Denied
from havre.vault import keys
from havre.vault.opening import KeyNotHeld
from tests.hands import begin, clock_at, later


@pytest.fixture
def story(house):
    return begin(house)


@pytest.fixture
def police(house):
    return Organization.objects.create(key="police", kind="police", email="desk@police.example")


@pytest.mark.requirement("000-16")
def test_a_yes_says_to_whom_what_why_until_when_and_how(story, house):
    consent = story.says_yes("wish", "called", "wish", limits="  Ne m’appelez pas.  ")
    assert (consent.recipient, consent.share) == (house.shelter, ["called", "wish"])
    assert (consent.act, consent.purpose, consent.manner) == ("pass_on", "share_service", "typed")
    assert (consent.language, consent.asked_by) == ("fr", story.ana.member)
    assert consent.until - consent.said_at < dt.timedelta(days=30, seconds=5)
    assert access.of_contact(story.contact, by=story.ana) == [(consent, "Ne m’appelez pas.")]
    assert Entry.objects.filter(verb="consent_given").count() == 1


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"act": "everything"}, "act"),
        ({"act": ""}, "act"),
        ({"manner": "assumed"}, "manner"),
        ({"purpose": "because"}, "purpose"),
        ({"share": ()}, "items"),
        ({"share": ("called", "kind")}, "items"),  # may be counted, may not leave
        ({"share": ("text",)}, "items"),
        ({"recipient": None}, "recipient"),
        ({"purpose": "share_police"}, "purpose"),  # to a shelter
    ],
)
def test_a_yes_that_says_too_little_is_not_written(story, house, given, missing):
    whole = {"act": "pass_on", "recipient": house.shelter, "share": ("called",)}
    with pytest.raises(Incomplete) as refused:
        actions.give(story.contact, Given(**(whole | given)), by=story.ana)
    assert (refused.value.missing, Consent.objects.count()) == (missing, 0)


@pytest.mark.requirement("000-11")
def test_a_yes_to_police_names_the_police(story, police):
    for purpose in ("share_service", "call_back", "interpreter"):
        with pytest.raises(Incomplete, match="purpose"):
            story.says_yes("called", recipient=police, purpose=purpose)
    assert story.says_yes("called", recipient=police, purpose="share_police").stands


@pytest.mark.parametrize(("asked", "stands"), [(-5, 1), (0, 1), (1, 1), (30, 30), (9_999, 180)])
def test_a_yes_ends_by_itself(story, asked, stands):
    consent = story.says_yes("called", days=asked)
    assert LONGEST_DAYS == 180
    with clock_at(consent.until - dt.timedelta(seconds=1)):
        assert consent.stands
    with clock_at(consent.until):
        assert (consent.stands, consent.is_expired, consent.is_withdrawn) == (False, True, False)
    assert (consent.until - consent.said_at).days in (stands, stands - 1)


@pytest.mark.requirement("000-17")
def test_a_yes_to_an_act_of_one_s_own_names_nobody_outside(story):
    consent = actions.give(story.contact, Given("reach_out"), by=story.ana)
    assert (consent.recipient, consent.address_digest, consent.share) == (None, "", [])
    assert access.of_contact(story.contact, by=story.ana) == [(consent, "")]


@pytest.mark.requirement("000-25")
def test_a_no_is_written_down_and_nothing_follows(story, house):
    refusal = actions.refuse(story.contact, "pass_on", house.shelter, by=story.ana)
    assert access.refusals_of(story.contact) == [refusal]
    with pytest.raises(Incomplete, match="act"):
        actions.refuse(story.contact, "nonsense", None, by=story.ana)
    assert (Refusal.objects.count(), story.referral.state) == (1, "offered")


@pytest.mark.requirement("000-25")
@pytest.mark.requirement("000-16")
def test_taking_back_twice_is_taking_back_once(story):
    consent = story.says_yes("called")
    for _ in range(2):
        actions.withdraw(consent, by=story.ana)
    fresh = Consent.objects.get()
    assert (fresh.is_withdrawn, fresh.stands, fresh.is_expired) == (True, False, False)
    assert Entry.objects.filter(verb="consent_withdrawn").count() == 1
    assert list(Consent.objects.in_force()) == []


def test_anybody_who_hears_it_may_write_that_it_was_taken_back(story, house):
    consent = story.says_yes("called")
    actions.withdraw(consent, by=house.on_duty("ben"))
    assert Consent.objects.get().withdrawal.heard_by == house.members["ben"]


def test_a_yes_of_somebody_forgotten_can_be_taken_back(story):
    consent = story.says_yes("called")
    Consent.objects.update(contact=None)
    actions.withdraw(consent, by=story.ana)
    assert Consent.objects.get().is_withdrawn


@pytest.mark.hostile(34)
def test_the_legal_desk_reads_the_limits_and_the_curator_does_not(story, house):
    story.says_yes("called", limits="mornings only")
    (row,) = access.of_contact(story.contact, by=house.on_duty("lou"))
    assert row[1] == "mornings only"
    with pytest.raises(KeyNotHeld):
        access.of_contact(story.contact, by=house.on_duty("dee"))


@pytest.mark.hostile(26)
def test_a_stranger_finds_no_consent(story, house):
    consent = story.says_yes("called")
    assert access.held(consent.id, by=story.ana) == consent
    for row in (consent.id, story.contact.id):
        with pytest.raises(Denied):
            access.held(row, by=house.on_duty("ben"))
    Consent.objects.update(contact=None)
    with pytest.raises(Denied):
        access.held(consent.id, by=story.ana)
    with pytest.raises(Denied):
        access.contact_of(Consent.objects.get())


def test_every_refusal_has_a_sentence_that_begins_with_what_did_not_happen():
    assert set(SENTENCES) == set(Missing)
    for missing in Missing:
        assert str(NotPermitted(missing).sentence).startswith("Nothing left.")


def test_limits_stay_sealed_once_their_key_is_gone(story):
    story.says_yes("called", limits="x")
    keys.destroy_compartment(story.contact.file, "consent")
    assert Consent.objects.get().said_at <= timezone.now()
    with clock_at(later(days=31)):
        assert list(Consent.objects.in_force()) == []


def test_the_form_offers_what_may_leave_and_nothing_else():
    assert set(actions.items()) == {
        "called", "needs", "phase", "pronouns", "province", "reach", "wish",
    }  # fmt: skip
