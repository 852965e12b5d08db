"""A call is a contact like any other: what the house wants of it, and what its caller presses."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from havre.channels.phone import calls, delivery, desk_phones
from havre.channels.phone.calls import CANNOT_SPEAK, YES
from havre.channels.phone.models import Call, ToSay, endpoint_of
from havre.channels.phone.ringing import BUSY, NOBODY, WAITING
from havre.contacts import actions, offering, transport
from havre.contacts.access import said_in
from havre.contacts.models import Contact, Taking
from havre.contacts.signals import Facts
from havre.lib import clock
from havre.staff import presence
from havre.staff.actions import deactivate
from havre.staff.models import Member
from havre.vault import keys
from tests.hands import clock_at, later


@pytest.fixture
def desks(house):
    """Ana and Ben, who speak French, each with a phone that would ring."""
    Member.objects.filter(name__in=("ana", "ben")).update(languages="fr")
    found = {}
    for name in ("ana", "ben"):
        found[name] = house.on_duty(name)
        endpoint, _ = desk_phones.open_for(found[name])
        desk_phones.says(endpoint, is_up=True)
    return found


def rings() -> uuid.UUID:
    return calls.begin("fr", clock.now())


def wanted(*contacts: uuid.UUID) -> list[calls.Now]:
    offering.keep_watch()
    found = calls.now(contacts)
    return [found[one] for one in contacts]


def test_one_phone_rings_for_one_caller_and_the_other_for_the_next(desks):
    first, second, third = rings(), rings(), rings()
    now = wanted(first, second, third)
    assert [len(each.ring) for each in now] == [1, 1, 0]
    assert now[0].ring | now[1].ring == {endpoint_of(who.id) for who in desks.values()}


def test_a_look_asks_the_database_no_more_often_however_many_wait(desks):
    first = [rings()]
    wanted(*first)

    def asked(*contacts: uuid.UUID) -> int:
        wanted(*contacts)  # what is said and offered once is done
        with CaptureQueriesContext(connection) as queries:
            offering.keep_watch(judge_silence=False)
            calls.now(contacts)
        return len(queries)

    alone = asked(*first)
    many = first + [rings() for _ in range(8)]
    assert asked(*many) == alone


def test_who_comes_is_told_with_the_call_itself_whose_phone_rings(desks):
    contact, now = calls.comes("fr", clock.now())
    assert len(now.ring) == 1
    assert now.ring < {endpoint_of(who.id) for who in desks.values()}
    assert calls.now([contact])[contact].ring == now.ring


def test_danger_rings_every_phone_and_they_ring_for_nobody_else(desks):
    first, mina = rings(), rings()
    calls.pressed(mina, "danger")
    before, now = wanted(first, mina)
    assert len(now.ring) == 2
    assert before.ring == frozenset()
    assert Contact.objects.get(id=mina).asked_for == {"danger"}


def test_answering_takes_it_once_and_only_for_who_may(desks, house):
    contact = rings()
    lou = house.on_duty("lou")
    desk_phones.open_for(lou)
    assert calls.answered(contact, endpoint_of(lou.id)) is False
    assert calls.answered(contact, "m" + "0" * 32) is False
    assert calls.answered(contact, "trunk") is False
    assert calls.answered(contact, endpoint_of(desks["ana"].id)) is True
    assert calls.answered(contact, endpoint_of(desks["ana"].id)) is True
    assert calls.answered(contact, endpoint_of(desks["ben"].id)) is False
    assert [each.member.name for each in Taking.objects.all()] == ["ana"]
    assert calls.answered(uuid.uuid4(), endpoint_of(desks["ben"].id)) is False


def test_nobody_gets_a_caller_who_asked_not_to_talk_with_them(desks, house):
    contact = rings()
    sue = house.on_duty("sue")
    member = house.members["ana"]
    offering.ask(Contact.objects.get(id=contact), "not", by=sue, member=member)
    assert calls.answered(contact, endpoint_of(member.id)) is False
    assert Taking.objects.count() == 0


def test_what_is_said_about_waiting_is_so(desks, house):
    contact = rings()
    assert wanted(contact)[0].state == WAITING
    other = rings()
    assert calls.answered(other, endpoint_of(desks["ana"].id))
    assert wanted(contact)[0].state == WAITING
    third = rings()
    assert calls.answered(third, endpoint_of(desks["ben"].id))
    assert wanted(contact)[0].state == BUSY
    for who in desks.values():
        desk_phones.says(endpoint_of(who.id), is_up=False)
    assert wanted(contact)[0].state == NOBODY


def test_what_is_pressed_is_sealed_and_read_by_who_holds_it(desks):
    contact = rings()
    for what in (CANNOT_SPEAK, CANNOT_SPEAK, YES, YES):
        calls.pressed(contact, what)
    assert calls.answered(contact, endpoint_of(desks["ana"].id))
    said = [each.text for each in said_in(Contact.objects.get(), by=desks["ana"])]
    assert said[1:] == ["Oui (par touche)"] * 2  # what was said twice stands twice
    assert said[0].startswith("Je ne peux pas parler.")


def test_after_closing_nothing_is_pressed_any_more(desks):
    contact = rings()
    assert calls.answered(contact, endpoint_of(desks["ana"].id))
    row = Contact.objects.get()
    actions.close(row, by=desks["ana"], outcome="supported", facts=Facts(), no_wish="not_said")
    calls.pressed(contact, YES)
    calls.pressed(contact, "danger")
    calls.left(contact)
    assert row.message_set.count() == 0
    assert calls.now([contact])[contact].is_closed is True
    assert calls.answered(contact, endpoint_of(desks["ben"].id)) is False


def test_a_broken_line_tells_it_once_and_asks_the_other(desks):
    contact = rings()
    ana, ben = desks["ana"], desks["ben"]
    assert calls.answered(contact, endpoint_of(ana.id))
    calls.now([contact])
    desk_phones.says(endpoint_of(ana.id), is_up=False)
    assert calls.lost(contact, endpoint_of(ana.id)) is True
    assert calls.lost(contact, endpoint_of(ana.id)) is False
    now = calls.now([contact])[contact]
    assert (now.say, now.ring) == (("lost",), {endpoint_of(ben.id)})
    assert calls.now([contact])[contact].say == ()
    assert ToSay.objects.count() == 0


def test_somebody_is_there_while_the_call_is_and_was_seen_lately(desks):
    contact = rings()
    assert delivery.here([contact]) == {contact}
    with clock_at(later(minutes=2)):
        assert delivery.here([contact]) == set()
        calls.up([contact], [endpoint_of(desks["ana"].id)])
        assert delivery.here([contact]) == {contact}
    calls.left(contact)
    assert delivery.here([contact]) == set()
    calls.left(contact)
    assert Contact.objects.get().message_set.count() == 1


def test_who_talks_stays_signed_in_and_who_does_not_is_not(desks):
    contact = rings()
    ana, ben = (endpoint_of(desks[name].id) for name in ("ana", "ben"))
    assert calls.answered(contact, ana)
    for minutes in (10, 20, 30):
        with clock_at(later(minutes=minutes)):
            calls.up([contact], [ana])
    with clock_at(later(minutes=31)):
        assert desk_phones.whose(ana) is not None
        assert desk_phones.whose(ben) is None


def test_a_talk_on_a_phone_that_the_engine_lost_keeps_nobody_signed_in_or_there(desks):
    contact = rings()
    ana = endpoint_of(desks["ana"].id)
    assert calls.answered(contact, ana)
    desk_phones.says(ana, is_up=False)
    with clock_at(later(minutes=1)):
        calls.up([contact], [ana])
        assert presence.answering() == set()
    with clock_at(later(minutes=16)):
        calls.up([contact], [ana])
        assert desk_phones.whose(ana) is None


def test_who_is_taken_off_the_line_is_signed_out_in_a_talk_too(desks, house):
    contact = rings()
    ana = endpoint_of(desks["ana"].id)
    assert calls.answered(contact, ana)
    deactivate(house.members["ana"], by=house.on_duty("ada").actor)
    calls.up([contact], [ana])
    assert desk_phones.whose(ana) is None


def test_a_talk_ends_with_the_shift_like_all_else(desks):
    contact = rings()
    ana = endpoint_of(desks["ana"].id)
    assert calls.answered(contact, ana)
    for minutes in range(10, 12 * 60 + 10, 10):
        with clock_at(later(minutes=minutes)):
            calls.up([contact], [ana])
    with clock_at(later(minutes=12 * 60 + 1)):
        assert desk_phones.whose(ana) is None


def test_a_new_program_finds_a_call_whose_row_is_gone(desks):
    contact = rings()
    Call.objects.all().delete()
    assert calls.found(contact) is True
    assert delivery.here([contact]) == {contact}
    assert calls.found(uuid.uuid4()) is False


def test_without_keys_nobody_reaches_the_line_and_it_is_an_error(house, monkeypatch):
    monkeypatch.setattr(keys, "_ROLE_KEYS", type("No", (), {"all": staticmethod(list)}))
    with pytest.raises(keys.NoRoleKey):
        rings()
    assert Contact.objects.count() == 0


def test_a_written_word_is_refused_on_a_call(desks):
    contact = rings()
    assert calls.answered(contact, endpoint_of(desks["ana"].id))
    row, words = Contact.objects.get(), actions.Words("Bonjour", uuid.uuid4())
    with pytest.raises(transport.NotCleared):
        actions.answer(row, words, by=desks["ana"])


def test_whoever_loses_their_access_talks_with_nobody_from_then_on(desks, house):
    contact = rings()
    assert calls.answered(contact, endpoint_of(desks["ana"].id))
    assert calls.now([contact])[contact].holder == endpoint_of(desks["ana"].id)
    deactivate(house.members["ana"], by=house.on_duty("ada").actor)
    now = calls.now([contact])[contact]
    assert (now.holder, now.say) == ("", ("given",))
