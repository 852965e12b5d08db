"""The house asks every service whether its entry is right, shelters most often, and says how long
ago it was."""

import datetime as dt
import uuid

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.directory import actions, cards, proposals, rounds
from havre.directory.models import Confirmation, SearchDoc
from havre.directory.rounds import Answer
from havre.directory.tests.scenes import service
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("house")
RIGHT = Answer(rounds.CONFIRMED, "phone", "Rae", "Intake")
NOBODY = Answer(rounds.UNREACHED, "phone")


@pytest.fixture(autouse=True)
def _at_noon():
    """Days are counted by the line's calendar: near midnight a change of its clock adds one."""
    with clock_at(later().replace(hour=17)):
        yield


def names() -> list[str]:
    return [each.service.key for each in rounds.to_ask() if each.service.key != "lit"]


@pytest.mark.requirement("000-26")
def test_a_shelter_is_asked_every_ninety_days_and_all_others_once_a_year():
    bed, clinic = service(), service("clinic", kind="health", needs=["medical"])
    for each in (bed, clinic):
        assert rounds.note(each, RIGHT, by="dee")
    due = {row.record: row.due for row in Confirmation.objects.all()}
    assert due == {bed.id: rounds.today() + dt.timedelta(90),
                   clinic.id: rounds.today() + dt.timedelta(365)}  # fmt: skip
    kept = Confirmation.objects.get(record=bed.id)
    assert (kept.person, kept.title, kept.how, kept.by) == ("Rae", "Intake", "phone", "dee")
    assert Entry.objects.order_by("-n").first().verb == Verb.DIRECTORY_CONFIRMED


@pytest.mark.requirement("000-26")
@pytest.mark.parametrize(
    ("days", "state"), [(0, "fresh"), (89, "fresh"), (90, "due"), (120, "due"), (121, "overdue")]
)
def test_it_is_said_how_long_ago_somebody_confirmed_it(days, state):
    bed, noon = service(), dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)  # a day has 24 h, or 23
    assert rounds.of(bed).state == "never"
    with clock_at(noon):
        rounds.note(bed, RIGHT, by="dee")
    with clock_at(noon + dt.timedelta(days)):
        assert rounds.of(bed).state == state


def test_whoever_shelters_somebody_is_asked_first_and_then_whoever_waits_longest():
    clinic, old = (
        service("clinic", kind="health", needs=["medical"]),
        service("old", kind="health", needs=["medical"]),
    )
    bed, new = service(), service("new")
    for each, days in ((old, -500), (clinic, -400), (bed, -100)):
        with clock_at(later(hours=24 * days)):
            rounds.note(each, RIGHT, by="dee")
    assert names() == ["new", "bed", "old", "clinic"]
    rounds.note(new, RIGHT, by="dee")
    actions.suspend(bed.organization, by="sue")
    actions.change(old, {"status": "inactive"}, by="dee")
    assert names() == ["clinic"]


def test_nobody_reached_is_no_confirmation_and_comes_again_after_a_week():
    bed = service()
    rounds.note(bed, NOBODY, by="dee")
    assert (rounds.of(bed).state, rounds.of(bed).tries, names()) == ("never", 1, [])
    assert "checked" not in cards.card(bed, "responder")
    with clock_at(later(hours=24 * 8)):
        assert names() == ["bed"]
        rounds.note(bed, RIGHT, by="dee")
        assert rounds.of(bed).tries == 0


def test_after_three_tries_in_vain_it_is_proposed_to_set_it_inactive_once():
    bed = service()
    for n in range(4):
        with clock_at(later(hours=24 * 8 * n)):
            rounds.note(bed, NOBODY, by="dee")
        assert proposals.waiting().filter(record=bed.id).count() == int(n >= 2)
    waits = proposals.waiting().get(record=bed.id)
    assert (waits.changes, bed.status) == ({"status": "inactive"}, "active")
    assert proposals.agree(waits, by="sue") == proposals.APPLIED
    bed.refresh_from_db()
    assert (bed.status, SearchDoc.objects.get(service=bed.id).entries) == ("inactive", {})


def test_what_is_there_no_more_is_proposed_and_not_done():
    bed = service()
    rounds.note(bed, Answer(rounds.CLOSED, "visit", "Rae"), by="dee")
    assert proposals.waiting().get(record=bed.id).changes == {"status": "defunct"}
    bed.refresh_from_db()
    assert bed.status == "active"


def test_a_form_sent_twice_is_noted_once_and_the_card_says_when():
    bed, key = service(), uuid.uuid4()
    assert rounds.note(bed, RIGHT, by="dee", key=key)
    assert not rounds.note(bed, RIGHT, by="dee", key=key)
    assert Confirmation.objects.filter(record=bed.id).count() == 1
    kept = SearchDoc.objects.get(service=bed.id).entries["public"]
    assert kept["checked"] == rounds.today().isoformat()
    assert kept["due"] == (rounds.today() + dt.timedelta(90)).isoformat()
    assert "Rae" not in str(kept)
