"""The house carries a parcel once, while the yes stands, and says truthfully how it ended."""

import pytest

from havre.audit.models import Entry
from havre.consents import actions as consents
from havre.directory.models import Organization, Suspension
from havre.disclosures import carriers
from havre.disclosures.access import unknown_ones
from havre.disclosures.door import finish_interrupted
from havre.disclosures.models import Disclosure, Ending, HandingOver, Parcel
from havre.lib import wire
from havre.referrals.models import Referral
from havre.vault.models import ParcelKey
from tests.hands import begin, clock_at, later
from tests.smtp import HANG_UP, mail_server

pytestmark = pytest.mark.hostile(19)


@pytest.fixture
def story(house):
    """Released, and the process died before the carrier could take it."""
    story = begin(house)
    story.consent = story.says_yes("called")
    story.is_put_in_touch("called")
    return story


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def carry(commit) -> str:
    with commit():
        carriers.carry(Disclosure.objects.get().id, actor="test")
    return Disclosure.objects.get().state


def night(commit, minutes: int = 3) -> tuple[int, int]:
    with clock_at(later(minutes=minutes)), commit():
        return finish_interrupted(actor="nightly run")


def test_a_letter_that_waits_is_carried_once_by_night(story, commit):
    assert Disclosure.objects.get().state == "waiting"
    assert night(commit, minutes=1) == (0, 0)  # somebody may still be at it
    assert [night(commit), night(commit)] == [(1, 0), (0, 0)]
    assert (len(wire.SENT_IN_MEMORY), Disclosure.objects.get().state) == (1, "sent")
    assert story.referral.state == "sent"
    assert (Parcel.objects.count(), ParcelKey.objects.count()) == (0, 0)


def test_a_letter_withdrawn_before_it_left_never_leaves(story, commit):
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    assert Disclosure.objects.get().state == "stopped"
    assert night(commit) == (0, 0)
    assert carry(commit) == "stopped"
    assert (wire.SENT_IN_MEMORY, Parcel.objects.count(), ParcelKey.objects.count()) == ([], 0, 0)
    assert story.referral.state == "revoked"
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert verbs[-2:] == ["not_carried", "consent_withdrawn"]


def test_a_withdrawal_after_it_left_tells_the_recipient_and_nothing_else(story, commit):
    assert carry(commit) == "sent"
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    letter, notice = wire.SENT_IN_MEMORY
    assert (notice.to, "Mina" in letter.body, "Mina" in notice.body) == (letter.to, True, False)
    assert Disclosure.objects.get().reference in notice.subject + notice.body
    assert (Disclosure.objects.get().state, story.referral.state) == ("sent", "revoked")


def test_a_withdrawal_while_it_is_on_its_way_tells_the_recipient(story, commit):
    HandingOver.objects.create(disclosure=Disclosure.objects.get())
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    assert [letter.subject for letter in wire.SENT_IN_MEMORY] != []
    assert Disclosure.objects.get().state == "on_its_way"


def test_whoever_comes_later_never_says_that_what_may_have_left_was_stopped(story, commit):
    letter = carriers.email._hand_over(Disclosure.objects.get().id, "first")
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    assert carry(commit) == "on_its_way"  # the first one may be sending it in this very moment
    assert letter is not None
    carriers.email.end(Disclosure.objects.get().id, "sent", "first")
    assert Disclosure.objects.get().state == "sent"
    assert "not_carried" not in Entry.objects.values_list("verb", flat=True)


def test_a_withdrawal_stands_even_if_nobody_can_be_told(story, commit, settings):
    assert carry(commit) == "sent"
    settings.SMTP_URL = ""
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    assert consents.Consent.objects.get().is_withdrawn


@pytest.mark.parametrize(
    "change",
    [
        lambda: Organization.objects.update(email="new@linden.example"),
        lambda: Suspension.objects.create(organization=Organization.objects.get(), by="dee"),
        lambda: Organization.objects.get().verification_set.all().delete(),
        lambda: Parcel.objects.all().delete(),
        lambda: ParcelKey.objects.all().delete(),
        lambda: ParcelKey.objects.update(secret=b"x" * 32),
    ],
    ids=["address", "suspended", "unverified", "no parcel", "no key", "another key"],
)
@pytest.mark.hostile(36)
def test_what_changed_since_the_release_stops_the_letter(story, commit, change):
    change()
    assert carry(commit) == "stopped"
    assert (wire.SENT_IN_MEMORY, HandingOver.objects.count()) == ([], 0)
    assert carry(commit) == "stopped"


def test_a_letter_whose_yes_ran_out_on_the_way_does_not_leave(story, commit):
    with clock_at(later(days=31)):
        assert carry(commit) == "stopped"
    assert wire.SENT_IN_MEMORY == []


def test_a_letter_that_may_have_left_is_never_sent_again(story, commit):
    HandingOver.objects.create(disclosure=Disclosure.objects.get())  # and then the process died
    assert carry(commit) == "on_its_way"
    assert [night(commit), night(commit, minutes=9)] == [(0, 1), (0, 0)]
    assert (wire.SENT_IN_MEMORY, Disclosure.objects.get().state) == ([], "unknown")
    assert unknown_ones() == [Disclosure.objects.get()]
    assert Entry.objects.filter(verb="carriage_unknown").count() == 1
    assert story.referral.state == "sent"  # for the person it counts as told


def test_a_letter_that_did_not_leave_can_be_tried_again(story, commit, settings):
    settings.SMTP_URL = ""
    assert carry(commit) == "failed"
    assert (story.referral.state, story.referral.disclosure) == ("consented", None)
    settings.SMTP_URL = wire.IN_MEMORY
    with commit():
        story.is_put_in_touch("called")
    assert [d.state for d in Disclosure.objects.order_by("at")] == ["failed", "sent"]
    assert (len(wire.SENT_IN_MEMORY), story.referral.state) == (1, "sent")


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    ("answers", "state"),
    [({}, "sent"), ({"RCPT": "550 no"}, "failed"), ({"TAKEN": HANG_UP}, "unknown")],
)
def test_the_state_is_what_the_mail_server_did(commit, settings, answers, state):
    with mail_server(**answers) as server:
        settings.SMTP_URL = server.url
        assert carry(commit) == state
    assert Ending.objects.get().how == state


def test_an_ending_is_written_once(story, commit):
    assert carry(commit) == "sent"
    carriers.email.end(Disclosure.objects.get().id, "failed", "test")
    assert (Ending.objects.get().how, carry(commit)) == ("sent", "sent")
    assert len(wire.SENT_IN_MEMORY) == 1


def test_a_letter_of_somebody_forgotten_rings_no_bell(story, commit):
    Disclosure.objects.update(contact=None)
    Referral.objects.all().delete()
    assert carry(commit) == "sent"


def test_a_withdrawal_leaves_failed_letters_alone(story, commit, settings):
    settings.SMTP_URL = ""
    assert carry(commit) == "failed"
    settings.SMTP_URL = wire.IN_MEMORY
    with commit():
        consents.withdraw(story.consent, by=story.ana)
    assert (Disclosure.objects.get().state, wire.SENT_IN_MEMORY) == ("failed", [])


def test_a_second_click_while_a_letter_is_on_its_way_sends_no_second(story, commit):
    from havre.referrals.actions import NotThatWay  # noqa: PLC0415 -- a later room

    for _ in range(2):
        with pytest.raises(NotThatWay, match="on its way"):
            story.is_put_in_touch("called")
        HandingOver.objects.get_or_create(disclosure=Disclosure.objects.get())
    assert Disclosure.objects.count() == 1
