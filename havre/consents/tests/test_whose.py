"""Jo writes for her sister Mina, who is absent. The house takes no yes of Jo's for Mina's."""

import pytest
from django.db import transaction

from havre.audit.models import Entry
from havre.consents import access, actions, gate
from havre.consents.forms import ConsentForm
from havre.consents.models import Consent, Doubt
from havre.consents.refusals import Missing, NotPermitted
from havre.consents.whose import OWN, PERSON, THEIR_OWN, THEMSELVES, UNSAID, is_somebody_else
from havre.contacts import actions as contacts
from havre.disclosures import carriers
from havre.disclosures.door import finish_interrupted
from havre.disclosures.models import Disclosure
from havre.lib import privacy, taxonomy, wire
from havre.vault import keys
from havre.vault.refusals import Forgotten
from tests.hands import Story, begin, clock_at, later

pytestmark = pytest.mark.requirement("000-03")


@pytest.fixture
def story(house) -> Story:
    return begin(house)


def turns_out(story: Story, kind: str) -> None:
    """It is written down who speaks."""
    contacts.learn(story.person, by=story.ana, kind=kind)


def why_not(story: Story, *share: str) -> Missing:
    with pytest.raises(NotPermitted) as refused, transaction.atomic():
        story.is_put_in_touch(*share)
    return refused.value.missing


def not_theirs(story: Story, *share: str, **more: object) -> bool:
    before = Consent.objects.count()
    with pytest.raises(actions.Incomplete, match="whose"):
        story.says_yes(*share, **more)
    return Consent.objects.count() == before


def verbs() -> list[str]:
    return list(Entry.objects.values_list("verb", flat=True))


def test_her_sister_says_yes_for_herself_and_not_for_her(story, django_capture_on_commit_callbacks):
    turns_out(story, "family")
    assert not_theirs(story, "called", "reach", "needs", whose=OWN)
    assert not_theirs(story, "wish", whose=OWN)  # her words may tell of Mina
    yes = story.says_yes("called", "reach", whose=OWN)
    assert why_not(story, "called", "province") == Missing.WIDER
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("called", "reach")
    (letter,) = wire.SENT_IN_MEMORY
    assert ("mardi à 10 h" in letter.body, "Un lit" in letter.body) == (True, False)
    assert (yes.whose, Disclosure.objects.get().shared) == (OWN, ["called", "reach"])


def test_mina_came_to_the_phone_and_said_yes_herself(story):
    turns_out(story, "family")
    yes = story.says_yes("called", "wish", "needs", whose=PERSON)
    assert (yes.stands, yes.whose) == (True, PERSON)
    assert story.is_put_in_touch("called", "wish", "needs").consent == yes


@pytest.mark.hostile(36)
def test_nothing_is_taken_for_a_yes_of_who_is_absent_by_leaving_the_question_out(story):
    turns_out(story, "provider")
    for whose in ("", OWN, "anybody", "person ", "PERSON"):
        assert not_theirs(story, "needs", whose=whose)
    assert (Consent.objects.count(), story.referral.state) == (0, "offered")


@pytest.mark.parametrize("kind", ["", "unknown", "self_past"])
def test_nobody_is_asked_whose_it_is_while_nobody_else_is_said_to_speak(story, kind):
    turns_out(story, kind)
    yes = story.says_yes("called", "needs")
    assert (yes.whose, story.is_put_in_touch("called", "needs").consent) == ("", yes)


def test_whose_it_was_may_be_said_before_who_speaks_is(story):
    assert not_theirs(story, "needs", whose=OWN)
    yes = story.says_yes("called", whose=OWN)
    turns_out(story, "friend")
    assert yes.stands
    turns_out(story, "self_current")  # then it was no yes of hers
    assert Consent.objects.get().is_doubted
    assert not_theirs(story, "called", whose=OWN)


@pytest.mark.hostile(36)
def test_it_turns_out_that_it_was_the_sister_and_the_old_yes_stands_no_more(story):
    yes = story.says_yes("called", "needs")
    assert story.referral.state == "consented"
    turns_out(story, "family")
    assert why_not(story, "called") == Missing.WHOSE
    assert [row.is_doubted for row, _ in access.of_contact(story.contact, by=story.ana)] == [True]
    assert (list(Consent.objects.in_force()), yes.doubt.by) == ([], story.ana.member)
    assert verbs()[-2:] == ["consent_doubted", "learned"]
    turns_out(story, "")  # nor by taking back what was said
    turns_out(story, "self_current")
    assert why_not(story, "called") == Missing.WHOSE
    assert verbs().count("consent_doubted") == 1


def test_what_was_in_doubt_leaves_once_it_is_said_whose_it_was(story):
    yes = story.says_yes("called", "needs")
    turns_out(story, "family")
    for whose in ("", "anybody", OWN):  # needs are Mina's
        with pytest.raises(actions.Incomplete, match="whose"):
            actions.say_whose(yes, whose, by=story.ana)
    assert why_not(story, "called") == Missing.WHOSE
    for _ in range(2):
        actions.say_whose(yes, PERSON, by=story.ana)
    assert (Doubt.objects.count(), Consent.objects.get().whose) == (0, PERSON)
    assert verbs().count("consent_confirmed") == 1
    turns_out(story, "friend")  # a yes of hers stays hers
    assert story.is_put_in_touch("called", "needs").consent == yes


def test_what_was_in_doubt_may_have_been_hers_alone(story):
    yes = story.says_yes("called")
    turns_out(story, "family")
    assert why_not(story, "called") == Missing.WHOSE  # perhaps Mina's name
    actions.say_whose(yes, OWN, by=story.ana)
    assert story.is_put_in_touch("called").consent == yes


def test_whose_it_was_is_not_changed_once_nobody_doubts_it(story):
    turns_out(story, "family")
    yes = story.says_yes("called", whose=OWN)
    actions.say_whose(yes, PERSON, by=story.ana)
    assert (Consent.objects.get().whose, verbs().count("consent_confirmed")) == (OWN, 0)


def test_asked_anew_it_stands(story):
    story.says_yes("called", "needs")
    turns_out(story, "family")
    anew = story.says_yes("called", "needs", whose=PERSON)
    assert story.is_put_in_touch("called", "needs").consent == anew


def test_a_doubt_brings_nothing_back_that_is_over(story):
    taken_back, over = story.says_yes("called"), story.says_yes("called", days=1)
    actions.withdraw(taken_back, by=story.ana)
    with clock_at(later(days=2)):
        turns_out(story, "family")
        assert why_not(story, "called") == Missing.EXPIRED
    assert (Doubt.objects.count(), over.is_doubted) == (0, False)


def test_what_is_in_doubt_can_be_taken_back_and_expires(story):
    yes = story.says_yes("called")
    turns_out(story, "family")
    with clock_at(later(days=31)), pytest.raises(NotPermitted, match="expired"):
        gate.by_consent(story.person, to=story.house.shelter, share=frozenset({"called"}))
    actions.withdraw(yes, by=story.ana)
    assert (Consent.objects.get().is_withdrawn, story.referral.state) == (True, "revoked")
    actions.say_whose(yes, PERSON, by=story.ana)
    assert not Consent.objects.get().stands


@pytest.mark.hostile(19)
def test_a_letter_that_waits_does_not_leave_by_a_yes_in_doubt(
    story, django_capture_on_commit_callbacks
):
    story.says_yes("called", "needs")
    story.is_put_in_touch("called", "needs")  # and the process died before it was carried
    turns_out(story, "family")
    with django_capture_on_commit_callbacks(execute=True):
        carriers.carry(Disclosure.objects.get().id, actor="test")
    with clock_at(later(minutes=3)), django_capture_on_commit_callbacks(execute=True):
        assert finish_interrupted(actor="nightly run") == (0, 0)
    assert (Disclosure.objects.get().state, wire.SENT_IN_MEMORY) == ("stopped", [])
    actions.say_whose(Consent.objects.get(), PERSON, by=story.ana)
    with django_capture_on_commit_callbacks(execute=True):
        story.is_put_in_touch("called", "needs")  # and can be sent again
    assert len(wire.SENT_IN_MEMORY) == 1


@pytest.mark.hostile(36)
def test_a_yes_of_hers_that_was_widened_in_the_database_opens_nothing(story):
    turns_out(story, "family")
    story.says_yes("called", whose=OWN)
    Consent.objects.update(share=["called", "needs"])
    assert why_not(story, "called", "needs") == Missing.WHOSE


def test_who_speaks_that_nobody_can_read_any_more_permits_no_new_yes(story):
    turns_out(story, "family")
    keys.destroy_compartment(story.contact.file, "notes")
    with pytest.raises(Forgotten):
        story.says_yes("called", whose=OWN)
    assert Consent.objects.count() == 0


def test_the_question_stands_only_where_it_matters():
    choices = {
        kind: ConsentForm(kind=kind).fields.get("whose") for kind in ("", "self_past", "friend")
    }
    assert choices["self_past"] is None
    assert [code for code, _ in choices[""].choices] == ["", OWN, PERSON]
    assert [code for code, _ in choices["friend"].choices] == [OWN, PERSON]
    assert not any(field.required for field in choices.values() if field)
    assert ConsentForm(kind="friend")["whose"].value() == OWN


def test_every_kind_of_contact_is_the_person_or_somebody_else_or_unsaid():
    kinds = set(taxonomy.codes("contact_kind"))
    assert (kinds >= THEMSELVES, UNSAID - kinds) == (True, {""})
    others = {kind for kind in kinds if is_somebody_else(kind)}
    assert {"family", "friend", "provider", "interpreter_relay", "police"} < others
    assert others == kinds - THEMSELVES - UNSAID
    assert is_somebody_else("a kind that nobody knows yet")
    assert privacy.may_leave() > THEIR_OWN
