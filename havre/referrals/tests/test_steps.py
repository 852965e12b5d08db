"""The house moves a referral only the way it really went."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from havre.audit.models import Entry
from havre.consents import actions as consents
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts import access as conversation
from havre.disclosures.models import Disclosure
from havre.lib import taxonomy, wire
from havre.referrals import access, actions
from havre.referrals.models import LEAVING, NEXT, TERMINAL, Referral, Step
from havre.staff.access import Denied
from tests.hands import begin, rolled_back

STATES = taxonomy.codes("referral_state")
ALLOWED = {  # care.md 1.1, written out once more
    ("offered", "declined"), ("offered", "consented"), ("consented", "sent"),
    ("consented", "declined"), ("sent", "received"), ("received", "accepted"),
    ("received", "waitlisted"), ("received", "refused"), ("waitlisted", "accepted"),
    ("waitlisted", "refused"), ("accepted", "connected"), ("accepted", "not_connected"),
    ("connected", "completed"), ("connected", "not_connected"),
}  # fmt: skip
ENDS = {"declined", "refused", "completed", "not_connected", "revoked", "expired"}
ALLOWED |= {(state, end) for state in STATES if state not in ENDS for end in ("revoked", "expired")}


@pytest.fixture
def story(house):
    return begin(house)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def standing_at(story, state: str) -> Referral:
    referral = story.referral
    if state != "offered":
        Step.objects.create(referral=referral, number=2, state=state, by="test")
    return Referral.objects.get(id=referral.id)


@pytest.mark.parametrize("state", STATES)
def test_only_the_steps_of_the_plan_are_taken(story, state):
    for after in STATES:
        mark = transaction.savepoint()
        try:
            actions.move(standing_at(story, state), after, "test")
            took = True
        except actions.NotThatWay:
            took = False
        assert took == ((state, after) in ALLOWED), (state, after)
        transaction.savepoint_rollback(mark)


def test_the_plan_knows_every_state():
    assert set(NEXT) | TERMINAL == set(STATES)
    assert (ENDS, {"revoked", "expired"}) == (TERMINAL, LEAVING)
    assert set(NEXT) & TERMINAL == set()


@pytest.mark.hostile(13)
@pytest.mark.parametrize("state", STATES)
def test_nobody_claims_what_only_happens(story, state):
    """Sent, consented, revoked, expired follow from what happened; a form cannot say them."""
    for said in ("sent", "consented", "revoked", "expired", "offered", "", "admin"):
        with pytest.raises(actions.NotThatWay), transaction.atomic():
            actions.hear_back(standing_at(story, state), said, by=story.ana)
        Step.objects.filter(number__gt=1).delete()


def test_what_the_service_said_is_written_down(story, commit):
    story.says_yes("called")
    with commit():
        story.is_put_in_touch("called")
    for said in ("received", "waitlisted", "accepted", "connected", "completed"):
        actions.hear_back(story.referral, said, by=story.ana)
        assert story.referral.state == said
    assert story.referral.is_open is False
    assert [s.number for s in story.referral.step_set.all()] == list(range(1, 9))
    assert Entry.objects.filter(verb="referral_moved").count() == 5


@pytest.mark.requirement("000-19")
def test_an_offer_tells_the_person_alone_and_names_not_now(story):
    said = conversation.said_in(story.contact, by=story.ana)[-1].text
    assert ("Un lit en lieu sûr" in said, wire.SENT_IN_MEMORY) == (True, [])
    assert "pas maintenant, ou rien du tout" in said.casefold()
    with pytest.raises(actions.NothingToOffer):
        actions.offer(story.contact, [], by=story.ana)


def test_no_is_a_good_answer_and_ends_it(story):
    actions.decline(story.referral, by=story.ana)
    assert story.referral.state == "declined"
    story.says_yes("called")
    assert story.referral.state == "declined"
    with pytest.raises(actions.NotThatWay):
        story.is_put_in_touch("called")
    with pytest.raises(actions.NotThatWay):
        actions.decline(story.referral, by=story.ana)


@pytest.mark.requirement("000-17")
@pytest.mark.parametrize("act", ["reach_out", "next_steps"])
def test_a_yes_to_another_act_moves_no_offer(story, act):
    story.says_yes("called", act=act)
    assert story.referral.state == "offered"
    with pytest.raises(NotPermitted) as refused:
        story.is_put_in_touch("called")
    assert refused.value.missing == Missing.NO_CONSENT


@pytest.mark.requirement("000-16")
@pytest.mark.parametrize("reached", ["consented", "sent", "received", "accepted", "connected"])
def test_a_withdrawal_revokes_from_every_open_state(story, commit, reached):
    consent = story.says_yes("called")
    if reached != "consented":
        with commit():
            story.is_put_in_touch("called")
    for said in itertools.takewhile(
        lambda _: story.referral.state != reached, ("received", "accepted", "connected")
    ):
        actions.hear_back(story.referral, said, by=story.ana)
    assert story.referral.state == reached
    consents.withdraw(consent, by=story.ana)
    assert story.referral.state == "revoked"


def test_a_withdrawal_leaves_what_is_over_and_what_stands_on_another_yes(story, commit):
    first = story.says_yes("called")
    with commit():
        story.is_put_in_touch("called")
    actions.hear_back(story.referral, "received", by=story.ana)
    actions.hear_back(story.referral, "refused", by=story.ana)
    story.is_offered_a_bed()
    second = story.says_yes("called")
    consents.withdraw(first, by=story.ana)
    assert [r.state for r in access.of_contact(story.contact)] == ["refused", "consented"]
    consents.withdraw(second, by=story.ana)
    assert [r.state for r in access.of_contact(story.contact)] == ["refused", "revoked"]


def test_the_yes_a_letter_left_by_is_the_one_it_stands_on(story, commit):
    first = story.says_yes("called")
    second = story.says_yes("called", "wish")
    with commit():
        story.is_put_in_touch("wish")
    consents.withdraw(first, by=story.ana)
    assert story.referral.state == "sent"
    consents.withdraw(second, by=story.ana)
    assert story.referral.state == "revoked"


@pytest.mark.requirement("000-16")
def test_revoking_and_withdrawing_are_one_transaction(story):
    consent = story.says_yes("called")
    with rolled_back():
        consents.withdraw(consent, by=story.ana)
    assert (story.referral.state, consent.__class__.objects.get().is_withdrawn) == (
        "consented", False,
    )  # fmt: skip


@pytest.mark.hostile(97)
def test_a_refusal_of_the_gate_is_remembered(story):
    with pytest.raises(NotPermitted):
        story.is_put_in_touch("called")
    actions.note_refusal(story.referral, by=story.ana)
    assert Entry.objects.last().verb == "not_permitted"


@pytest.mark.hostile(26)
def test_a_stranger_finds_no_referral(story, house):
    assert access.held(story.referral.id, by=story.ana) == story.referral
    for who, row in (("ben", story.referral.id), ("ana", story.contact_id)):
        with pytest.raises(Denied):
            access.held(row, by=house.on_duty(who))


def test_the_person_can_be_shown_what_left(story, commit):
    with pytest.raises(actions.NothingToOffer):
        actions.show_what_left(story.contact, by=story.ana)
    story.says_yes("called")
    with commit():
        story.is_put_in_touch("called")
    actions.show_what_left(story.contact, by=story.ana)
    said = conversation.said_in(story.contact, by=story.ana)[-1].text
    assert ("Mina" in said, SAID_ELSEWHERE in said) == (True, False)
    assert Disclosure.objects.get().state == "sent"


SAID_ELSEWHERE = "Un lit, sans question."


def test_two_steps_never_have_one_number(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(referral=story.referral, number=1, state="sent", by="test")


def test_a_referral_without_steps_is_an_offer(story):
    story.referral.step_set.all().delete()
    assert story.referral.state == "offered"
