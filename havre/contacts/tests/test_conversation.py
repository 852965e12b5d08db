"""The house listens: what is said is kept once, held by one, and seen by those who need to."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from havre.audit.models import Entry
from havre.channels.webchat.models import SessionCopy
from havre.contacts import access, transport
from havre.contacts import actions as contacts
from havre.contacts.actions import Words
from havre.contacts.models import Closure, Contact, Line, Message, Taking, unclosed_since
from havre.contacts.signals import Facts
from havre.lib import lang
from havre.staff.access import Denied
from tests.hands import begin, clock_at, later


def held_by(house, name: str) -> Contact:
    contact = house.somebody_writes("Allô?")
    contacts.take(contact, by=house.on_duty(name))
    return contact


def closed_by(house, name: str) -> Contact:
    contact = held_by(house, name)
    who = house.on_duty(name)
    contacts.close(contact, by=who, outcome="not_ready", facts=Facts(), no_wish="not_said")
    return contact


SEES = {  # who → waiting, held by Ana, by Ben, by Sue, closed by Ana, closed by Ben
    "ana": (True, True, False, True, True, False),
    "ben": (True, False, True, False, False, True),
    "sue": (True,) * 6,
    "dee": (False,) * 6,
    "lou": (False,) * 6,
    "ada": (False,) * 6,
}


@pytest.mark.requirement("000-05", "001-02")
@pytest.mark.hostile(26)
@pytest.mark.hostile(32)
@pytest.mark.parametrize("name", SEES)
def test_only_who_needs_to_know_sees_a_conversation(house, name):
    there = [
        house.somebody_writes("x"),
        *(held_by(house, who) for who in ("ana", "ben", "sue")),
        *(closed_by(house, who) for who in ("ana", "ben")),
    ]
    who, seen = house.on_duty(name), []
    for contact in there:
        try:
            seen.append(access.contact(contact.id, by=who) == contact)
        except Denied:
            seen.append(False)
    assert tuple(seen) == SEES[name]
    listed = set(Contact.objects.visible_to(who.member))
    assert listed == {c for c, sees in zip(there, SEES[name], strict=True) if sees}


WRITES = {  # who → held by Ana, by Ben, closed by Ana, closed by Ben
    "ana": (True, False, True, False),
    "ben": (False, True, False, True),
    "sue": (False, False, True, True),
}


@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ana", "ben", "sue", "dee", "lou", "ada"])
def test_only_who_holds_it_writes_in_it_and_who_supervises_once_it_is_closed(house, name):
    """Answering, noting, learning, closing: every view asks `held` first."""
    there = [held_by(house, "ana"), held_by(house, "ben")]
    there += [closed_by(house, "ana"), closed_by(house, "ben")]
    who, may = house.on_duty(name), []
    for contact in there:
        try:
            may.append(access.held(contact.id, by=who) == contact)
        except Denied:
            may.append(False)
    assert tuple(may) == WRITES.get(name, (False,) * 4)
    with pytest.raises(Denied):
        access.held(house.somebody_writes("nobody holds it").id, by=who)


@pytest.mark.hostile(68)
def test_a_refusal_is_the_same_for_what_is_not_theirs_and_what_is_not_there(house):
    ben, contact = house.on_duty("ben"), held_by(house, "ana")
    refusals = []
    for unseen in (contact.id, uuid.uuid4()):
        with pytest.raises(Denied) as refused:
            access.contact(unseen, by=ben)
        refusals.append((type(refused.value), str(refused.value)))
    assert refusals[0] == refusals[1]


def test_a_colleague_of_the_same_team_sees_and_one_without_a_team_sees_their_own(house):
    ana, ben = house.members["ana"], house.members["ben"]
    contact, own = held_by(house, "ana"), held_by(house, "ben")
    ben.team = ana.team
    assert set(Contact.objects.visible_to(ben)) == {contact, own}
    ana.team = ben.team = ""
    ana.save()
    ben.save()
    assert set(Contact.objects.visible_to(ben)) == {own}


def test_a_conversation_is_taken_once(house):
    contact, ana = house.somebody_writes("x"), house.on_duty("ana")
    contacts.take(contact, by=ana)
    for name in ("ben", "ana"):
        with pytest.raises(contacts.AlreadyTaken):
            contacts.take(contact, by=house.on_duty(name))
    assert [taking.member for taking in Taking.objects.all()] == [ana.member]
    assert Entry.objects.filter(verb="took").count() == 1


@pytest.mark.hostile(20)
def test_a_double_click_says_it_once(house):
    story, key = begin(house, offered=False), uuid.uuid4()
    for _ in range(3):
        contacts.answer(story.contact, Words("I am here.", key), by=story.ana)
    for _ in range(3):
        contacts.receive(
            Words("Merci.", uuid.UUID(int=1)),
            contact_id=story.contact.id,
            file=story.contact.file,
            public=contacts.keys.public_of(story.contact.file, "conversation"),
        )
    said = [m.text for m in access.said_in(story.contact, by=story.ana)]
    assert said == ["J’ai besoin d’un lit.", "I am here.", "Merci."]
    assert Entry.objects.filter(verb="answered").count() == 1


@pytest.mark.hostile(1)
@pytest.mark.hostile(2)
def test_the_longest_message_is_kept_whole_and_a_longer_one_refused(house):
    story = begin(house, offered=False)
    longest = "🌻" * lang.LONGEST
    contacts.answer(story.contact, Words(longest, uuid.uuid4()), by=story.ana)
    contact = house.somebody_writes(longest)
    contacts.take(contact, by=story.ana)
    assert access.said_in(story.contact, by=story.ana)[-1].text == longest
    assert [m.text for m in access.said_in(contact, by=story.ana)] == [longest]
    for over in ("x" * 4_001, longest + "x", "x" * 100_000):
        with pytest.raises(lang.TooLong):
            contacts.answer(story.contact, Words(over, uuid.uuid4()), by=story.ana)
        with pytest.raises(lang.TooLong), transaction.atomic():
            house.somebody_writes(over)
        with pytest.raises(lang.TooLong):
            contacts.note(story.contact, over, by=story.ana)
        with pytest.raises(lang.TooLong):
            contacts.learn(story.person, by=story.ana, wish=over)
    assert Message.objects.count() == 3


@pytest.mark.hostile(4)
@pytest.mark.hostile(7)
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\0b", "a�b"),
        ("a\ud800b", "a�b"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("e\u0301", "é"),
        ("\u202eevil\u202c", "\u202eevil\u202c"),
        ("<script>alert(1)</script>{{7*7}}${x}", "<script>alert(1)</script>{{7*7}}${x}"),
        ("e" + "\u0301" * 3_999, "é" + "\u0301" * 3_998),
    ],
)
def test_whatever_is_written_is_kept_as_text(house, said, kept):
    contact, ana = house.somebody_writes(said), house.on_duty("ana")
    contacts.take(contact, by=ana)
    assert [m.text for m in access.said_in(contact, by=ana)] == [kept]


def test_only_who_holds_a_conversation_answers_in_it(house):
    story = begin(house, offered=False)
    for name in ("ben", "sue"):
        words, who = Words("x", uuid.uuid4()), house.on_duty(name)
        with pytest.raises(transport.NotCleared), transaction.atomic():
            contacts.answer(story.contact, words, by=who)
    assert Message.objects.filter(sender="staff").count() == 0
    clearance = transport.Clearance(story.ana, live=False)
    with pytest.raises(transport.NotCleared):
        transport.send(story.contact, Message(), "x", clearance)


@pytest.mark.hostile(52)
def test_the_line_says_nothing_by_itself_but_fixed_words(house):
    story = begin(house, offered=False)
    with pytest.raises(ValueError, match="not among"):
        transport.tell(story.contact, "we tried to reach you")
    story.contact.channel = "carrier pigeon"
    assert SessionCopy.objects.count() == 0


@pytest.mark.requirement("000-14")
def test_closing_asks_for_the_wish_or_why_there_is_none(house):
    ana, contact = house.on_duty("ana"), held_by(house, "ana")
    with pytest.raises(contacts.WishMissing):
        contacts.close(contact, by=ana, outcome="not_ready", facts=Facts())
    assert Closure.objects.count() == 0
    contacts.learn(contact.person, by=ana, wish="Rester chez ma tante.")
    contacts.close(Contact.objects.get(id=contact.id), by=ana, outcome="not_ready", facts=Facts())
    assert Closure.objects.get().outcome == "not_ready"


def test_nothing_is_closed_that_nobody_took_nor_twice(house):
    ana, waiting = house.on_duty("ana"), house.somebody_writes("x")
    kwargs = {"by": ana, "outcome": "supported", "facts": Facts(), "no_wish": "not_said"}
    with pytest.raises(Denied):
        contacts.close(waiting, **kwargs)
    contact = closed_by(house, "ana")
    with pytest.raises(contacts.Closed):
        contacts.close(contact, **kwargs)
    with pytest.raises(contacts.Closed):
        contacts.answer(contact, Words("x", uuid.uuid4()), by=ana)


def test_a_conversation_reopens_once(house):
    contact, ana = closed_by(house, "ana"), house.on_duty("ana")
    for _ in range(2):
        contacts.reopen(contact, by=ana)
    assert Entry.objects.filter(verb="reopened").count() == 1
    contacts.answer(contact, Words("Go on.", uuid.uuid4()), by=ana)


def test_what_was_learned_can_be_taken_back(house):
    story = begin(house, offered=False)
    assert access.learned_of(story.person, by=story.ana).called == "Mina"
    contacts.learn(story.person, by=story.ana, called="", needs="")
    learned = access.learned_of(story.person, by=story.ana)
    assert (learned.called, learned.needs, learned.reach) == ("", (), "mardi à 10 h")
    assert learned.facts == Facts(province="ON")
    with pytest.raises(ValueError, match="not something the house asks"):
        contacts.learn(story.person, by=story.ana, real_name="x")


@pytest.mark.requirement("000-05")
def test_reading_is_remembered_and_nothing_new_opens_nothing(house):
    story = begin(house, offered=False)
    reads = Entry.objects.filter(verb="read").count()
    said = access.said_in(story.contact, by=story.ana)
    assert Entry.objects.filter(verb="read").count() == reads + 1
    shown = frozenset(str(one.id) for one in said)
    assert access.said_in(story.contact, by=story.ana, since=said[-1].at, shown=shown) == []
    assert Entry.objects.filter(verb="read").count() == reads + 1
    earlier = said[-1].at.replace(year=2020)
    assert access.said_in(story.contact, by=story.ana, since=earlier) == said
    assert access.notes_of(story.contact, by=story.ana) == []


def test_who_waits_longest_comes_first_and_unread_is_shown(house):
    first, second = house.somebody_writes("one"), house.somebody_writes("two")
    assert list(Contact.objects.waiting()) == [first, second]
    ana = house.on_duty("ana")
    contacts.take(first, by=ana)
    assert [c.has_unread for c in Contact.objects.taken_by(ana.member).with_unread()] == [True]
    contacts.answer(Contact.objects.get(id=first.id), Words("x", uuid.uuid4()), by=ana)
    assert [c.has_unread for c in Contact.objects.taken_by(ana.member).with_unread()] == [False]
    assert second.waiting_minutes == 0


def test_the_line_says_truthfully_whether_somebody_is_there(house):
    assert Line.is_answered("fr") is False
    Line.keep_lit("fr")
    Line.keep_lit("fr", "es")
    assert [Line.is_answered(code) for code in ("fr", "es", "en")] == [True, True, False]
    with clock_at(later(seconds=61)):
        assert Line.is_answered("fr") is False


def test_who_is_silent_long_is_known_and_who_still_writes_is_not(house):
    silent, talking = house.somebody_writes("x"), house.somebody_writes("y")
    with clock_at(later(days=13)):
        contacts.receive(
            Words("still here", uuid.uuid4()),
            contact_id=talking.id,
            file=talking.file,
            public=contacts.keys.public_of(talking.file, "conversation"),
        )
    with clock_at(later(days=15)):
        assert list(unclosed_since(14)) == [silent]


def test_a_message_without_its_text_is_not_stored(house):
    contact = house.somebody_writes("x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(file=contact.file, contact=contact, sender="person")
