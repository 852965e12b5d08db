"""A relay service carries a call: it gets time, the operator a word, and whoever answers knows."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.channels.phone.configuration import Engine, files
from havre.channels.phone.tests.ear import most
from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    TONES,
    Standing,
    hears,
    standing,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from havre.prompt.phone import trunks
from havre.prompt.said import Refused
from tests.throwaway import Throwaway

RELAY = "18339001011"
COMFORT = (TONES["fr", "nobody"], TONES["fr", "waiting"], TONES["fr", "busy"])


@pytest.fixture(scope="module")
def house(founded: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("relay") / "data", founded) as found:
        yield found


def seconds_until_reached(house: Standing, number: str) -> float:
    """How long who presses nothing has to choose a language, from the last word of the welcome."""
    before = len(house.desk("contacts")["contacts"])
    with Telephone(house.port) as mina:
        mina.dials = number
        assert mina.calls() == 200
        hears(mina, TONES["en", "welcome"])
        begun = time.monotonic()
        until(lambda: len(house.desk("contacts")["contacts"]) > before, 12)
        return time.monotonic() - begun


@pytest.mark.servers
def test_said_by_hand_the_operator_is_told_and_all_hold_after_our_program_died(house: Standing):
    """Ana says so in the talk; our program dies; she gives it back, and Ben has them then."""
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as operator:
        assert operator.calls() == 200
        operator.presses("1")
        until(ana.talks.is_set)
        hears(ana, MINA)
        contact = house.contact()["id"]
        house.desk("does", "carried", contact, "ana")
        hears(operator, TONES["fr", "relay"])
        hears(ana, MINA)  # nobody was cut off
        found = house.contact()
        assert (found["kinds"], found["said"]) == (["relay"], ["yes"])

        house.killed()
        house.begins()
        house.desk("give_back", contact, "ana")
        house.desk("goes", "ana")
        hears(operator, TONES["fr", "given"])
        heard = [each for _ in range(6) for each in most(operator.hears(1.0), *COMFORT)]
        assert heard == []  # four times the three seconds of the usual
        hears(operator, TONES["fr", "nobody"], 14)
        assert TONES["fr", "relay"] not in most(operator.hears(1.0), TONES["fr", "relay"])
        with house.sits("ben", "fr", tone=BEN) as ben:
            until(ben.talks.is_set)
            hears(ben, TONES["fr", "relay_call"])
            hears(ben, MINA)
            assert house.contact()["kinds"] == ["relay"]
            house.desk("does", "not_carried", contact, "ben")
            assert house.contact()["kinds"] == ["relay", "relay"]
            assert house.contact()["said"] == ["yes", "no"]
        house.desk("goes", "ben")


@pytest.mark.servers
@pytest.mark.parametrize("number", [RELAY, f"+{RELAY}"])
def test_the_operator_is_told_and_whoever_answers_hears_and_reads_it(house: Standing, number: str):
    with (
        house.sits("ana", "fr", tone=ANA, answers="never") as ana,
        Telephone(house.port, tone=MINA) as operator,
    ):
        operator.dials = number
        assert operator.calls() == 200
        operator.presses("1")
        hears(operator, TONES["fr", "relay"])
        hears(operator, TONES["fr", "waiting"])
        until(lambda: ana.rang)
        ana.picks_up()
        hears(ana, TONES["fr", "relay_call"])
        hears(ana, MINA)
        found = house.contact()
        assert (found["kinds"], found["said"]) == (["relay"], ["yes"])


@pytest.mark.servers
def test_a_call_to_the_usual_number_is_none(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        assert mina.calls() == 200
        mina.presses("1")
        until(ana.talks.is_set)
        hears(ana, MINA)
        assert house.contact()["said"] == []


@pytest.mark.servers
def test_an_operator_has_longer_to_choose(house: Standing):
    usual, relay = (seconds_until_reached(house, number) for number in ("18339001010", RELAY))
    assert relay > usual + 2.5  # 4 seconds instead of 1


@pytest.mark.servers
def test_it_is_still_known_after_our_program_died_before_a_language_was_chosen(house: Standing):
    with Telephone(house.port) as operator:
        operator.dials = RELAY
        assert operator.calls() == 200
        hears(operator, TONES["fr", "welcome"])
        house.killed()
        house.begins()
        operator.presses("1")
        hears(operator, TONES["fr", "relay"], 10)


def test_a_line_without_such_a_number_has_no_way_for_it(tmp_path: Path):
    modules = tmp_path / "usr/lib/x86_64-linux-gnu/asterisk/modules"
    modules.mkdir(parents=True)
    usual = Engine(tmp_path, tmp_path, "127.0.0.1", 1, 2, (3, 4), "secret")
    assert ",relay)" not in files(usual)["extensions.conf"]


@pytest.mark.parametrize("number", ["+18339001011", "1-833", "12", "1833X", "18339001011\n"])
def test_what_is_no_number_of_digits_is_refused(settings, number: str):
    settings.PHONE_RELAY = [number]
    with pytest.raises(Refused, match="HAVRE_PHONE_RELAY"):
        trunks.relay_numbers()
