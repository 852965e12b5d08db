"""The house says what it could not keep: a full disk leaves a draft, a call or a key as it was."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction

from havre.contacts import access, actions, drafts, interpreting, stepping_back
from havre.contacts.interpreted import took
from havre.contacts.interpreting import Wish
from havre.contacts.models import Draft, InterpreterCall, Interpreting, Message
from havre.contacts.tests.interpreter import SPANISH, again, comes, lent, reads
from havre.retention.actions import minute_run, run
from havre.staff.models import DeskSession
from tests.full_disk import full
from tests.hands import begin, clock_at, later

HALF = "Zimtstern, ich wollte gerade"


@pytest.fixture
def story(house):
    return begin(house, "Allô?", offered=False)


def keep(story, text: str) -> bool:
    return drafts.keep(story.contact, "answer", text, by=story.ana, form=uuid.uuid4())


def kept(story) -> dict[str, str]:
    return access.drafts_of(story.contact, by=story.ana)


def refused(act) -> None:
    with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
        act()


@pytest.mark.hostile(22)
def test_a_draft_that_cannot_be_kept_leaves_the_one_before(story):
    keep(story, HALF)
    with full("contacts_draft", "UPDATE"):
        refused(lambda: keep(story, HALF + " fragen"))
    assert kept(story) == {"answer": HALF}
    keep(story, HALF + " fragen")
    assert kept(story) == {"answer": HALF + " fragen"}


@pytest.mark.hostile(98)
def test_nothing_is_begun_while_the_audit_cannot_be_written(story):
    with full():
        refused(lambda: keep(story, HALF))
    assert (Draft.objects.count(), kept(story)) == (0, {})


@pytest.mark.hostile(22)
def test_an_answer_is_said_with_its_draft_or_not_at_all(story):
    keep(story, HALF)
    words = actions.Words(HALF + "!", uuid.uuid4(), form=uuid.uuid4())
    with full("contacts_draft", "UPDATE"):
        refused(lambda: actions.answer(story.contact, words, by=story.ana))
    assert (Message.objects.filter(sender="staff").count(), kept(story)) == (0, {"answer": HALF})
    actions.answer(story.contact, words, by=story.ana)
    assert (Message.objects.filter(sender="staff").count(), kept(story)) == (1, {})


@pytest.mark.hostile(25)
def test_a_wrong_clock_loses_no_draft(story):
    run()  # there was a night before
    keep(story, HALF)
    for days in (1.5, 30, 400):
        with clock_at(later(days=days)):
            minute_run()
    with clock_at(later(days=400)):
        run()
    assert kept(story) == {"answer": HALF}
    with clock_at(later(days=-2)):
        keep(story, HALF + " fragen")
        assert kept(story) == {"answer": HALF + " fragen"}


@pytest.mark.hostile(98)
def test_no_interpreter_is_asked_or_let_in_while_the_audit_cannot_be_written(house, spanish, told):
    ana, ines = house.on_duty("ana"), house.on_duty("ines")
    with full():
        refused(lambda: interpreting.ask(spanish, SPANISH, by=ana))
    assert InterpreterCall.objects.count() == 0
    call = interpreting.ask(spanish, SPANISH, by=ana)
    with full():
        refused(lambda: interpreting.answer(call, by=ines))
    assert Interpreting.objects.count() == 0
    interpreting.answer(call, by=ines)
    with full():
        refused(lambda: interpreting.let_in(spanish, by=ana))
    assert reads(spanish, ines) is None
    stepping_back.sweep()  # the keystore keeps what it was told; the night takes it away
    assert lent() == []
    interpreting.let_in(spanish, by=ana)
    assert reads(spanish, ines) == ["Zimtstern. No hablo inglés."]


@pytest.mark.hostile(98)
def test_an_interpreters_words_are_said_and_remembered_or_not_at_all(house, spanish):
    ines, words = comes(house, spanish), actions.Words("I speak no English.", uuid.uuid4())
    with full():
        refused(lambda: interpreting.say(spanish, words, by=ines))
    assert not Message.objects.filter(sender="interpreter").exists()
    interpreting.say(spanish, words, by=ines)
    assert Message.objects.filter(sender="interpreter").count() == 1


@pytest.mark.hostile(98)
@pytest.mark.parametrize("how", ["leaves", "another", "is thanked", "falls silent"])
def test_whoever_goes_while_the_disk_is_full_reads_nothing_more(house, spanish, how):
    ines, ana = comes(house, spanish), house.on_duty("ana")
    goes = {
        "leaves": lambda: interpreting.leave(spanish, by=ines),
        "another": lambda: interpreting.another(spanish, by=ana),
        "is thanked": lambda: interpreting.need_no_more(spanish, by=ana),
        "falls silent": stepping_back.look_after_silence,
    }[how]
    if how == "falls silent":
        DeskSession.objects.filter(member=ines.member).update(alive_at=later(minutes=-5))
    with full():
        refused(goes)
    assert lent() == []  # the key went first: the row may say what it likes
    goes()
    assert (reads(spanish, ines), Interpreting.objects.get().ended_at is None) == (None, False)


@pytest.mark.hostile(25)
@pytest.mark.parametrize("hours", [-72, -1, 1, 72])
def test_a_clock_that_is_put_makes_no_interpreter_wait_or_cost_for_days(house, spanish, hours):
    ana, ines = house.on_duty("ana"), house.on_duty("ines")
    call = interpreting.ask(spanish, Wish("es"), by=ana)
    interpreting.answer(call, by=ines)
    with clock_at(later(hours=hours)):
        interpreting.let_in(spanish, by=ana)
        assert reads(spanish, ines) == ["Zimtstern. No hablo inglés."]
    interpreting.leave(again(spanish), by=ines)
    [one] = took(spanish)
    longest = dt.timedelta(hours=12) // dt.timedelta(minutes=1)
    assert one.came
    assert 0 <= one.waited <= longest
    assert 1 <= one.minutes <= longest
    assert one.cents == one.minutes * 150
    assert (reads(spanish, ines), lent()) == (None, [])
