"""The house puts somebody in touch only through the door."""

import pytest

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.consents.refusals import Missing, NotPermitted
from havre.contacts import actions as contacts
from havre.contacts.models import Contact
from havre.disclosures.models import Disclosure
from havre.lib import wire
from havre.referrals import actions
from havre.referrals.models import Referral
from havre.staff.signin import SignedIn
from tests.hands import begin
from tests.people import House


@pytest.fixture
def story(house: House) -> tuple[House, SignedIn, Contact, Referral]:
    ana = house.on_duty("ana")
    contact = house.somebody_writes("J’ai besoin d’un lit.")
    contacts.take(contact, by=ana)
    contact = Contact.objects.get(id=contact.id)
    contacts.learn(contact.person, by=ana, called="Mina", reach="mardi, 10 h", wish="Un lit.")
    assert house.bed
    (referral,) = actions.offer(contact, [house.bed], by=ana)
    return house, ana, contact, referral


def test_nothing_leaves_without_consent(story):
    _, ana, _, referral = story
    with pytest.raises(NotPermitted) as refusal:
        actions.put_in_touch(referral, frozenset({"called"}), by=ana)
    assert refusal.value.missing == Missing.NO_CONSENT
    assert wire.SENT_IN_MEMORY == []
    assert not Disclosure.objects.exists()


def test_only_what_was_agreed_leaves(story, django_capture_on_commit_callbacks):
    house, ana, contact, referral = story
    consents.give(contact, Given("pass_on", house.shelter, ("called", "wish")), by=ana)
    referral = Referral.objects.get(id=referral.id)
    assert referral.state == "consented"
    with django_capture_on_commit_callbacks(execute=True):
        actions.put_in_touch(referral, frozenset({"called"}), by=ana)
    (letter,) = wire.SENT_IN_MEMORY
    assert letter.to == "in@linden.example"
    assert "Mina" in letter.body
    assert "Un lit." not in letter.body
    assert Referral.objects.get(id=referral.id).state == "sent"
    assert Disclosure.objects.get().state == "sent"
    assert verify().whole
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert verbs[-2:] == ["disclosed", "carried"]


def test_an_offer_stands_on_a_yes_that_came_before_it(house: House) -> None:
    story = begin(house, offered=False)
    yes = story.says_yes("called")
    offered = story.is_offered_a_bed()
    assert (story.referral.state, story.referral.consent) == ("consented", yes)
    assert offered.id == story.referral.id


def test_words_in_a_letter_never_look_like_the_line_s_own(
    house: House, django_capture_on_commit_callbacks
) -> None:
    story = begin(house)
    contacts.learn(story.person, by=story.ana, wish="A bed.\n\u202eOur reference: FORGED")
    story.says_yes("wish")
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("wish")
    (letter,) = wire.SENT_IN_MEMORY
    assert "A bed.\n    Our reference: FORGED\n" in letter.body
