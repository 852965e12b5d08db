"""A phone that dies loses nobody: whoever it was with comes first, and is told."""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.channels.phone.tests.ear import most, numbers
from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    TONES,
    Standing,
    hears,
    standing,
    talk,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import Throwaway

pytestmark = [pytest.mark.servers, pytest.mark.alone]
SOON = 5  # seconds, until another has them
MOMENT = 12  # packets of 20 ms


@pytest.fixture
def house(founded: Throwaway, tmp_path: Path) -> Iterator[Standing]:
    with standing(tmp_path / "data", founded) as found:
        yield found


def until_told(phone: Telephone, caller: Telephone) -> float:
    """This phone dies; seconds until its caller hears the apology."""
    phone.dies()
    died = time.monotonic()
    return hears(caller, TONES["fr", "lost"]) - died


def times_said(phone: Telephone, hertz: float) -> int:
    """How often this tone began in all that the telephone has heard."""
    heard = phone.ear.since(0)
    is_in = [
        bool(most(numbers(heard[at : at + MOMENT]), hertz)) for at in range(0, len(heard), MOMENT)
    ]
    return sum(now and not before for before, now in itertools.pairwise([False, *is_in]))


def test_a_phone_that_dies_puts_the_caller_first_with_an_apology_and_another_answers(house):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        mina.calls()
        mina.presses("1")
        talk(mina, ana, MINA, ANA)
        with Telephone(house.port) as second:  # waits longer than a moment, and still comes after
            second.calls()
            second.presses("1")
            hears(second, TONES["fr", "busy"])
            assert until_told(ana, mina) < SOON
            with house.sits("ben", "fr", tone=BEN) as ben:
                talk(mina, ben, MINA, BEN)
                assert times_said(mina, TONES["fr", "lost"]) == 1
                found, other = house.desk("contacts")["contacts"]
                assert found["releases"] == [["ana", "silent"]]
                assert (found["holder"], other["holder"]) == ("ben", "")


def test_another_who_is_there_already_has_them_within_five_seconds(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        mina.calls()
        mina.presses("1")
        until(lambda: ana.talks.is_set())
        with house.sits("ben", "fr", tone=BEN) as ben:
            ana.dies()
            assert ben.talks.wait(SOON)
            talk(mina, ben, MINA, BEN)
            assert ana.rang == 1
