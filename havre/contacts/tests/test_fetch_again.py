"""Promises that a page that looks again gets what it lacks, and that nothing else is opened."""

import datetime as dt

from havre.audit.models import Entry
from havre.contacts import access, actions
from havre.contacts.models import Contact, Message
from havre.lib import clock
from tests.people import House


def taken(house: House, *texts: str) -> Contact:
    contact = house.somebody_writes(*texts)
    actions.take(contact, by=house.on_duty("ana"))
    return contact


def test_what_is_shown_is_neither_opened_nor_recorded_again(house: House) -> None:
    contact, ana = taken(house, "one", "two"), house.on_duty("ana")
    shown = frozenset(str(said.id) for said in access.said_in(contact, by=ana))
    rows = Entry.objects.count()
    assert access.said_in(contact, by=ana, since=clock.now(), shown=shown) == []
    assert Entry.objects.count() == rows


def test_what_was_stored_late_is_found(house: House) -> None:
    contact, ana = taken(house, "one", "slow"), house.on_duty("ana")
    late = Message.objects.filter(contact=contact).last()
    assert late is not None
    shown = frozenset(
        str(said.id) for said in access.said_in(contact, by=ana) if said.id != late.id
    )
    since = late.said_at + dt.timedelta(seconds=2)  # something later is on the page already
    found = access.said_in(contact, by=ana, since=since, shown=shown)
    assert [said.text for said in found] == ["slow"]
