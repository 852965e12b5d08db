"""A contact is open or closed, never both and never neither: what is open is found by its row."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from havre.contacts import actions, queue
from havre.contacts.models import Closure, Contact, Unclosed
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import CHANNEL
from havre.retention.actions import forget
from tests.hands import rolled_back

pytestmark = pytest.mark.requirement("000-08")


def is_open() -> list[bool]:
    """By its row, by the list, by its closure, and by who waits or is held."""
    waits_or_held = {turn.contact.id for turn in queue.turns()}
    waits_or_held |= {taking.contact_id for taking in queue.held_now()}
    ids = set(Contact.objects.values_list("id", flat=True))
    return [
        set(Unclosed.objects.values_list("contact", flat=True)) == ids,
        set(Contact.objects.open().values_list("id", flat=True)) == ids,
        not Closure.objects.exists(),
        waits_or_held == ids,
    ]


def close(contact, who):
    actions.close(contact, by=who, outcome="supported", facts=Facts(), no_wish="not_asked")


def test_it_is_open_until_it_is_closed_and_again_once_it_is_reopened(house, mina):
    ana = house.on_duty("ana")
    assert is_open() == [True] * 4
    actions.take(mina, by=ana)
    assert is_open() == [True] * 4
    close(mina, ana)
    assert is_open() == [False] * 4
    for _ in range(2):  # twice is the same as once
        actions.reopen(mina, by=ana)
        assert is_open() == [True] * 4


def test_what_the_house_closes_is_open_no_more(mina):
    actions.close_by_the_house(mina)
    assert is_open() == [False] * 4


def test_a_closing_that_goes_wrong_leaves_it_open(house, mina):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    with rolled_back():
        close(mina, ana)
    assert is_open() == [True] * 4


def test_whoever_reaches_the_line_is_stored_with_it_or_not_at_all(house, told, monkeypatch):
    def fails(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(Unclosed.objects, "create", fails)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        house.somebody_writes("Allô?", channel=CHANNEL)
    assert not Contact.objects.exists()


def test_it_is_never_open_twice(mina):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unclosed.objects.create(contact=mina)


def test_what_is_forgotten_is_not_open(house, mina):
    forget(mina, by="test")
    assert not Unclosed.objects.exists()


def test_a_line_that_had_no_such_rows_has_them_after_its_migration(house, mina):
    closed = house.somebody_writes("Merci.", channel=CHANNEL)
    actions.close_by_the_house(closed)
    Unclosed.objects.all().delete()
    migration = MigrationLoader(connection).get_migration("contacts", "0009_what_is_open")
    for _ in range(2):  # killed before it was written down as done, it is done again
        migration.operations[0].code(apps, SimpleNamespace(connection=connection))
        assert [row.contact_id for row in Unclosed.objects.all()] == [mina.id]
