"""The house makes a permit only of a yes that stands, for exactly that, to exactly them."""

import dataclasses

import pytest
from django.db import transaction

from havre.consents import actions as consents
from havre.consents import gate
from havre.consents.gate import Permit
from havre.consents.models import Consent
from havre.consents.refusals import Missing, NotPermitted
from havre.directory.models import Organization, Suspension, Verification
from havre.disclosures import door
from havre.disclosures.models import Disclosure
from havre.lib import wire
from tests.hands import begin, clock_at, later
from tests.people import House

pytestmark = [pytest.mark.requirement("000-16"), pytest.mark.hostile(36)]


@pytest.fixture
def story(house: House):
    return begin(house)


def another_shelter() -> Organization:
    other = Organization.objects.create(key="other", kind="ngo", email="in@other.example")
    Verification.objects.create(organization=other, address=other.email, by="dee")
    return other


def why_not(story, *share: str, to: Organization | None = None) -> Missing:
    recipient = Organization.objects.get(key=to.key if to else "tilleul")
    with pytest.raises(NotPermitted) as refused, transaction.atomic():
        gate.by_consent(story.person, to=recipient, share=frozenset(share))
    return refused.value.missing


def test_a_yes_that_stands_makes_a_permit_for_what_it_names(story, house):
    consent = story.says_yes("called", "wish")
    permit = gate.by_consent(story.person, to=house.shelter, share=frozenset({"called"}))
    assert (permit.basis, permit.share) == (consent, {"called"})
    assert (permit.of, permit.recipient) == (story.person, house.shelter)
    assert "minted_by" not in repr(permit)


def test_without_a_yes_there_is_none(story):
    assert why_not(story, "called") == Missing.NO_CONSENT
    assert why_not(story) == Missing.NOTHING_NAMED


def test_nothing_is_permitted_that_was_not_named(story):
    story.says_yes("called")
    for share in (["called", "wish"], ["wish"], ["kind"], ["text"], ["__class__"], ["id"]):
        assert why_not(story, *share) == Missing.WIDER


def test_two_narrow_yeses_do_not_add_up_to_a_wide_one(story):
    story.says_yes("called")
    story.says_yes("wish")
    assert why_not(story, "called", "wish") == Missing.WIDER


def test_an_item_the_policy_keeps_does_not_leave_even_if_it_was_written_into_a_yes(story):
    consent = story.says_yes("called")
    Consent.objects.filter(id=consent.id).update(share=["called", "kind"])
    assert why_not(story, "kind") == Missing.WIDER


def test_an_expired_or_withdrawn_yes_is_none(story):
    consent = story.says_yes("called")
    with clock_at(later(days=31)):
        assert why_not(story, "called") == Missing.EXPIRED
    consents.withdraw(consent, by=story.ana)
    assert why_not(story, "called") == Missing.WITHDRAWN
    with clock_at(later(days=31)):
        assert why_not(story, "called") == Missing.WITHDRAWN


def test_a_new_yes_after_a_no_more_counts(story, house):
    consents.withdraw(story.says_yes("called"), by=story.ana)
    again = story.says_yes("called")
    permit = gate.by_consent(story.person, to=house.shelter, share=frozenset({"called"}))
    assert permit.basis == again


@pytest.mark.requirement("000-17")
@pytest.mark.parametrize("act", ["reach_out", "next_steps"])
def test_a_yes_to_another_act_is_none(story, act):
    """Even one that names the same recipient and the same items."""
    story.says_yes("called", "wish", act=act)
    assert why_not(story, "called") == Missing.NO_CONSENT


def test_a_yes_to_one_recipient_is_none_to_another(story):
    story.says_yes("called")
    assert why_not(story, "called", to=another_shelter()) == Missing.NO_CONSENT


def test_a_yes_of_one_person_is_none_of_another(story, house):
    other = begin(house, "two")
    other.says_yes("called")
    assert why_not(story, "called") == Missing.NO_CONSENT


def test_a_recipient_must_still_be_who_was_agreed_to(story, house):
    shelter = house.shelter
    story.says_yes("called")
    shelter.email = "new@linden.example"
    shelter.save()
    assert why_not(story, "called") == Missing.ADDRESS_CHANGED
    with clock_at(later(seconds=1)):
        Verification.objects.create(organization=shelter, address=shelter.email, by="dee")
    assert why_not(story, "called") == Missing.ADDRESS_CHANGED  # verified, but not agreed to


def test_a_recipient_nobody_verified_or_suspended_gets_nothing(story, house):
    story.says_yes("called")
    Suspension.objects.create(organization=house.shelter, by="dee")
    assert why_not(story, "called") == Missing.SUSPENDED
    Suspension.objects.all().delete()
    Verification.objects.all().delete()
    assert why_not(story, "called") == Missing.NOT_VERIFIED


@pytest.mark.requirement("000-11")
def test_a_recipient_that_became_police_gets_nothing(story, house):
    story.says_yes("called")
    Organization.objects.filter(id=house.shelter.id).update(kind="police")
    assert why_not(story, "called") == Missing.FORGED


def test_nobody_but_the_gate_makes_a_permit(story, house):
    consent = story.says_yes("called")
    for minted_by in (None, object(), True, gate):
        with pytest.raises(NotPermitted, match="forged"):
            Permit(story.person, house.shelter, frozenset({"called"}), consent, minted_by=minted_by)


def test_a_permit_that_was_altered_opens_nothing(story, house, django_capture_on_commit_callbacks):
    """A copy carries the gate's mark; the door asks the rows again all the same."""
    other = begin(house, "two")
    theirs, narrow = other.says_yes("reach"), story.says_yes("called")
    elsewhere = story.says_yes("called", act="reach_out")
    permit = gate.by_consent(story.person, to=house.shelter, share=frozenset({"called"}))
    altered = {
        Missing.WIDER: [{"share": frozenset({"called", "wish"})}],
        Missing.FORGED: [
            {"of": other.person},
            {"recipient": another_shelter()},
            {"basis": theirs},
            {"basis": elsewhere},
        ],
        Missing.NOT_WRITTEN: [{"share": frozenset()}],
    }
    with django_capture_on_commit_callbacks(execute=True):
        for missing, changes in altered.items():
            for change in changes:
                with pytest.raises(NotPermitted) as refused, transaction.atomic():
                    door.release(dataclasses.replace(permit, **change), by=story.ana)
                assert refused.value.missing == missing
    assert (wire.SENT_IN_MEMORY, Disclosure.objects.count()) == ([], 0)
    assert permit.basis == narrow


def test_a_permit_kept_until_the_yes_is_gone_opens_nothing(story, house):
    permits = []
    for _ in range(2):
        story.says_yes("called")
        permits.append(gate.by_consent(story.person, to=house.shelter, share=frozenset({"called"})))
    for permit in permits:
        consents.withdraw(permit.basis, by=story.ana)
        with pytest.raises(NotPermitted, match="withdrawn"), transaction.atomic():
            door.release(permit, by=story.ana)
