"""An interpreter helps with the words: let in by both sides, and given no name."""

import uuid

import pytest

from havre.audit.models import Entry as Audit
from havre.audit.verbs import Verb
from havre.contacts import (
    access,
    actions,
    interpreting,
    together,
    transport,
)
from havre.contacts.interpreting import Over, Wish
from havre.contacts.models import Asked, InterpreterCall, Interpreting, Message
from havre.contacts.tests.interpreter import SPANISH, comes, lent, reads
from havre.contacts.tests.waiting import CHANNEL
from havre.lib import lang
from havre.staff import interpreters
from havre.staff.access import Denied
from havre.staff.interpreters import Entry
from havre.vault.opening import open_sealed
from havre.vault.refusals import KeyNotHeld

pytestmark = pytest.mark.usefixtures("told")


@pytest.mark.requirement("000-06")
def test_both_sides_say_that_they_know_nobody_before_a_word_is_lent(house, spanish, told):
    ana, ines = house.on_duty("ana"), house.on_duty("ines")
    call = interpreting.ask(spanish, Wish("es", "woman", "dominicano"), by=ana)
    assert (reads(spanish, ines), lent(), told) == (None, [], [])
    interpreting.answer(call, by=ines)
    assert (reads(spanish, ines), lent(), told) == (None, [], [])
    interpreting.let_in(spanish, by=ana)
    assert reads(spanish, ines) == ["Zimtstern. No hablo inglés."]
    assert (lent(), told) == ([ines.id], ["interpreted"])
    assert access.dialect_of(call, by=ines) == "dominicano"


def test_the_words_of_an_interpreter_are_theirs_to_everybody(house, spanish, monkeypatch):
    sent: list[tuple[str, str]] = []
    keep = lambda contact, message, text: sent.append((message.sender, text))  # noqa: E731
    monkeypatch.setitem(transport._deliver, CHANNEL, keep)
    ines, key = comes(house, spanish), uuid.uuid4()
    for _ in range(2):
        interpreting.say(spanish, actions.Words("I speak no English.", key), by=ines)
    said = access.said_in(spanish, by=house.on_duty("ana"))[-1]
    assert (said.sender, said.author, said.text, said.readable) == (
        "interpreter",
        "Ines",
        "I speak no English.",
        True,
    )
    assert sent == [("interpreter", "I speak no English.")]


def test_an_interpreter_reads_no_name_no_note_no_aside_and_nothing_about_safety(house, spanish):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.learn(spanish.person, by=ana, called="Zimtstern", wish="Zimtstern")
    actions.note(spanish, "Zimtstern", by=ana)
    together.aside(spanish, "to colleagues", by=ana, key=uuid.uuid4())
    public = actions.keys.public_of(spanish.file, "conversation")
    for kind in ("safety", "asked"):
        words = actions.Words("danger", uuid.uuid4(), kind=kind)
        actions.receive(words, contact_id=spanish.id, file=spanish.file, public=public)
    ines = comes(house, spanish)
    assert reads(spanish, ines) == ["Zimtstern. No hablo inglés."]
    with pytest.raises(KeyNotHeld):
        access.learned_of(spanish.person, by=ines)
    notes = access.notes_of(spanish, by=ines)
    assert [(note.readable, note.text) for note in notes] == [(False, "")]
    for opens in (access.contact, access.readable, access.held):
        with pytest.raises(Denied):
            opens(spanish.id, by=ines)
    assert reads(spanish, ben) is None  # who listens elsewhere is no interpreter


def test_an_interpreter_reads_no_other_conversation(house, spanish):
    ines = comes(house, spanish)
    other = house.somebody_writes("Zimtstern", channel=CHANNEL)
    actions.take(other, by=house.on_duty("ana"))
    assert reads(other, ines) is None
    with pytest.raises(KeyNotHeld):  # not even with the row in hand
        open_sealed(other.message_set.get().text, by=ines, why=Verb.READ)
    with pytest.raises(Denied):
        interpreting.say(other, actions.Words("x", uuid.uuid4()), by=ines)


def test_of_two_who_can_come_exactly_one_does(house, spanish):
    ana, ines, ivo = (house.on_duty(name) for name in ("ana", "ines", "ivo"))
    call = interpreting.ask(spanish, SPANISH, by=ana)
    assert [interpreting.calls_for(who) for who in (ines, ivo)] == [[call], [call]]
    first = interpreting.answer(call, by=ines)
    assert interpreting.answer(call, by=ines) == first  # a double click
    with pytest.raises(Over):
        interpreting.answer(call, by=ivo)
    assert interpreting.calls_for(ivo) == []
    interpreting.let_in(spanish, by=ana)
    interpreting.let_in(spanish, by=ana)
    assert (lent(), reads(spanish, ivo)) == ([ines.id], None)
    assert Audit.objects.filter(verb="interpreter_came").count() == 1


def test_an_interpreter_is_in_one_conversation_at_once(house, spanish):
    ines, ana = comes(house, spanish), house.on_duty("ana")
    other = house.somebody_writes("x", channel=CHANNEL)
    actions.take(other, by=ana)
    call = interpreting.ask(other, SPANISH, by=ana)
    assert interpreting.calls_for(ines) == []
    with pytest.raises(Over):
        interpreting.answer(call, by=ines)


def test_a_woman_is_asked_for_and_no_man_comes(house, spanish):
    call = interpreting.ask(spanish, Wish("es", "woman"), by=house.on_duty("ana"))
    ines, ivo = house.on_duty("ines"), house.on_duty("ivo")
    assert [interpreting.calls_for(who) for who in (ines, ivo)] == [[call], []]
    with pytest.raises(Denied):
        interpreting.answer(call, by=ivo)


def test_nobody_interprets_whom_the_person_does_not_want_or_who_is_not_on_the_list(house, spanish):
    ana, ines, ben = (house.on_duty(name) for name in ("ana", "ines", "ben"))
    Asked.objects.create(contact=spanish, what="not", member=ines.member)
    call = interpreting.ask(spanish, SPANISH, by=ana)
    interpreters.strike(interpreters.entry_of(house.members["ivo"]), by=house.on_duty("sue"))
    interpreters.enlist(Entry(("es",), member=ben.member), by="test")  # the list alone is no role
    for who in (ines, house.on_duty("ivo"), ben, ana):
        for verb in (interpreting.answer, interpreting.pass_by):
            with pytest.raises(Denied):
                verb(call, by=who)


def test_only_whoever_holds_it_asks_lets_in_and_ends(house, spanish):
    ana, sue, ines = (house.on_duty(name) for name in ("ana", "sue", "ines"))
    with pytest.raises(Over):
        interpreting.ask(spanish, SPANISH, by=sue)
    interpreting.answer(interpreting.ask(spanish, SPANISH, by=ana), by=ines)
    for verb in (interpreting.let_in, interpreting.another, interpreting.need_no_more):
        for who in (sue, ines):
            with pytest.raises(Over):
                verb(spanish, by=who)
    assert Interpreting.objects.get().joined_at is None


def test_a_service_outside_is_begun_by_whoever_listens_and_nothing_is_lent(house, spanish, told):
    ana = house.on_duty("ana")
    service = interpreters.enlist(Entry((), name="Two Shores", phone="555"), by="test")
    other = interpreters.enlist(Entry(("ar",), name="Arabic alone"), by="test")
    with pytest.raises(Over):
        interpreting.begin_outside(spanish, service, by=ana)  # nobody asked yet
    interpreting.ask(spanish, SPANISH, by=ana)
    with pytest.raises(Over):
        interpreting.begin_outside(spanish, other, by=ana)
    interpreting.begin_outside(spanish, service, by=ana)
    assert (told, lent()) == (["interpreted_outside"], [])
    with pytest.raises(Over):
        interpreting.begin_outside(spanish, service, by=ana)
    with pytest.raises(Over):
        interpreting.let_in(spanish, by=ana)
    interpreting.need_no_more(spanish, by=ana)
    assert told == ["interpreted_outside", "interpreter_left"]


def test_a_dialect_too_long_or_a_language_nobody_knows_is_refused(house, spanish):
    ana = house.on_duty("ana")
    with pytest.raises(lang.TooLong):
        interpreting.ask(spanish, Wish("es", "", "x" * 121), by=ana)
    with pytest.raises(ValueError, match="SPOKEN"):
        interpreting.ask(spanish, Wish("Mina from Lima"), by=ana)
    assert not InterpreterCall.objects.exists()


def test_nothing_of_an_interpreter_passes_without_their_row(house, spanish):
    """The channel asks for itself: a message made by hand is not sent."""
    ines = house.on_duty("ines")
    message = Message(file=spanish.file, contact=spanish, sender="interpreter", author=ines.member)
    with pytest.raises(transport.NotCleared):
        transport.send(spanish, message, "x", transport.Clearance(ines))
