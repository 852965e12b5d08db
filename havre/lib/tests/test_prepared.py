"""Promises that a query whose SQL was made once finds what Django's own would find."""

import datetime as dt
import uuid

import pytest

from havre.contacts import access, actions
from havre.contacts.models import Contact, Message
from havre.contacts.models.conversation import _BY_ID, _OF_TEAM
from havre.lib import clock
from havre.lib.prepared import PreparedIn, PreparedQuery
from tests.people import House


def test_finds_what_the_queryset_finds(house: House) -> None:
    ana = house.on_duty("ana")
    for contact in [house.somebody_writes("un", "deux"), house.somebody_writes("trois")]:
        actions.take(contact, by=ana)
        for since in (clock.now() - dt.timedelta(hours=1), clock.now()):
            given = {"contact": contact.id, "since": since}
            assert access._SAID_SINCE.all(**given) == list(access._SAID_SINCE.build(**given))


def test_joins_what_the_queryset_joins(house: House) -> None:
    contact = house.somebody_writes("un")
    actions.take(contact, by=house.on_duty("ana"))
    found = _BY_ID.first(id=contact.id)
    assert found is not None
    assert (found.taken_by, found.is_closed) == (house.members["ana"], False)


@pytest.mark.parametrize("name", ["ana", "ben", "sue", "dee", "lou", "ada"])
def test_shows_each_member_what_visible_to_names(house: House, name: str) -> None:
    waiting, taken = house.somebody_writes("un"), house.somebody_writes("deux")
    actions.take(taken, by=house.on_duty("ana"))
    member = house.members[name]
    named = set(Contact.objects.visible_to(member))
    shown = {Contact.objects.visible(c.id, member, member.roles) for c in (waiting, taken)}
    assert shown - {None} == named


def test_no_team_is_nobodys_team(house: House) -> None:
    taken = house.somebody_writes("un")
    actions.take(taken, by=house.on_duty("ana"))
    type(house.members["ana"]).objects.update(team="")
    assert _OF_TEAM.first(id=taken.id, member=house.members["ben"].id, team="") is None


def test_refuses_a_value_that_the_sql_does_not_carry() -> None:
    query = PreparedQuery(lambda id: Message.objects.all(), id=uuid.UUID)
    with pytest.raises(TypeError, match="id: not among the query's parameters"):
        query.all(id=uuid.uuid4())


def test_finds_the_rows_of_any_number_of_ids_in_their_order(house: House) -> None:
    contacts = [house.somebody_writes(f"{n}", "encore") for n in range(5)]
    query = PreparedIn(
        lambda ids: Message.objects.filter(contact__in=ids).select_related("contact")
    )
    for some in (contacts[:1], contacts[:2], contacts[2:], contacts, contacts[:2], contacts[3:4]):
        ids = [contact.id for contact in some]
        assert query.all(ids) == list(Message.objects.filter(contact__in=ids))
        assert len(query.all(ids)) == 2 * len(some)
    assert query.all([]) == []
