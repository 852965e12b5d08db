"""The demo tells no lie in its numbers: the weeks before the night are those that are counted."""

import datetime as dt
from collections import Counter as Counts

import pytest

from demo import before, night
from havre.contacts import actions, history
from havre.contacts.models import Closure, Contact
from havre.contacts.signals import Facts
from havre.desk.tests.hand import desk_of, on_desk  # noqa: F401 -- a fixture
from havre.lib import clock
from havre.statistics import measures
from havre.statistics.models import Counter, PendingTally
from tests.hands import clock_at

FIRST, LAST, DUE = (dt.datetime(2026, 11, day, 22, tzinfo=dt.UTC) for day in (1, 29, 30))


@pytest.fixture(params=[FIRST, LAST, DUE], ids=["begins", "ends", "forgets"])
def now(house, request, monkeypatch):
    """The night, as the month begins, as it ends, and when some of those weeks are forgotten."""
    monkeypatch.setattr(before, "COLLEAGUES", ("ana", "ben"))
    with clock_at(request.param):
        night.count_months(night.read(), request.param)
        yield request.param


def test_as_many_chats_as_are_counted_in_their_months_and_none_lately(now):
    running = measures.tables_of_running_month()
    told = night.read()
    assert before.play(told, now) == Contact.objects.count()
    months = Counts(clock.month_of(each.opened_at) for each in Contact.objects.all())
    counted = Counter.objects.filter(dimension="channel", value="webchat")
    gone = Counts({row.month: row.n for row in counted}) - months
    assert set(gone) <= (set() if now == FIRST else {min(months)})
    assert set(months) == {row.month for row in counted}
    first, *_, latest = Closure.objects.order_by("at")
    assert first.at > now - dt.timedelta(days=90)  # nothing is due that night
    assert latest.at < now - before.LATEST + dt.timedelta(hours=3)
    assert (measures.tables_of_running_month(), PendingTally.objects.count()) == (running, 0)


def test_the_forecast_has_its_picture_and_nobody_is_counted_twice(house, now, on_desk):  # noqa: F811
    before.play(night.read(), now)
    known = history.of_the_line()
    assert known.contacts > 60
    assert 0.1 < known.hours < 1
    page = desk_of(house, "sue").get("/rota/forecast/").content.decode()
    assert page.count("<td") == 24 * 7
    contact, ana = Contact.objects.filter(taking__member=house.members["ana"])[0], "ana"
    actions.reopen(contact, by=house.on_duty(ana))
    again = Contact.objects.get(id=contact.id)
    actions.close(
        again, by=house.on_duty(ana), outcome="supported", facts=Facts(), no_wish="not_said"
    )
    assert PendingTally.objects.count() == 0
