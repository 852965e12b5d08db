"""Colleagues help each other openly: nobody listens in unseen, and nobody works alone unseen."""

import uuid

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.contacts import access, actions, offering, queue, together
from havre.contacts.models import Asked, Beside, Contact, Help, HelpEnding, Line, Message
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import CHANNEL
from havre.staff import presence
from havre.staff.access import Denied
from havre.staff.models import DeskSession
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("told")


@pytest.fixture
def held(house, told):
    """Ana listens to Mina."""
    contact = house.somebody_writes("Bonjour.", channel=CHANNEL)
    actions.take(contact, by=house.on_duty("ana"))
    told.clear()
    return contact


def again(contact: Contact) -> Contact:
    return Contact.objects.with_state().get(id=contact.id)


def reads(contact: Contact, who) -> bool:
    try:
        return access.readable(contact.id, by=who) == contact
    except Denied:
        return False


def test_a_colleague_takes_over_only_once_they_say_so_and_the_person_is_told(house, held, told):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    asked = together.ask_help(
        "hand_over", by=ana, contact=held, to_member=ben.member, note="She waits for a bed."
    )
    assert (again(held).taken_by, told, reads(held, ben)) == (ana.member, [], False)
    assert access.note_with(asked, by=ben) == "She waits for a bed."
    together.come(asked, by=ben)
    assert (again(held).taken_by, told) == (ben.member, ["handed"])
    assert (reads(held, ben), reads(held, ana)) == (True, False)
    with pytest.raises(together.Over):
        together.come(asked, by=ben)


def test_whoever_is_not_asked_cannot_take_over(house, held):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    asked = together.ask_help("hand_over", by=ana, contact=held)  # who supervises
    for name in ("ben", "ana"):
        for verb in (together.come, together.decline):
            with pytest.raises(Denied):
                verb(asked, by=house.on_duty(name))
    with pytest.raises(Denied):
        together.call_off(asked, by=sue)
    assert again(held).taken_by == ana.member


def test_a_team_is_asked_and_the_first_who_comes_is_the_one(house, held):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    asked = together.ask_help("hand_over", by=ana, contact=held, to_team=ben.member.team)
    assert ben.member.team
    assert [together.concerns(asked, house.on_duty(name)) for name in ("ben", "sue")] == [
        True,
        house.members["sue"].team == ben.member.team,
    ]
    together.come(asked, by=ben)
    assert HelpEnding.objects.get().member == ben.member


def test_nobody_the_person_does_not_want_is_asked_or_takes_over(house, held):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    to_team = together.ask_help("hand_over", by=ana, contact=held, to_team=ben.member.team)
    Asked.objects.create(contact=held, what="not", member=ben.member)
    with pytest.raises(together.NotWanted):
        together.come(to_team, by=ben)
    with pytest.raises(together.NotWanted):
        together.ask_help("consult", by=ana, contact=held, to_member=ben.member)
    assert again(held).taken_by == ana.member


def test_what_was_asked_is_over_once_the_conversation_moved_on(house, held):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    asked = together.ask_help("hand_over", by=ana, contact=held, to_member=ben.member)
    actions.close(held, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")
    with pytest.raises(together.Over):
        together.come(asked, by=ben)
    assert together.seen_by(ben) == []


def test_the_same_question_twice_is_one_and_a_no_frees_the_next(house, held):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    first = together.ask_help("consult", by=ana, contact=held, to_member=ben.member)
    assert together.ask_help("consult", by=ana, contact=held, to_member=ben.member) == first
    together.decline(first, by=ben)
    together.decline(first, by=ben)
    assert HelpEnding.objects.get().how == "declined"
    assert together.ask_help("consult", by=ana, contact=held, to_member=ben.member) != first


@pytest.mark.hostile(26)
def test_who_supervises_writes_and_closes_only_where_they_sit_beside_openly(house, held):
    may = {name: access.may_write(held, by=house.on_duty(name)) for name in ("ana", "ben", "sue")}
    assert may == {"ana": True, "ben": False, "sue": False}
    sue = house.on_duty("sue")
    together.sit_beside(held, by=sue)
    assert access.held(held.id, by=sue) == held
    together.leave(held, by=sue)
    with pytest.raises(Denied):
        access.held(held.id, by=sue)


@pytest.mark.hostile(26)
def test_a_colleague_who_sits_beside_reads_and_writes_nothing_of_the_record(house, held):
    held.taken_by.team = house.members["ben"].team
    held.taken_by.save()
    ben = house.on_duty("ben")
    together.sit_beside(held, by=ben)
    assert (access.may_read(held, by=ben), access.may_write(held, by=ben)) == (True, False)


def test_nobody_reads_along_unseen_not_even_who_supervises(house, held, told):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    assert not reads(held, sue)
    together.sit_beside(held, by=sue)
    together.sit_beside(held, by=sue)
    assert (reads(held, sue), told, together.beside(held)) == (True, ["helped"], [sue.member])
    together.leave(held, by=sue)
    together.leave(held, by=sue)
    assert (reads(held, sue), told, together.beside(held)) == (
        False,
        ["helped", "alone_again"],
        [],
    )
    verbs = Entry.objects.filter(actor=sue.actor).values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.endswith("beside")] == ["sat_beside", "left_beside"]
    assert reads(held, ana)


def test_nobody_sits_beside_one_that_waits_or_is_closed(house, held, told):
    ana, sue = house.on_duty("ana"), house.on_duty("sue")
    waits = house.somebody_writes("x", channel=CHANNEL)
    actions.close(held, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")
    for contact in (waits, again(held)):
        together.sit_beside(contact, by=sue)
    assert (Beside.objects.count(), "helped" in told) == (0, False)


def test_a_word_among_colleagues_never_reaches_the_person_and_is_no_answer(house, held):
    ana, ben, key = house.on_duty("ana"), house.on_duty("ben"), uuid.uuid4()
    together.come(together.ask_help("consult", by=ana, contact=held, to_member=ben.member), by=ben)
    together.aside(held, "Zimtstern: ask about the door.", by=ben, key=key)
    together.aside(held, "Zimtstern: ask about the door.", by=ben, key=key)
    said = access.said_in(held, by=ana)
    assert [(one.sender, one.text) for one in said][1:] == [
        ("aside", "Zimtstern: ask about the door.")
    ]
    assert Message.objects.filter(sender="aside").count() == 1
    assert Contact.objects.taken_by(ana.member).with_unread()[0].has_unread


def test_a_word_of_a_colleague_whose_author_was_taken_away_is_not_shown(house, held):
    ana = house.on_duty("ana")
    together.aside(held, "Zimtstern", by=ana, key=uuid.uuid4())
    Message.objects.filter(sender="aside").update(author=None)
    assert not access.said_in(held, by=ana)[-1].readable


def test_a_silent_alarm_reaches_everybody_on_duty_and_only_its_own_calls_it_off(house):
    ana, ben, sue = (house.on_duty(name) for name in ("ana", "ben", "sue"))
    alarm = together.ask_help("alarm", by=ana)
    assert [together.concerns(alarm, who) for who in (ana, ben, sue)] == [False, True, True]
    with pytest.raises(Denied):
        together.call_off(alarm, by=ben)
    together.call_off(alarm, by=ana)
    assert [together.seen_by(who) for who in (ana, ben, sue)] == [[], [], []]


def test_whoever_is_alone_is_asked_and_the_line_counts_on_nobody_who_does_not_answer(house):
    ana = house.on_duty("ana")
    assert together.look_after_who_is_alone() == 0  # they have just come
    with clock_at(later(minutes=61)):
        DeskSession.objects.update(alive_at=timezone.now())
        assert together.look_after_who_is_alone() == 1
        assert together.look_after_who_is_alone() == 0
        asked = Help.objects.get()
        assert (asked.kind, together.seen_by(ana)) == ("alone", [asked])
    with clock_at(later(minutes=72)):
        DeskSession.objects.update(alive_at=timezone.now())
        sue = house.on_duty("sue")  # not at a desk yet: she looks at what was asked
        assert together.concerns(asked, sue)
        DeskSession.objects.filter(member=sue.member).delete()
        together.look_after_who_is_alone()
    assert presence.state_of(ana.member) == presence.AWAY


def test_who_says_all_is_well_is_left_in_peace_for_an_hour(house):
    ana = house.on_duty("ana")
    with clock_at(later(minutes=61)):
        DeskSession.objects.update(alive_at=timezone.now())
        together.look_after_who_is_alone()
        together.call_off(Help.objects.get(), by=ana)
    with clock_at(later(minutes=80)):
        DeskSession.objects.update(alive_at=timezone.now())
        assert together.look_after_who_is_alone() == 0
    assert presence.state_of(ana.member) == presence.AVAILABLE


def test_who_is_not_alone_any_more_is_not_asked(house):
    house.on_duty("ana")
    with clock_at(later(minutes=61)):
        DeskSession.objects.update(alive_at=timezone.now())
        together.look_after_who_is_alone()
        house.on_duty("ben")
        together.look_after_who_is_alone()
    assert HelpEnding.objects.get().how == "over"


def test_while_the_switchboard_is_open_everybody_is_asked_at_once(house):
    house.on_duty("ana"), house.on_duty("ben")
    contact = house.somebody_writes("x", channel=CHANNEL)
    offering.switchboard(is_open=True, by=house.on_duty("sue"))
    offering.keep_watch()
    assert contact.offer_set.get().step == queue.ALL
    offering.switchboard(is_open=False, by=house.on_duty("sue"))
    assert not Line.has_surge()


def test_the_switchboard_closes_by_itself(house):
    offering.switchboard(is_open=True, by=house.on_duty("sue"))
    assert Line.has_surge()
    with clock_at(later(minutes=121)):
        assert not Line.has_surge()


def test_no_word_among_colleagues_is_added_once_it_is_closed(house, held):
    ana = house.on_duty("ana")
    actions.close(held, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")
    with pytest.raises(together.Over):
        together.aside(again(held), "Zimtstern", by=ana, key=uuid.uuid4())
    assert not Message.objects.filter(sender="aside").exists()
