"""Whoever comes beside a talk joins it openly, with a phone of their own, and leaves it alone."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    SUE,
    TONES,
    Standing,
    hears,
    hears_all,
    standing,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import Throwaway

pytestmark = pytest.mark.servers


@pytest.fixture
def house(founded: Throwaway, tmp_path: Path) -> Iterator[Standing]:
    with standing(tmp_path / "data", founded) as found:
        yield found


@pytest.fixture
def ana(house: Standing) -> Iterator[Telephone]:
    with house.sits("ana", "fr", tone=ANA) as found:
        yield found


@pytest.fixture
def mina(house: Standing, ana: Telephone) -> Iterator[Telephone]:
    """In a talk with Ana."""
    with Telephone(house.port, tone=MINA) as found:
        assert found.calls() == 200
        found.presses("1")
        hears_all(found, ANA)
        yield found


def test_a_colleague_who_comes_beside_joins_the_talk_and_the_caller_is_told_first(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "en", tone=BEN, answers="never") as ben:
        contact = house.contact()["id"]
        house.desk("asks", "consult", contact, "ana", "ben")
        hears(mina, TONES["fr", "helped"])
        until(lambda: ben.rang == 1)
        ben.picks_up()
        hears_all(mina, ANA, BEN)
        hears_all(ana, MINA, BEN)
        hears_all(ben, MINA, ANA)
        house.desk("leaves_beside", contact, "ben")
        assert ben.was_left.wait(4)
        hears_all(mina, ANA)
        hears_all(ana, MINA)
        assert ben.rang == 1
        assert house.contact()["holder"] == "ana"


def test_who_supervises_joins_openly_and_who_hangs_up_has_left(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("sue", "en", tone=SUE) as sue:
        contact = house.contact()["id"]
        house.desk("comes_beside", contact, "sue")
        hears_all(mina, ANA, SUE)
        sue.hangs_up()
        hears(mina, TONES["fr", "alone_again"])
        until(lambda: house.desk("beside", contact)["beside"] == [])
        hears_all(mina, ANA)
        time.sleep(4)  # longer than a phone rests
        assert sue.rang == 1


def test_who_sits_beside_and_says_not_now_on_the_phone_is_not_rung_again(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "en", tone=BEN, answers="no") as ben:
        contact = house.contact()["id"]
        house.desk("comes_beside", contact, "ben")
        until(lambda: ben.rang == 1)
        time.sleep(5)
        assert ben.rang == 1
        assert house.desk("beside", contact)["beside"] == ["ben"]  # reads along, as was told
        hears_all(mina, ANA)


def test_an_interpreter_who_is_let_in_joins_with_their_own_phone(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ines", "en", tone=BEN) as ines:
        contact = house.contact()["id"]
        house.desk("interpreter_comes", contact, "ana", "ines", "es")
        hears_all(mina, ANA, BEN)
        hears_all(ines, MINA, ANA)
        house.desk("interpreter_thanked", contact, "ana")
        assert ines.was_left.wait(4)
        hears_all(mina, ANA)


def test_who_takes_it_over_from_beside_goes_on_without_a_second_ring(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "fr", tone=BEN) as ben:
        contact = house.contact()["id"]
        house.desk("comes_beside", contact, "ben")
        hears_all(mina, ANA, BEN)
        house.desk("asks", "hand_over", contact, "ana", "ben")
        assert ana.was_left.wait(5)
        hears_all(mina, BEN)
        assert ben.rang == 1
        assert house.contact()["holder"] == "ben"


def test_a_hand_over_rings_the_other_and_lets_the_first_go_once_it_is_answered(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "fr", tone=BEN, answers="never") as ben:
        house.desk("asks", "hand_over", house.contact()["id"], "ana", "ben")
        until(lambda: ben.rang)
        hears_all(mina, ANA)
        assert not ana.was_left.is_set()
        ben.picks_up()
        assert ana.was_left.wait(4)
        hears_all(mina, BEN)


def test_our_program_killed_in_a_talk_of_three_knows_all_three_again(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "en", tone=BEN) as ben:
        contact = house.contact()["id"]
        house.desk("comes_beside", contact, "ben")
        hears_all(mina, ANA, BEN)
        house.killed()
        hears_all(mina, ANA, BEN)
        house.begins()
        hears_all(mina, ANA, BEN)
        time.sleep(2)
        assert (ana.rang, ben.rang) == (1, 1)
        house.desk("leaves_beside", contact, "ben")
        assert ben.was_left.wait(4)
        hears_all(mina, ANA)


def test_the_talk_ends_for_whoever_is_beside_when_the_caller_hangs_up(
    house: Standing, ana: Telephone, mina: Telephone
):
    with house.sits("ben", "en", tone=BEN) as ben:
        house.desk("comes_beside", house.contact()["id"], "ben")
        hears_all(mina, ANA, BEN)
        mina.hangs_up()
        assert ben.was_left.wait(4)
        assert ana.was_left.wait(4)
