"""An interpreter leaves, and reads nothing from that moment; what it took is a nameless number."""

import uuid

import pytest

from havre.audit.verbs import Verb
from havre.contacts import (
    actions,
    interpreting,
    offering,
    stepping_back,
    together,
)
from havre.contacts.interpreted import took
from havre.contacts.interpreting import Over, Wish
from havre.contacts.models import InterpreterCall, Interpreting
from havre.contacts.signals import Facts
from havre.contacts.tests.interpreter import SPANISH, again, comes, lent, reads
from havre.contacts.tests.waiting import falls_silent
from havre.staff import interpreters, presence
from havre.staff.access import Denied
from havre.staff.actions import deactivate
from havre.vault.opening import open_sealed
from havre.vault.refusals import KeyNotHeld
from tests import hands

pytestmark = pytest.mark.usefixtures("told")


@pytest.mark.parametrize("way", ["leaves", "may know", "another", "thanked"])
def test_whoever_leaves_reads_and_writes_nothing_from_that_moment(house, spanish, told, way):
    ana, ines = house.on_duty("ana"), comes(house, spanish)
    row = spanish.message_set.get()
    {
        "leaves": lambda: interpreting.leave(spanish, by=ines),
        "may know": lambda: interpreting.leave(spanish, by=ines, may_know=True),
        "another": lambda: interpreting.another(spanish, by=ana),
        "thanked": lambda: interpreting.need_no_more(spanish, by=ana),
    }[way]()
    assert (reads(spanish, ines), lent(), told[1:]) == (None, [], ["interpreter_left"])
    with pytest.raises(KeyNotHeld):
        open_sealed(row.text, by=ines, why=Verb.READ)
    with pytest.raises(Denied):
        interpreting.say(spanish, actions.Words("x", uuid.uuid4()), by=ines)
    how = {"leaves": "stepped_back", "may know": "may_know"}.get(way, way)
    assert Interpreting.objects.get().how == how
    assert bool(stepping_back.standing(spanish)) == (way != "thanked")  # else the next is asked


@pytest.mark.parametrize("way", ["closed", "given back", "handed on", "silent"])
def test_the_conversation_that_moves_on_takes_the_words_back(house, spanish, told, way):
    ana, ines, ben = house.on_duty("ana"), comes(house, spanish), house.on_duty("ben")
    if way == "closed":
        actions.close(
            again(spanish), by=ana, outcome="supported", facts=Facts(), no_wish="not_said"
        )
    elif way == "given back":
        offering.give_back(spanish, by=ana)
    elif way == "handed on":
        asked = together.ask_help("hand_over", by=ana, contact=spanish, to_member=ben.member)
        together.come(asked, by=ben)
    else:
        falls_silent(ines)
        assert stepping_back.look_after_silence() == 1
        assert stepping_back.look_after_silence() == 0
    assert (reads(spanish, ines), lent()) == (None, [])
    assert "interpreter_left" in told
    assert bool(stepping_back.standing(spanish)) == (way == "silent")
    how = Interpreting.objects.get().how
    assert how == ("lost" if way == "silent" else "over")


def test_a_row_alone_opens_nothing_once_somebody_else_holds_it(house, spanish):
    """If a hook were forgotten one day: who let them in no longer holds it, so it is shut."""
    ines = comes(house, spanish)
    spanish.taking.member = house.members["ben"]
    spanish.taking.save()
    assert Interpreting.objects.filter(ended_at=None).exists()
    assert reads(spanish, ines) is None


def test_the_one_before_reads_nothing_of_what_the_next_one_does(house, spanish):
    ana, ines, ivo = house.on_duty("ana"), comes(house, spanish), house.on_duty("ivo")
    interpreting.another(spanish, by=ana)
    interpreting.answer(stepping_back.standing(spanish), by=ivo)
    interpreting.let_in(spanish, by=ana)
    assert (reads(spanish, ines), lent()) == (None, [ivo.id])
    assert reads(spanish, ivo) == ["Zimtstern. No hablo inglés."]


def test_nobody_is_asked_twice_who_may_know_the_person_or_stepped_back(house, spanish):
    ana, ines, ivo = (house.on_duty(name) for name in ("ana", "ines", "ivo"))
    call = interpreting.ask(spanish, SPANISH, by=ana)
    interpreting.pass_by(call, by=ines, may_know=True)
    assert [interpreting.calls_for(who) for who in (ines, ivo)] == [[], [call]]
    with pytest.raises(Denied):
        interpreting.answer(call, by=ines)
    interpreting.answer(call, by=ivo)
    interpreting.pass_by(call, by=ivo)  # they said they can, and cannot after all
    interpreting.need_no_more(spanish, by=ana)
    later = interpreting.ask(spanish, SPANISH, by=ana)
    assert [interpreting.calls_for(who) for who in (ines, ivo)] == [[], [later]]


def test_what_both_said_of_each_other_is_not_asked_again(house, spanish):
    ana, ines = house.on_duty("ana"), comes(house, spanish)
    entry = interpreters.entry_of(ines.member)
    assert interpreting.in_it_before(spanish, entry)
    interpreting.need_no_more(spanish, by=ana)
    assert interpreting.in_it_before(spanish, entry)
    other = interpreters.entry_of(house.members["ivo"])
    assert not interpreting.in_it_before(spanish, other)


def test_a_call_that_is_over_lets_nobody_come(house, spanish):
    ana, ines = house.on_duty("ana"), house.on_duty("ines")
    call = interpreting.ask(spanish, SPANISH, by=ana)
    assert interpreting.ask(spanish, Wish("ar"), by=ana) == call
    interpreting.need_no_more(spanish, by=ana)
    with pytest.raises(Over):
        interpreting.answer(call, by=ines)
    with pytest.raises(Over):
        interpreting.let_in(spanish, by=ana)
    interpreting.leave(spanish, by=ines)  # nothing to leave
    assert Interpreting.objects.count() == 0


def test_whoever_works_here_no_more_holds_nothing_that_was_lent(house, spanish):
    ines = comes(house, spanish)
    deactivate(ines.member, by=str(house.members["ada"].id))
    assert (lent(), interpreters.entry_of(ines.member)) == ([], None)


def test_who_is_here_is_who_is_signed_in_and_available(house):
    ines = house.on_duty("ines")
    assert [str(each) for each in interpreters.here()] == ["Ines"]
    presence.be(ines.member, presence.PAUSE)
    assert interpreters.here() == []
    presence.be(ines.member, presence.AVAILABLE)
    falls_silent(ines)
    assert interpreters.here() == []


def test_forgetting_takes_what_interpreting_left(house, spanish, told):
    from havre.retention.actions import forget  # noqa: PLC0415 -- a later room, for this test alone

    comes(house, spanish)
    forget(again(spanish), by="test")
    assert (InterpreterCall.objects.count(), Interpreting.objects.count(), lent()) == (0, 0, [])


def test_a_key_that_lost_its_row_in_a_crash_is_swept(house, spanish):
    comes(house, spanish)
    assert stepping_back.sweep() == 0
    Interpreting.objects.update(joined_at=None)
    assert (stepping_back.sweep(), lent()) == (1, [])


def test_what_it_took_is_counted_by_started_minutes(house, spanish):
    ana, ines = house.on_duty("ana"), house.on_duty("ines")
    start = hands.later(minutes=0)
    with hands.clock_at(start):
        call = interpreting.ask(spanish, SPANISH, by=ana)
        interpreting.answer(call, by=ines)
    with hands.clock_at(start + hands.dt.timedelta(minutes=4)):
        interpreting.let_in(spanish, by=ana)
    with hands.clock_at(start + hands.dt.timedelta(minutes=14, seconds=1)):
        interpreting.need_no_more(spanish, by=ana)
    [one] = took(spanish)
    assert (one.language, one.came, one.waited, one.minutes, one.cents) == ("es", True, 4, 11, 1650)
