"""The house brings whoever calls to whoever answers, in their language, and loses nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.channels.phone.tests.ear import most
from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    TONES,
    WASH,
    Standing,
    hears,
    standing,
    talk,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from tests import canary
from tests.throwaway import Throwaway

pytestmark = pytest.mark.servers


@pytest.fixture
def house(founded: Throwaway, tmp_path: Path) -> Iterator[Standing]:
    with standing(tmp_path / "data", founded) as found:
        yield found


def test_mina_chooses_french_waits_and_talks_with_ana(house: Standing):
    with Telephone(house.port, tone=MINA) as mina:
        assert mina.calls() == 200
        hears(mina, TONES["fr", "welcome"])
        mina.presses("1")
        hears(mina, TONES["fr", "nobody"])  # nobody has come to the desk yet, and it says so
        hears(mina, TONES["fr", "menu"])
        hears(mina, WASH)
        assert house.contact()["kinds"] == []
        hears(mina, TONES["fr", "nobody"])  # comfort, truthful, again and again
        with house.sits("ana", "fr", tone=ANA) as ana:
            talk(mina, ana, MINA, ANA)
            assert ana.rang == 1
            found = house.contact()
            assert (found["language"], found["holder"], found["is_up"]) == ("fr", "ana", True)
            mina.hangs_up()
            assert ana.was_left.wait(3)
            until(lambda: house.contact()["kinds"] == ["left"])
            assert house.contact()["is_up"] is False


def test_who_presses_nothing_is_answered_in_the_first_language(house: Standing):
    with house.sits("ana", "fr", "en", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        assert mina.calls() == 200
        hears(mina, TONES["en", "welcome"])
        mina.presses("9")  # no language, and no mistake
        until(lambda: ana.talks.is_set())
        assert house.contact()["language"] == "fr"


def test_a_key_in_the_middle_of_the_greeting_counts_and_english_is_english(house: Standing):
    with (
        house.sits("ana", "en", tone=ANA, answers="never") as ana,
        house.sits("ben", "fr") as ben,
        Telephone(house.port, tone=MINA) as mina,
    ):
        assert mina.calls() == 200
        mina.presses("2")
        hears(mina, TONES["en", "waiting"])
        until(lambda: ana.rang == 1)
        assert house.contact()["language"] == "en"
        assert ben.rang == 0


def test_the_first_who_answers_gets_the_call_and_the_others_stop_ringing(house: Standing):
    with (
        house.sits("ana", "fr", tone=ANA, answers="never") as ana,
        house.sits("ben", "fr", tone=BEN, answers="never") as ben,
        Telephone(house.port, tone=MINA) as mina,
    ):
        house.desk("surges")  # everybody is asked at once
        mina.calls()
        mina.presses("1")
        until(lambda: ana.rang and ben.rang)
        ana.picks_up()
        ben.picks_up()
        until(lambda: house.contact()["holder"])
        first, other = (ana, ben) if house.contact()["holder"] == "ana" else (ben, ana)
        talk(mina, first, MINA, ANA if first is ana else BEN)
        assert other.was_left.wait(3)
        assert house.desk("whole")["takings"] == 1


def test_not_now_on_the_phone_asks_the_next_at_once(house: Standing):
    with house.sits("ana", "fr", tone=ANA, answers="no") as ana, Telephone(house.port) as mina:
        mina.calls()
        mina.presses("1")
        until(lambda: ana.rang)
        with house.sits("ben", "fr", tone=BEN) as ben:
            until(lambda: ben.talks.is_set())
            assert ana.rang == 1  # not asked again and again, though everybody was asked meanwhile
            found = until(lambda: (now := house.contact())["holder"] and now)
            assert found["holder"] == "ben"
            assert ["ana", "passed"] in found["endings"]


def test_taking_on_the_page_rings_that_phone_alone(house: Standing):
    with (
        house.sits("ana", "fr", tone=ANA, answers="never") as ana,
        house.sits("ben", "fr", tone=BEN, answers="never") as ben,
        Telephone(house.port, tone=MINA) as mina,
    ):
        mina.calls()
        mina.presses("1")
        until(lambda: ana.rang or ben.rang)
        taker, other = (ben, ana) if ana.rang else (ana, ben)
        taker.answers = "at once"
        house.desk("take", house.contact()["id"], "ben" if taker is ben else "ana")
        until(lambda: taker.talks.is_set(), 5)
        assert other.talks.is_set() is False
        taker.answers = "never"
        house.desk("give_back", house.contact()["id"], "ben" if taker is ben else "ana")
        assert taker.was_left.wait(4)
        hears(mina, TONES["fr", "given"])


def test_who_cannot_speak_answers_by_key(house: Standing):
    with Telephone(house.port) as mina:
        mina.calls()
        mina.presses("1")
        hears(mina, TONES["fr", "menu"])
        mina.presses("1")
        hears(mina, TONES["fr", "cannot_speak"])
        with house.sits("ana", "fr", tone=ANA) as ana:
            until(lambda: ana.talks.is_set())
            hears(ana, TONES["fr", "silent_call"])
            mina.presses("1")
            hears(ana, TONES["fr", "yes"])
            mina.presses("2")
            hears(ana, TONES["fr", "no"])
            hears(mina, ANA)
            until(lambda: len(house.contact()["said"]) == 3)
            assert house.contact()["said"] == [
                "Je ne peux pas parler. Je réponds par oui ou par non en appuyant sur une touche.",
                "Oui (par touche)",
                "Non (par touche)",
            ]


def test_danger_said_by_key_comes_first(house: Standing):
    with Telephone(house.port) as first, Telephone(house.port) as mina:
        for each in (first, mina):
            each.calls()
            each.presses("1")
            hears(each, TONES["fr", "menu"])
        mina.presses("3")
        hears(mina, TONES["fr", "danger"])
        until(lambda: house.contact()["asked"] == ["danger"])
        with house.sits("ana", "fr", tone=ANA):
            hears(mina, ANA)
            assert [each["holder"] for each in house.desk("contacts")["contacts"]] == ["", "ana"]


def test_closing_at_the_desk_says_goodbye_and_ends_the_call(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port) as mina:
        mina.calls()
        mina.presses("1")
        until(lambda: ana.talks.is_set())
        house.desk("close", house.contact()["id"], "ana")
        hears(mina, TONES["fr", "closed"])
        assert mina.was_left.wait(4)
        assert ana.was_left.wait(1)
        until(lambda: not house.contact()["is_up"])
        assert (house.contact()["closed"], house.contact()["kinds"]) == (True, [])


def test_everybody_is_busy_and_it_says_so(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port) as first:
        first.calls()
        first.presses("1")
        until(lambda: ana.talks.is_set())
        rang = ana.rang
        with Telephone(house.port) as mina:
            mina.calls()
            mina.presses("1")
            hears(mina, TONES["fr", "busy"])
            assert ana.rang == rang
            first.hangs_up()
            until(lambda: ana.rang == rang + 1)


def test_our_program_killed_in_a_call_changes_nothing_and_the_next_one_knows_it(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        mina.calls()
        mina.presses("1")
        talk(mina, ana, MINA, ANA)
        with Telephone(house.port) as second:
            second.calls()
            second.presses("1")
            hears(second, TONES["fr", "busy"])
            house.killed()
            assert most(mina.hears(1), MINA, ANA, WASH) == {ANA}
            hears(second, WASH)
            with Telephone(house.port) as third:  # our program is away: the engine itself says so
                third.calls()
                hears(third, TONES["fr", "trying"])
            house.begins()
            talk(mina, ana, MINA, ANA)
            hears(second, TONES["fr", "busy"])
            assert ana.rang <= 2  # by the engine once, for the third
            with house.sits("ben", "fr", tone=BEN) as ben:
                until(lambda: ben.talks.is_set())
            mina.hangs_up()
            assert ana.was_left.wait(3)
            until(lambda: house.desk("contacts")["contacts"][0]["kinds"] == ["left"])


def test_who_hung_up_while_our_program_was_away_has_left(house: Standing):
    with Telephone(house.port) as mina:
        mina.calls()
        mina.presses("1")
        hears(mina, WASH)
        house.killed()
        mina.hangs_up()
    house.begins()
    until(lambda: house.contact()["kinds"] == ["left"])


@pytest.mark.hostile(74)
def test_nothing_of_who_calls_is_kept_anywhere(house: Standing):
    number, name = "+15550147718", "Zimtstern"
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port) as mina:
        mina.number, mina.name = number, name
        mina.calls()
        mina.presses("1")
        hears(mina, ANA)
        mina.presses("1")
        until(lambda: len(house.contact()["said"]) == 1)
        assert number[1:] not in ana.invited
        assert name not in ana.invited
        assert "Havre" in ana.invited
        mina.hangs_up()
        until(lambda: house.contact()["kinds"] == ["words", "left"])
    words = {"number": number[1:].encode(), "name": name.encode()}
    (house.house.data / "mark").write_text(f"{name} {number}")
    assert {word for word, _ in canary.found_in(house.house.data, words)} == {"number", "name"}
    (house.house.data / "mark").unlink()
    assert canary.found_in(house.house.data, words) == set()


def test_a_phone_whose_network_failed_for_some_seconds_rings_again(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana, Telephone(house.port, tone=MINA) as mina:
        mina.calls()
        mina.presses("1")
        talk(mina, ana, MINA, ANA)
        ana.is_silent = True
        hears(mina, TONES["fr", "lost"])
        assert ana.was_left.wait(3)
        assert house.desk("phones")["up"] == []  # for a moment nobody counts on it
        ana.is_silent = False
        talk(mina, ana, MINA, ANA)
        assert house.contact()["releases"] == [["ana", "silent"]]
