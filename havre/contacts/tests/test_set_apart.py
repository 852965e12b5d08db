"""The house sets apart what is no request for help, kindly, and takes it back if it was wrong."""

import pytest

from havre.audit.models import Entry
from havre.channels.webchat import words
from havre.contacts import actions, ending, transport
from havre.contacts.ending import NOT_HELP
from havre.contacts.models import Closure
from havre.contacts.signals import Facts
from havre.lib import taxonomy
from havre.statistics.actions import cut_loose
from havre.statistics.measures import tables_of_running_month, total_of
from havre.statistics.models import Counter, PendingTally
from tests.hands import clock_at, later

CHANNEL = "practice"


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What the line said by itself, in its order."""
    said: list[str] = []
    monkeypatch.setitem(transport._tell, CHANNEL, lambda contact, event: said.append(event))
    return said


@pytest.fixture
def ana(house):
    return house.on_duty("ana")


@pytest.fixture
def contact(house, ana):
    found = house.somebody_writes("J’écris pour un journal.", channel=CHANNEL)
    actions.take(found, by=ana)
    return found


@pytest.mark.parametrize("kind", NOT_HELP)
def test_whoever_wrote_is_told_kindly_and_it_is_closed_as_what_it_is(contact, ana, told, kind):
    closure = ending.set_apart(contact, kind, by=ana)
    assert (closure.outcome, told[-2:]) == (kind, [f"apart_{kind}", "closed"])
    assert [e.verb for e in Entry.objects.order_by("n")][-2:] == ["set_apart", "closed"]


def test_it_counts_as_that_and_as_nothing_else(house, contact, ana):
    ending.set_apart(contact, "media", by=ana)
    month = PendingTally.objects.get().month
    assert [t.dimension for t in tables_of_running_month() if t.rows] == ["apart"]
    with clock_at(later(days=40)):
        cut_loose()
    assert dict(Counter.objects.values_list("key", "n")) == {f"{month}|apart|media": 1}
    assert total_of(month) == 0


def test_a_small_count_of_what_was_set_apart_is_hidden(contact, ana):
    ending.set_apart(contact, "partner", by=ana)
    (table,) = [t for t in tables_of_running_month() if t.rows]
    assert [(row.value, row.n, row.label("apart")) for row in table.rows] == [
        ("partner", None, "Working with us")
    ]


def test_a_mistake_is_put_right_and_the_person_is_told_so(contact, ana, told):
    ending.set_apart(contact, "wrong_place", by=ana)
    actions.reopen(contact, by=ana)
    assert told[-2:] == ["mistake", "reopened"]
    assert (Closure.objects.count(), PendingTally.objects.count()) == (0, 0)
    actions.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_asked")
    assert PendingTally.objects.get().apart == ""


def test_reopening_what_was_closed_as_help_says_nothing_of_a_mistake(contact, ana, told):
    actions.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_asked")
    actions.reopen(contact, by=ana)
    assert told[-1:] == ["reopened"]
    assert "mistake" not in told


def test_twice_is_once_and_what_nobody_offers_is_refused(contact, ana):
    ending.set_apart(contact, "media", by=ana)
    with pytest.raises(actions.Closed):
        ending.set_apart(contact, "training", by=ana)
    with pytest.raises(ValueError, match="nothing that is set apart"):
        ending.set_apart(contact, "abusive", by=ana)
    assert Closure.objects.get().outcome == "media"


def test_what_is_set_apart_is_no_outcome_of_a_request_for_help():
    assert set(taxonomy.codes("apart")) & set(taxonomy.codes("outcome")) == set()
    assert set(NOT_HELP) <= set(taxonomy.codes("apart"))


@pytest.mark.parametrize("kind", NOT_HELP)
@pytest.mark.parametrize("office", ["office@line.example", ""])
def test_every_kind_has_a_sentence_that_keeps_the_door_open(settings, kind, office):
    settings.OFFICE_EMAIL = office
    said = words._filled(words._told(f"apart_{kind}"))
    assert settings.LINE_PHONE in said
    assert "begin again" in said
    assert ("@" in said) == (bool(office) and kind != "wrong_place")
