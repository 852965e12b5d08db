"""A note's letter is carried once, while its yes stands, and the page says truthfully what came."""

import pytest

from havre.audit.models import Entry
from havre.directory.models import Organization, Suspension, Verification
from havre.disclosures import carriers
from havre.disclosures.access import unknown_notes, unknown_ones
from havre.disclosures.door import finish_interrupted
from havre.disclosures.models import Disclosure, HandingOver, Parcel, Telling
from havre.lib import wire
from havre.onward.tests.hand import left, passed_on
from havre.retention.actions import forget_tip, run
from havre.tips import actions as tips
from havre.tips.models import Tip
from havre.vault import keys
from havre.vault.models import ParcelKey
from tests.hands import clock_at, later
from tests.smtp import HANG_UP, mail_server

pytestmark = [pytest.mark.hostile(19), pytest.mark.requirement("001-05")]


@pytest.fixture
def lou(house):
    return house.on_duty("lou")


@pytest.fixture
def tip(house, lou):
    """Released, and the process died before the carrier could take it."""
    tip = left()
    passed_on(tip, house.shelter, by=lou)
    return tip


def carry(commit) -> str:
    with commit():
        carriers.carry(Disclosure.objects.get().id, actor="test")
    return Disclosure.objects.get().state


def nothing_kept() -> bool:
    return (Parcel.objects.count(), ParcelKey.objects.count(), wire.SENT_IN_MEMORY) == (0, 0, [])


def test_a_letter_that_waits_is_carried_once_by_night(tip, commit):
    assert Disclosure.objects.get().state == "waiting"
    for minutes, done in ((1, (0, 0)), (3, (1, 0)), (9, (0, 0))):
        with clock_at(later(minutes=minutes)), commit():
            assert finish_interrupted(actor="nightly run") == done
    assert (len(wire.SENT_IN_MEMORY), Disclosure.objects.get().state) == (1, "sent")


def test_a_yes_that_is_taken_back_stops_what_waits_and_twice_is_once(tip, lou, commit):
    for _ in range(2):
        with commit():
            tips.take_back(tip, by=lou)
    assert (Disclosure.objects.get().state, nothing_kept()) == ("stopped", True)
    assert carry(commit) == "stopped"
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert (verbs.count("consent_withdrawn"), verbs.count("not_carried")) == (1, 1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_has_it_is_told_that_the_yes_was_taken_back_and_nothing_else(
    house, lou, commit, language
):
    tip = left(language=language)
    with commit():
        made = passed_on(tip, house.shelter, by=lou)
    with commit():
        tips.take_back(tip, by=lou)
    told = wire.SENT_IN_MEMORY[-1]
    assert (len(wire.SENT_IN_MEMORY), made.reference in told.subject) == (2, True)
    assert [w for w in ("Motel", "filles", "cheveux") if w in told.body + told.subject] == []
    assert (Telling.objects.get().worked, Disclosure.objects.get().state) == (True, "sent")


@pytest.mark.parametrize(
    "change",
    [
        lambda tip, lou: tips.assess(tip, "unfounded", by=lou),
        lambda *_: Tip.objects.update(passing_on="no"),
        lambda *_: Tip.objects.all().delete(),
        lambda tip, _: keys.destroy(tip.file),  # and then the process died
        lambda *_: Organization.objects.update(email="new@linden.example"),
        lambda *_: _moved_and_verified(),
        lambda *_: Verification.objects.all().delete(),
        lambda *_: Suspension.objects.create(organization=Organization.objects.get(), by="dee"),
        lambda *_: Parcel.objects.all().delete(),
        lambda *_: ParcelKey.objects.update(secret=b"x" * 32),
    ],
    ids=[
        "nothing in it", "no", "gone", "keys gone", "address", "verified anew", "unverified",
        "suspended", "no parcel", "another key",
    ],
)  # fmt: skip
@pytest.mark.hostile(36)
def test_what_changed_since_the_release_stops_the_letter(tip, lou, commit, change):
    change(tip, lou)
    assert carry(commit) == "stopped"
    assert (Parcel.objects.count(), HandingOver.objects.count()) == (0, 0)
    with clock_at(later(minutes=5)), commit():
        finish_interrupted(actor="nightly run")
    assert wire.SENT_IN_MEMORY == []


def _moved_and_verified() -> None:
    """Its address is verified, but it is not the one that stood in the letter."""
    Organization.objects.update(email="new@linden.example")
    with clock_at(later(seconds=1)):
        shelter = Organization.objects.get()
        Verification.objects.create(organization=shelter, address=shelter.email, by="dee")


@pytest.mark.parametrize("when", ["at once", "in its time"])
def test_a_forgotten_note_does_not_leave_and_its_parcel_s_key_goes(tip, lou, commit, when):
    with commit():
        if when == "at once":
            forget_tip(tip, by=lou.actor)
        else:
            with clock_at(later(days=91)):
                run()
    assert (Tip.objects.count(), Disclosure.objects.get().state) == (0, "stopped")
    assert nothing_kept()


def test_what_left_is_remembered_without_a_word_of_it_once_the_note_is_forgotten(
    house, lou, commit
):
    tip = left()
    with commit():
        passed_on(tip, house.shelter, by=lou)
    forget_tip(tip, by=lou.actor)
    row = Disclosure.objects.get()
    assert (row.state, row.recipient, row.shared) == (
        "sent",
        house.shelter,
        ["what", "where", "who"],
    )
    assert not keys.pseudonym(row.file).strip("-")
    with clock_at(later(days=729)):
        run()
        assert Disclosure.objects.count() == 1
    with clock_at(later(days=731)):
        run()
        assert Disclosure.objects.count() == 0


def test_one_of_which_nobody_knows_is_on_the_list_of_those_who_read_notes(tip, lou, commit):
    HandingOver.objects.create(disclosure=Disclosure.objects.get())  # and then the process died
    assert carry(commit) == "on_its_way"
    with clock_at(later(minutes=3)), commit():
        assert finish_interrupted(actor="nightly run") == (0, 1)
    assert (wire.SENT_IN_MEMORY, Disclosure.objects.get().state) == ([], "unknown")
    assert (unknown_notes(), unknown_ones()) == ([Disclosure.objects.get()], [])
    forget_tip(tip, by=lou.actor)
    assert unknown_notes() == []


@pytest.mark.parametrize(
    ("answers", "state"),
    [({}, "sent"), ({"RCPT": "550 no"}, "failed"), ({"TAKEN": HANG_UP}, "unknown")],
)
@pytest.mark.usefixtures("tip")
def test_the_state_is_what_the_mail_server_did(commit, settings, answers, state):
    with mail_server(**answers) as server:
        settings.SMTP_URL = server.url
        assert carry(commit) == state
