"""Whoever was cut off comes back to the same conversation, and both sides hear what happened."""

from datetime import timedelta

import pytest

from havre.channels.webchat import delivery
from havre.channels.webchat.models import CUT_OFF, GRACE, Session
from havre.channels.webchat.tests.hand import kept, start, taken, told
from havre.contacts import actions, board, offering, queue, transport
from havre.contacts.models import Contact, Line, Message
from havre.contacts.signals import Facts
from havre.contacts.tests.waiting import falls_silent
from tests.faces import Browser
from tests.hands import clock_at, later
from tests.people import House

BACK = "You are back in the same conversation."


def away(**span: float) -> None:
    """Their page gave no sign of life for so long."""
    Session.objects.update(seen_at=later() - timedelta(**span))


def test_the_same_browser_comes_back_to_the_same_conversation(house: House, front: Browser) -> None:
    start(front, "Hello")
    away(minutes=4)
    page = front.get("/en/talk/").content.decode()
    assert ("Hello</bdi>" in page, BACK in page) == (True, True)
    assert told(front)[0] == ("person", "Hello")
    assert kept(house) == [("words", "Hello"), ("back", "4")]
    assert Contact.objects.count() == 1


def test_it_is_said_once_for_each_cut(house: House, front: Browser) -> None:
    start(front, "Hello")
    for _ in range(2):
        away(minutes=3)
        for at in ("", "messages/", "messages.json"):
            front.get(f"/en/talk/{at}")
    assert [kind for kind, _ in kept(house)] == ["words", "back", "back"]


def test_two_pages_that_come_back_at_once_say_it_once(house: House, front: Browser) -> None:
    start(front, "Hello")
    away(minutes=3)
    then = Session.objects.get().seen_at
    front.get("/en/talk/")
    Session.objects.update(seen_at=then)  # the other one had read it before
    front.get("/en/talk/messages.json")
    assert [kind for kind, _ in kept(house)] == ["words", "back"]


def test_a_page_that_nobody_looks_at_for_a_minute_was_not_cut_off(
    house: House, front: Browser
) -> None:
    start(front, "Hello")
    away(seconds=CUT_OFF.total_seconds() - 5)
    front.get("/en/talk/messages.json")
    assert kept(house) == [("words", "Hello")]


def test_nobody_comes_back_after_leaving_or_after_its_time(house: House, front: Browser) -> None:
    start(front, "Zimtstern")
    cookies = front.cookies.copy()
    front.get("/exit/")
    front.cookies = cookies  # a browser that keeps them all the same
    assert "Zimtstern" not in front.get("/en/talk/").content.decode()
    start(front, "Hello", key="n" * 43)
    away(seconds=GRACE.total_seconds() + 1)
    assert "has ended on this device" in front.get("/en/talk/").content.decode()
    assert Message.objects.filter(kind="back").count() == 0


def test_what_was_closed_meanwhile_is_not_said_to_be_back(house: House, front: Browser) -> None:
    start(front, "Hello")
    ana = house.on_duty("ana")
    actions.close(taken(house), by=ana, outcome="not_ready", facts=Facts(), no_wish="unsaid")
    away(minutes=4)
    assert "is closed" in front.get("/en/talk/").content.decode()
    assert Message.objects.filter(kind="back").count() == 0


def test_a_clock_that_was_set_back_cuts_nobody_off(house: House, front: Browser) -> None:
    start(front, "Hello")
    with clock_at(later(hours=-2)):
        front.get("/en/talk/messages.json")
    assert kept(house) == [("words", "Hello")]


@pytest.mark.requirement("002-E7")
def test_whoever_was_cut_off_on_both_sides_comes_before_who_waits_longer(
    house: House, front: Browser
) -> None:
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    start(front, "Hello")
    mina = Contact.objects.get()
    actions.take(mina, by=ana)
    other = Browser()
    start(other, "Moi aussi.", key="o" * 43)
    longer = Contact.objects.exclude(id=mina.id).get()
    Contact.objects.filter(id=longer.id).update(opened_at=later(hours=-1))
    away(minutes=5)
    falls_silent(ana)
    offering.keep_watch()
    front.get("/en/talk/")
    turns = [turn.contact.id for turn in queue.turns()]
    assert (turns, board.board(queue.turns(), by=ben).count) == ([mina.id, longer.id], 2)


def test_who_waited_and_was_cut_off_keeps_the_place(house: House, front: Browser) -> None:
    Line.keep_lit("en")
    start(front, "Hello")
    mina = Contact.objects.get()
    Contact.objects.filter(id=mina.id).update(opened_at=later(minutes=-8))
    away(minutes=5)
    other = Browser()
    start(other, "Moi aussi.", key="o" * 43)
    front.get("/en/talk/")
    assert [turn.contact.id for turn in queue.turns()].index(mina.id) == 0


def test_the_desk_knows_of_a_page_that_is_there_cut_off_or_gone(
    house: House, front: Browser
) -> None:
    start(front, "Hello")
    contact = Contact.objects.get()
    found = [transport.is_there(contact)]
    away(minutes=3)
    found.append(transport.is_there(contact))
    away(minutes=11)
    found.append(transport.is_there(contact))
    Session.objects.all().delete()
    found.append(delivery.there(contact.id))
    assert found == ["here", "away", "gone", "gone"]
