"""The house counts a double click once, on every form of the desk (register 20)."""

import uuid
from typing import Any

import pytest

from havre.consents.models import Consent, Refusal
from havre.contacts.access import notes_of, said_in
from havre.contacts.models import Closure, Contact, Message, Note, Taking
from havre.desk.tests.hand import Desk, desk_of, key_in, new_key
from havre.disclosures.models import Disclosure
from havre.lib import wire
from havre.referrals.models import Referral
from tests.hands import Story, begin
from tests.people import House

pytestmark = [pytest.mark.usefixtures("on_desk"), pytest.mark.hostile(20)]


@pytest.fixture
def story(house: House) -> Story:
    return begin(house, offered=False)


@pytest.fixture
def ana(house: House, story: Story) -> Desk:
    return desk_of(house, "ana")


def twice(desk: Desk, address: str, **posted: Any) -> list[int]:
    """The same form, posted twice: what came back."""
    return [desk.post(address, posted).status_code for _ in range(2)]


def at(story: Story, verb: str) -> str:
    return f"/talk/{story.contact_id}/{verb}/"


def test_a_conversation_is_taken_once_and_nobody_else_was_first(house):
    contact = house.somebody_writes("Allô?")
    ana = desk_of(house, "ana")
    answers = [ana.post(f"/talk/{contact.id}/taking/") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/talk/{contact.id}/"] * 2
    assert Taking.objects.count() == 1
    late = desk_of(house, "sue").post(f"/talk/{contact.id}/taking/")
    assert (late.status_code, "A colleague was first" in late.content.decode()) == (409, True)


def test_an_answer_is_said_once(story, ana):
    assert twice(ana, at(story, "answer"), text="Je suis là.", key=new_key()) == [302, 302]
    said = [one.text for one in said_in(story.contact, by=story.ana) if one.sender == "staff"]
    assert said == ["Je suis là."]


def test_other_words_from_the_same_form_are_not_lost(story, ana):
    key = new_key()
    for text in ("Je suis", "Je suis là.", "Je suis"):
        ana.post(at(story, "answer"), {"text": text, "key": key})
    said = [one.text for one in said_in(story.contact, by=story.ana) if one.sender == "staff"]
    assert said == ["Je suis", "Je suis là."]


def test_a_key_from_another_conversation_silences_nothing(story, ana, house):
    other, key = begin(house, offered=False), new_key()
    for one in (story, other):
        ana.post(at(one, "answer"), {"text": "Je suis là.", "key": key})
    assert Message.objects.filter(sender="staff").count() == 2


def test_a_note_is_written_once(story, ana):
    twice(ana, at(story, "note"), text="Papiers retenus.", key=new_key())
    assert [note.text for note in notes_of(story.contact, by=story.ana)] == ["Papiers retenus."]


def test_an_offer_is_made_and_told_once(story, ana, house):
    found = ana.post(at(story, "options"), {})
    twice(ana, at(story, "offers"), service=str(house.bed.id), key=key_in(found))
    assert (Referral.objects.count(), Message.objects.filter(sender="staff").count()) == (1, 1)
    ana.post(at(story, "offers"), {"service": str(house.bed.id), "key": new_key()})
    assert Referral.objects.count() == 2


YES = {"act": "pass_on", "share": "called", "purpose": "share_service", "days": "7"}


def test_a_yes_is_one_yes_and_taken_back_it_is_gone(story, ana, house):
    story.is_offered_a_bed()
    key = key_in(ana.get(f"/talk/{story.contact_id}/panels/consent/"))
    yes = YES | {"recipient": str(house.shelter.id), "manner": "typed", "answer": "yes", "key": key}
    twice(ana, at(story, "consents"), **yes)
    consent = Consent.objects.get()
    twice(ana, f"/consents/{consent.id}/withdrawal/")
    assert [one.stands for one in Consent.objects.all()] == [False]
    assert story.referral.state == "revoked"


def test_a_no_is_one_no_and_no_yes(story, ana, house):
    no = YES | {"recipient": str(house.shelter.id), "manner": "typed", "answer": "no"}
    key = new_key()
    twice(ana, at(story, "consents"), **no, key=key)
    assert (Refusal.objects.count(), Consent.objects.count()) == (1, 0)
    ana.post(at(story, "consents"), {**no, "answer": "yes", "key": key})  # they changed their mind
    assert (Refusal.objects.count(), Consent.objects.count()) == (1, 1)


def test_one_letter_leaves(story, ana, django_capture_on_commit_callbacks):
    story.is_offered_a_bed()
    story.says_yes("called", "wish")
    address = f"/referrals/{story.referral.id}/disclosure/"
    with django_capture_on_commit_callbacks(execute=True):
        first = ana.post(address, {"share": ["called", "wish"]}).status_code
    with django_capture_on_commit_callbacks(execute=True):
        second = ana.post(address, {"share": ["called", "wish"]}).status_code
    assert (first, second, len(wire.SENT_IN_MEMORY)) == (302, 422, 1)
    assert (Disclosure.objects.count(), story.referral.state) == (1, "sent")


def test_two_clicks_before_the_letter_is_carried_send_one(
    story, ana, django_capture_on_commit_callbacks
):
    story.is_offered_a_bed()
    story.says_yes("called")
    with django_capture_on_commit_callbacks(execute=True):
        twice(ana, f"/referrals/{story.referral.id}/disclosure/", share="called")
    assert (len(wire.SENT_IN_MEMORY), Disclosure.objects.count()) == (1, 1)


def test_what_left_is_shown_once(story, ana, django_capture_on_commit_callbacks):
    story.is_offered_a_bed()
    story.says_yes("called")
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("called")
    before = Message.objects.filter(sender="staff").count()
    panel = ana.get(f"/talk/{story.contact_id}/panels/touch/")
    twice(ana, at(story, "what-left"), key=key_in(panel))
    assert Message.objects.filter(sender="staff").count() == before + 1


def test_a_conversation_is_closed_once(story, ana):
    assert twice(ana, at(story, "closure"), outcome="supported") == [302, 422]
    assert Closure.objects.count() == 1


def test_what_was_declined_or_reported_is_a_step_once(story, ana):
    story.is_offered_a_bed()
    address = f"/referrals/{story.referral.id}/refusal/"
    assert twice(ana, address) == [302, 422]
    assert [step.state for step in story.referral.step_set.all()] == ["offered", "declined"]


def test_forgetting_twice_is_forgetting_once(story, house):
    desk_of(house, "ana").post(at(story, "closure"), {"outcome": "supported"})
    assert twice(desk_of(house, "sue"), at(story, "forgetting"), sure="yes") == [302, 404]
    assert Contact.objects.count() == 0


def test_every_form_that_adds_something_carries_a_key(story, ana):
    page = ana.get(f"/talk/{story.contact_id}/").content.decode()
    assert page.count('name="key" value="') == 4  # the answer, the permission, the note, a warning
    keys = {part[:36] for part in page.split('name="key" value="')[1:]}
    assert {str(uuid.UUID(key)) for key in keys} == keys
    assert (len(keys), Note.objects.count()) == (4, 0)
