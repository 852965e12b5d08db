"""A service is called from a talk through the door: only what was permitted, once, and openly."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    RAE,
    TONES,
    WASH,
    Standing,
    hears,
    hears_all,
    standing,
    until,
    voices_in,
)
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import Throwaway

pytestmark = [pytest.mark.servers, pytest.mark.requirement("000-16")]


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
        found.number, found.name = "+15550133777", "Wilhelmina"
        assert found.calls() == 200
        found.presses("1")
        hears_all(found, ANA)
        yield found


@pytest.fixture
def rae(house: Standing) -> Iterator[Telephone]:
    """At the shelter, where the carrier brings a call."""
    with Telephone(house.port, tone=RAE, answers="never", at=house.called) as found:
        yield found


def test_a_warm_transfer_from_the_yes_to_all_three(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    assert house.desk("calls_service", referral, "ana") == {}
    hears(mina, TONES["fr", "aside"])
    until(lambda: rae.rang == 1)
    assert house.desk("left", contact)["states"] == ["on_its_way"]
    hears_all(mina, WASH)
    rae.picks_up()
    hears_all(rae, ANA)
    hears_all(ana, RAE)
    heard = {each for _ in range(8) for each in (time.sleep(0.2), *voices_in(mina)) if each}
    assert heard <= {WASH}  # of what the two say of her she hears no word, or the words of the line
    assert house.desk("left", contact)["states"] == ["sent"]

    house.desk("does", "come_back", contact, "ana")
    hears(mina, TONES["fr", "back"])
    hears_all(mina, ANA, RAE)
    hears_all(ana, MINA, RAE)
    hears_all(rae, MINA, ANA)


def test_ana_leaves_and_the_two_talk_on_also_once_it_is_closed(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    house.desk("does", "come_back", contact, "ana")
    hears_all(mina, ANA, RAE)

    house.desk("does", "leave", contact, "ana")
    assert ana.was_left.wait(4)
    hears_all(mina, RAE)
    hears_all(rae, MINA)
    house.desk("close", contact, "ana")
    time.sleep(2)
    hears_all(mina, RAE)  # closing it does not part the two
    found = house.desk("left", contact)
    assert (found["states"], found["handed"], found["worklist"]) == (["sent"], 1, 0)

    rae.hangs_up()
    hears(mina, TONES["fr", "closed"])
    assert mina.was_left.wait(4)
    assert (rae.rang, ana.rang) == (1, 1)


def test_nothing_of_the_caller_is_in_what_rings_the_service(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    house.desk("calls_service", referral, "ana")
    until(lambda: rae.rang)
    assert rae.invited.startswith("INVITE sip:+16135550118@")
    assert "<sip:18339001010@127.0.0.1>;tag=" in rae.invited
    for mark in ("15550133777", "Wilhelmina", "Mina", contact, contact.replace("-", ""), "nonym"):
        assert mark not in rae.invited


def test_without_a_yes_or_for_more_than_was_said_nothing_rings(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana")["referral"]
    assert house.desk("calls_service", referral, "ana") == {"refused": "no_consent"}
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    assert house.desk("calls_service", referral, "ana", "called", "wish") == {"refused": "wider"}
    time.sleep(2)
    assert rae.rang == 0
    hears_all(mina, ANA)
    assert house.desk("left", contact)["states"] == []


def test_a_yes_taken_back_before_it_was_dialled_stops_it(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    house.killed()  # nobody dials between the two
    house.desk("calls_service", referral, "ana")
    house.desk("takes_back", contact, "ana")
    assert house.desk("left", contact)["states"] == ["stopped"]
    house.begins()
    time.sleep(3)
    assert rae.rang == 0
    hears_all(mina, ANA)
    found = house.desk("left", contact)
    assert (found["states"], found["handed"], found["open"]) == (["stopped"], 0, 0)


def test_a_yes_taken_back_while_it_rings_or_in_the_talk_takes_the_service_out(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    house.desk("takes_back", contact, "ana")
    assert rae.was_left.wait(4)
    hears_all(mina, ANA)
    assert house.desk("left", contact)["states"] == ["sent"]  # it had already left, and that stands


def test_who_does_not_answer_leaves_ana_with_mina_and_it_can_be_tried_again(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    rae.answers = "no"
    house.desk("calls_service", referral, "ana")
    until(lambda: house.desk("left", contact)["states"] == ["failed"])
    hears_all(mina, ANA)
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    assert rae.rang == 2


def test_where_a_limit_of_the_line_says_no_nothing_rings_and_nothing_left(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    house.desk("line_is_busy", "2")  # as many as may go at once
    house.desk("calls_service", referral, "ana")
    until(lambda: house.desk("left", contact)["states"] == ["stopped"])
    hears(mina, TONES["fr", "back"])
    hears_all(mina, ANA)
    found = house.desk("left", contact)
    assert (rae.rang, found["handed"], found["open"], found["outward"]) == (0, 0, 0, 2)
    house.desk("line_is_busy", "0")
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    assert house.desk("left", contact)["outward"] == 1
    rae.hangs_up()
    until(lambda: house.desk("left", contact)["outward"] == 0)
    assert rae.rang == 1


@pytest.mark.parametrize("does", ["declines", "picks_up"])
def test_our_program_killed_while_it_rings_never_dials_twice(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone, *, does: str
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    house.desk("calls_service", referral, "ana")
    until(lambda: rae.rang == 1)
    house.killed()
    getattr(rae, does)()  # nobody of ours hears it
    time.sleep(1)
    house.begins()
    until(lambda: house.desk("left", contact)["states"] == ["unknown"])
    found = house.desk("left", contact)
    assert (found["worklist"], found["outward"]) == (1, 0)
    hears_all(mina, ANA)
    time.sleep(2)
    assert rae.rang == 1


def test_our_program_killed_in_the_consultation_lets_nobody_hear_more(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    hears_all(mina, WASH)
    house.killed()
    hears_all(mina, WASH)
    house.begins()
    heard = {each for _ in range(10) for each in (time.sleep(0.2), *voices_in(mina)) if each}
    assert heard <= {WASH}
    hears_all(ana, RAE)
    house.desk("does", "come_back", contact, "ana")
    hears_all(mina, ANA, RAE)
    assert (rae.rang, ana.rang) == (1, 1)


def test_a_colleague_is_asked_while_the_caller_hears_the_sound_of_waiting(
    house: Standing, ana: Telephone, mina: Telephone
):
    contact = house.contact()["id"]
    with house.sits("ben", "en", tone=BEN) as ben:
        house.desk("does", "let_wait", contact, "ana")
        hears(mina, TONES["fr", "aside"])
        house.desk("comes_beside", contact, "ben")
        hears_all(ben, ANA)
        hears_all(ana, BEN)
        hears_all(mina, WASH)
        house.desk("does", "come_back", contact, "ana")
        hears_all(mina, ANA, BEN)


def test_the_service_goes_when_the_caller_hangs_up_or_ana_lets_it_go(
    house: Standing, ana: Telephone, mina: Telephone, rae: Telephone
):
    contact = house.contact()["id"]
    referral = house.desk("says_yes", contact, "ana", "called")["referral"]
    rae.answers = "at once"
    house.desk("calls_service", referral, "ana")
    hears_all(ana, RAE)
    house.desk("does", "let_go", contact, "ana")
    assert rae.was_left.wait(4)
    hears_all(mina, ANA)
    mina.hangs_up()
    assert ana.was_left.wait(4)
    assert house.desk("left", contact)["open"] == 0
