"""What interpreting took becomes a nameless number, and never the figure of one person."""

import datetime as dt

import pytest

from havre.contacts import actions, interpreting
from havre.contacts.interpreting import Wish
from havre.contacts.signals import Facts
from havre.statistics import measures
from havre.statistics.actions import cut_loose
from havre.statistics.models import Counter, PendingTally
from tests import hands


def interpreted(house, language: str = "es", *, comes: bool = True, minutes: int = 9) -> None:
    """Asked for, waited three minutes, interpreted for so many, and closed."""
    ana, ines, start = house.on_duty("ana"), house.on_duty("ines"), hands.later(minutes=0)
    contact = house.somebody_writes("x")
    actions.take(contact, by=ana)
    call = interpreting.ask(contact, Wish(language), by=ana)
    if comes:
        interpreting.answer(call, by=ines)
        with hands.clock_at(start + dt.timedelta(minutes=3)):
            interpreting.let_in(contact, by=ana)
    with hands.clock_at(start + dt.timedelta(minutes=3 + minutes)):
        actions.close(contact, by=ana, outcome="supported", facts=Facts(), no_wish="not_said")


def month_is_over() -> str:
    PendingTally.objects.update(month="2026-01")
    cut_loose()
    return "2026-01"


def test_the_running_month_tells_nothing_yet(house):
    interpreted(house)
    assert PendingTally.objects.get().interpreted == [["es", 1, 3, 9, 1350]]
    assert measures.interpretation_of(measures.running_month()) == []


def test_five_of_a_language_stand_by_themselves(house):
    for _ in range(5):
        interpreted(house)
    [row] = measures.interpretation_of(month_is_over())
    assert (row.language, row.asked, row.came) == ("es", 5, 5)
    assert (row.waited, row.minutes, row.dollars) == (3, 45, 67.5)


@pytest.mark.requirement("000-06")
def test_one_of_a_language_is_never_told_by_itself(house):
    for _ in range(4):
        interpreted(house)
    interpreted(house, "pt", minutes=40)
    [row] = measures.interpretation_of(month_is_over())
    assert (row.language, row.asked, row.came, row.minutes) == ("", 5, 5, 76)


def test_few_alone_tell_neither_minutes_nor_cost(house):
    for _ in range(5):
        interpreted(house)
    interpreted(house, "pt", minutes=40)
    interpreted(house, "sw", comes=False)
    often, rare = measures.interpretation_of(month_is_over())
    assert (often.language, often.minutes) == ("es", 45)
    assert (rare.language, rare.asked, rare.came, rare.minutes, rare.dollars) == (
        "",
        None,
        None,
        None,
        None,
    )
    assert Counter.objects.get(dimension="interp_asked", value="sw").n == 1  # the need is kept
