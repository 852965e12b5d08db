"""The house counts without a name: what is small is hidden, and no number leads back."""

import datetime as dt
from collections import Counter as Counts

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from havre.audit.models import Entry
from havre.contacts import actions as contacts
from havre.contacts.signals import Facts
from havre.retention.actions import forget
from havre.statistics import actions, measures
from havre.statistics.measures import SMALL, suppressed
from havre.statistics.models import SINGLE, Counter, PendingTally
from tests.hands import begin, clock_at, later


def ended(house, **facts: object):
    story = begin(house, offered=False)
    story.ends(**facts)
    return story


def counted() -> dict[str, int]:
    return dict(Counter.objects.values_list("key", "n"))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-11-01T03:59:59+00:00", "2026-10"),  # summer time in Toronto: UTC-4
        ("2026-11-01T04:00:00+00:00", "2026-11"),
        ("2026-11-01T06:30:00+00:00", "2026-11"),  # the hour that comes twice
        ("2026-12-01T04:59:59+00:00", "2026-11"),  # winter time: UTC-5
        ("2026-12-01T05:00:00+00:00", "2026-12"),
        ("2027-03-14T07:00:00+00:00", "2027-03"),
        ("2027-01-01T04:59:59+00:00", "2026-12"),
    ],
)
@pytest.mark.hostile(25)
def test_a_contact_counts_in_the_month_of_the_line_s_own_time(house, moment, month):
    with clock_at(at(moment)):
        ended(house)
    assert PendingTally.objects.get().month == month


@pytest.mark.requirement("000-02")
def test_a_month_is_cut_loose_when_it_is_over_and_once(house):
    with clock_at(at("2026-11-30T23:00:00-05:00")):
        ended(
            house, province="ON", kind="self_current", phase="out", needs=("legal_family", "youth")
        )
        assert actions.cut_loose() == 0
    with clock_at(at("2026-12-01T00:00:01-05:00")):
        assert [actions.cut_loose(), actions.cut_loose()] == [1, 0]
    assert counted() == {
        "2026-11|channel|webchat": 1,
        "2026-11|kind|self_current": 1,
        "2026-11|language|fr": 1,
        "2026-11|need|legal_family": 1,
        "2026-11|need|youth": 1,
        "2026-11|phase|out": 1,
        "2026-11|province|ON": 1,
    }
    assert (PendingTally.objects.count(), Entry.objects.filter(verb="counted").count()) == (0, 1)


def test_a_late_tally_of_a_past_month_is_added(house):
    for _ in range(2):
        with clock_at(at("2026-11-30T12:00:00-05:00")):
            ended(house)
        with clock_at(at("2026-12-02T12:00:00-05:00")):
            assert actions.cut_loose() == 1
    assert measures.total_of("2026-11") == 2
    assert measures.months() == ["2026-11"]


@pytest.mark.requirement("001-08")
def test_reopening_corrects_what_will_be_counted(house):
    story = ended(house, province="ON", needs=("youth", "youth"))
    assert PendingTally.objects.get().needs == ["youth"]
    contacts.reopen(story.contact, by=story.ana)
    assert PendingTally.objects.count() == 0
    story.ends(province="QC")
    tally = PendingTally.objects.get()
    assert (tally.province, tally.needs) == ("QC", [])


def test_nobody_is_counted_twice(house):
    story = ended(house, province="ON")
    with clock_at(later(days=40)):
        assert actions.cut_loose() == 1
        contacts.reopen(story.contact, by=story.ana)
        story.ends(province="ON")
    assert PendingTally.objects.count() == 0


def test_closed_by_the_house_counts_as_unknown(house):
    story = begin(house, offered=False)
    contacts.close_by_the_house(story.contact)
    tally = PendingTally.objects.get()
    assert (tally.kind, tally.phase, tally.province, tally.needs) == (
        "unknown", "not_said", "unknown", [],
    )  # fmt: skip


def test_whoever_is_forgotten_before_the_month_is_over_is_not_counted(house):
    story = ended(house)
    forget(story.contact, by="test")
    with clock_at(later(days=40)):
        assert (PendingTally.objects.count(), actions.cut_loose()) == (0, 0)
    assert counted() == {}


@pytest.mark.requirement("001-08")
@pytest.mark.hostile(83)
def test_no_counter_leads_back_to_anybody(house):
    """No id, no time, no order: the rows are the same whoever was closed first."""
    assert {f.name for f in Counter._meta.fields} == {"key", "month", "dimension", "value", "n"}
    provinces, orders = ["ON", "QC", "BC"], []
    # PostgreSQL fills the holes that the rows of other tests left; a new file has none.
    empty = "DELETE FROM" if connection.vendor == "sqlite" else "TRUNCATE"
    for order in (provinces, provinces[::-1]):
        with connection.cursor() as cursor:
            cursor.execute(f"{empty} statistics_counter")
        with clock_at(at("2026-11-30T12:00:00-05:00")):
            for province in order:
                ended(house, province=province)
        with clock_at(at("2026-12-02T12:00:00-05:00")):
            actions.cut_loose()
        place = "rowid" if connection.vendor == "sqlite" else "ctid"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT key, n FROM statistics_counter ORDER BY {place}")
            orders.append(cursor.fetchall())
    assert orders[0] == orders[1]


@pytest.mark.hostile(83)
def test_the_running_month_hides_what_is_small(house):
    for province in ["ON"] * 6 + ["QC"] * 5 + ["NU"]:
        ended(house, province=province, needs=("youth",) if province == "NU" else ("information",))
    tables = {
        t.dimension: [(r.value, r.n) for r in t.rows] for t in measures.tables_of_running_month()
    }
    assert tables["province"] == [("ON", 6), ("QC", None), ("NU", None)]
    assert tables["need"] == [("information", 11), ("youth", None)]
    assert tables["channel"] == [("webchat", 12)]
    assert measures.running_month() == measures.clock.month_of(later())


cells = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 40), max_size=8)


@pytest.mark.requirement("001-08")
@pytest.mark.hostile(83)
@given(cells)
def test_no_small_count_is_shown_nor_is_the_difference(counts):
    """What an outsider who knows the whole can work out of the hidden cells stays open."""
    rows = suppressed(Counts(counts), single=True)
    shown = {row.value: row.n for row in rows if row.n is not None}
    hidden = [row.value for row in rows if row.n is None]
    assert all(n >= SMALL and n == counts[value] for value, n in shown.items())
    assert {row.value for row in rows} == set(counts)
    difference = sum(counts.values()) - sum(shown.values())
    if hidden and shown:
        assert len(hidden) > 1
        assert difference - (len(hidden) - 1) >= SMALL  # each of them may still be SMALL or more


@given(cells)
def test_needs_hide_what_is_small_and_no_more(counts):
    rows = suppressed(Counts(counts), single=False)
    assert {r.value for r in rows if r.n is None} == {v for v, n in counts.items() if n < SMALL}


def test_two_counts_of_one_each_are_not_told_by_their_sum():
    rows = suppressed(Counts({"en": 10, "fr": 8, "cr": 1, "iu": 1}), single=True)
    assert [(row.value, row.n) for row in rows] == [
        ("en", 10), ("fr", None), ("cr", None), ("iu", None),
    ]  # fmt: skip


def test_a_past_month_shows_its_numbers_the_largest_first(house):
    for value, n in (("ON", 1), ("QC", 3), ("BC", 3)):
        actions.add("2026-10", "province", value, n)
    actions.add("2026-10", "channel", "webchat", 7)
    tables = {table.dimension: table.rows for table in measures.tables_of("2026-10")}
    assert [(r.value, r.n) for r in tables["province"]] == [("BC", 3), ("QC", 3), ("ON", 1)]
    assert [r.label("province") for r in tables["province"]][2] == "Ontario"
    assert [r.label("language") for r in tables["channel"]] == ["webchat"]
    assert set(tables) == {*SINGLE, "need", "apart"}


def test_facts_that_nobody_said_are_unknown():
    assert Facts() == Facts("unknown", "not_said", "unknown", ())
