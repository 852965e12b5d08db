"""The house offers whoever waits, notices who fell silent, and loses nobody on the way."""

import uuid

import pytest
from django.utils import timezone

from havre.audit.models import Entry
from havre.contacts import access, actions, board, offering, queue, transport
from havre.contacts.models import Contact, Offer, Release, Taking
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import CHANNEL, endings, falls_silent, standing
from havre.staff import presence, signin
from havre.staff.access import Denied
from havre.staff.models import DeskSession
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("told")


@pytest.mark.requirement("000-08")
def test_somebody_who_waits_is_offered_to_one_then_the_next_then_all(house, mina, told):
    house.on_duty("ana"), house.on_duty("ben")
    assert offering.keep_watch() == 1
    assert offering.keep_watch() == 0  # nothing new while the offer stands
    first = standing(mina)
    for seconds in (21, 42, 83):
        with clock_at(later(seconds=seconds)):
            DeskSession.objects.update(alive_at=timezone.now())
            offering.keep_watch()
    assert first == ("one", "Ana")
    assert endings() == [("Ana", "missed"), ("Ben", "missed"), ("all", "missed")]
    assert told == ["delayed"]


@pytest.mark.requirement("002-E7")
def test_who_waits_in_vain_is_told_once_and_not_again(house, mina, told):
    house.on_duty("ana")
    for minutes in range(12):
        with clock_at(later(minutes=minutes)):
            DeskSession.objects.update(alive_at=timezone.now())
            offering.keep_watch()
    assert told == ["delayed"]


def test_with_nobody_on_duty_the_page_itself_says_so_and_nothing_is_said_twice(house, mina, told):
    offering.keep_watch()
    assert told == []


def test_a_colleague_who_passes_is_asked_no_more_and_the_next_one_is(house, mina):
    ana, _ben = house.on_duty("ana"), house.on_duty("ben")
    offering.keep_watch()
    offering.pass_on(mina, by=ana)
    offering.pass_on(mina, by=ana)  # twice is once
    offering.keep_watch()
    assert endings() == [("Ana", "passed")]
    assert standing(mina) == ("one", "Ben")


def test_nobody_passes_on_what_was_offered_to_another(house, mina):
    house.on_duty("ana")
    ben = house.on_duty("ben")
    offering.keep_watch()
    offering.pass_on(mina, by=ben)
    assert (endings(), standing(mina)) == ([], ("one", "Ana"))


def test_two_who_wait_are_never_offered_to_one_colleague_at_once(house, mina):
    second = house.somebody_writes("Salut.", channel=CHANNEL)
    house.on_duty("ana")
    offering.keep_watch()
    assert standing(mina) == ("one", "Ana")
    assert standing(second) == ("all", "")


def test_an_offer_ends_when_somebody_takes_it_whoever_it_is(house, mina):
    house.on_duty("ana")
    ben = house.on_duty("ben")
    offering.keep_watch()
    actions.take(mina, by=ben)
    assert endings() == [("Ana", "taken")]
    assert offering.keep_watch() == 0


def test_an_offer_to_somebody_who_went_on_a_break_goes_on_at_once(house, mina):
    ana, _ben = house.on_duty("ana"), house.on_duty("ben")
    offering.keep_watch()
    presence.be(ana.member, presence.PAUSE)
    offering.keep_watch()
    assert endings() == [("Ana", "gone")]
    assert standing(mina) == ("one", "Ben")


@pytest.mark.requirement("002-E7")
def test_what_a_silent_colleague_held_is_offered_again_first_and_the_person_is_told(
    house, mina, told
):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.take(mina, by=ana)
    waiting_longer = house.somebody_writes("Moi aussi.", channel=CHANNEL)
    Contact.objects.filter(id=waiting_longer.id).update(opened_at=later(hours=-1))
    falls_silent(ana)
    offering.keep_watch()
    assert told == ["taken", "lost"]
    assert Release.objects.get().member == ana.member
    found = board.board(queue.turns(), by=ben)
    assert [turn.contact.id for turn in (*found.offered, *found.waiting)] == [
        mina.id,
        waiting_longer.id,
    ]
    assert standing(mina) == ("one", "Ben")
    verbs = Entry.objects.filter(actor=offering.WATCH).values_list("verb", flat=True)
    assert list(verbs) == ["released"]


def test_somebody_who_blinks_keeps_what_they_hold(house, mina, told):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    falls_silent(ana, seconds=20)
    offering.keep_watch()
    assert Taking.objects.get().member == ana.member


def test_just_after_a_start_nobody_is_taken_for_silent(house, mina):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    falls_silent(ana)
    offering.keep_watch(judge_silence=False)
    assert Taking.objects.get().member == ana.member


def test_a_person_who_is_gone_is_taken_from_nobody_and_offered_to_nobody(house, monkeypatch):
    ana = house.on_duty("ana")
    held = house.somebody_writes("Bonjour.", channel=CHANNEL)
    actions.take(held, by=ana)
    house.on_duty("ben")
    house.somebody_writes("Salut.", channel=CHANNEL)
    monkeypatch.setitem(transport._here, CHANNEL, lambda ids: set())
    falls_silent(ana)
    assert offering.keep_watch() == 0
    assert Taking.objects.get().member == ana.member


def test_signing_out_gives_back_what_one_holds(house, mina, told):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    signin.sign_out(ana)
    offering.keep_watch()
    assert told == ["taken", "given"]  # nobody lost a connection


def test_nothing_is_given_back_or_taken_once_it_is_closed(house, mina, told):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    actions.take(mina, by=ana)
    actions.close(mina, by=ana, outcome="not_ready", facts=Facts(), no_wish="not_asked")
    offering.give_back(mina, by=ana)
    with pytest.raises(actions.Closed):
        actions.take(mina, by=ben)
    assert told == ["taken", "closed"]
    closed_by_the_house = house.somebody_writes("Salut.", channel=CHANNEL)
    actions.close_by_the_house(closed_by_the_house)
    with pytest.raises(Denied):
        access.contact(closed_by_the_house.id, by=ben)


@pytest.mark.requirement("002-E7")
def test_whoever_is_taken_and_hears_nothing_is_given_to_somebody_else(house, mina, told):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    for minutes, expected in ((4, ["taken"]), (6, ["taken", "given"])):
        with clock_at(later(minutes=minutes)):
            DeskSession.objects.update(alive_at=timezone.now())
            offering.keep_watch()
        assert told == expected
    assert Release.objects.get().why == "late"


def test_whoever_was_answered_once_stays_with_whom_they_know(house, mina, told):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    actions.answer(mina, actions.Words("Je suis là.", uuid.uuid4()), by=ana)
    with clock_at(later(minutes=30)):
        DeskSession.objects.update(alive_at=timezone.now())
        offering.keep_watch()
    assert Taking.objects.get().member == ana.member


@pytest.mark.hostile(25)
def test_a_clock_that_is_put_back_neither_holds_an_offer_nor_makes_one_a_second(house, mina):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    offering.give_back(mina, by=ana)
    house.on_duty("ben")
    offering.keep_watch()
    assert standing(mina) == ("one", "Ana")  # who held it before
    for seconds in range(0, 60, 2):
        with clock_at(later(hours=-1, seconds=seconds)):
            DeskSession.objects.update(alive_at=timezone.now())
            offering.keep_watch()
    assert endings()[0] == ("Ana", "missed")
    assert Offer.objects.count() < 8


def test_a_long_queue_is_cut_on_the_board_but_never_what_is_offered_to_oneself(house, monkeypatch):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    waiting = [house.somebody_writes("x", channel=CHANNEL) for _ in range(4)]
    monkeypatch.setattr(board, "SHOWN", 1)
    offering.keep_watch()
    theirs = {who.id: board.board(queue.turns(), by=who) for who in (ana, ben)}
    assert [len(board.offered) for board in theirs.values()] == [1, 1]
    assert [len(board.waiting) for board in theirs.values()] == [1, 1]
    assert {board.count for board in theirs.values()} == {len(waiting)}
    assert {1 + len(board.waiting) + board.more for board in theirs.values()} == {len(waiting)}


def test_who_did_not_answer_is_seen_by_who_supervises(house, mina):
    house.on_duty("ana")
    offering.keep_watch()
    with clock_at(later(seconds=30)):
        DeskSession.objects.update(alive_at=timezone.now())
        offering.keep_watch()
        assert [ending.offer.member.alias for ending in board.missed()] == ["Ana"]


def test_who_closed_their_last_conversation_has_a_breath_before_the_next(house, mina):
    ana = house.on_duty("ana")
    actions.take(mina, by=ana)
    actions.close(mina, by=ana, outcome="not_ready", facts=Facts(), no_wish="not_asked")
    assert presence.state_of(ana.member) == presence.WRAPPING_UP
    house.somebody_writes("Salut.", channel=CHANNEL)
    offering.keep_watch()
    assert not Offer.objects.filter(step="one").exists()
