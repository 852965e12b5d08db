"""What a phone of the desk may not do, and what happens when the engine or our program is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from havre.channels.phone.tests.standing import (
    ANA,
    BEN,
    MINA,
    TONES,
    Standing,
    engine_of,
    hears,
    standing,
    until,
)
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import ROOT, Throwaway

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def house(founded: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("attacked") / "data", founded) as found:
        yield found


def test_only_the_password_of_now_opens_a_phone(house: Standing):
    told = house.desk("comes", "ben", "fr")
    with Telephone(house.port) as phone:
        until(lambda: phone.registers(told["endpoint"], told["password"]) == 200)
        for endpoint, password in (
            (told["endpoint"], "0" * 32),
            ("m" + "0" * 32, told["password"]),
            ("trunk", told["password"]),
            ("outward", told["password"]),
        ):
            assert phone.registers(endpoint, password) in (401, 403, 404)
        house.desk("goes", "ben")
        until(lambda: phone.registers(told["endpoint"], told["password"]) in (401, 403, 404))
        assert "ben" not in house.desk("phones")["up"]


def test_a_phone_of_the_desk_calls_nobody(house: Standing):
    with house.sits("ana", "fr") as ana:
        told = house.desk("comes", "ana", "fr")  # a new password: until the engine has it, wait
        until(lambda: ana.registers(told["endpoint"], told["password"]) == 200)
        for target in ("911", "+15550100000", "+16135550118", "s", told["endpoint"]):
            assert ana.calls_out(told["endpoint"], told["password"], target) in (401, 403, 404)
        assert house.contact() == {}


def test_a_second_program_is_refused_and_changes_nothing(house: Standing):
    command = [sys.executable, "-m", "havre", "phone", "serve"]
    second = subprocess.run(
        command, cwd=ROOT, env=house.env, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "End it first" in second.stderr
    with Telephone(house.port) as mina:
        assert mina.calls() == 200
        hears(mina, TONES["fr", "welcome"])


def test_while_our_program_is_away_the_engine_rings_who_was_there(house: Standing):
    with house.sits("ana", "fr", tone=ANA) as ana:
        time.sleep(6)  # the engine is told every five seconds who would ring
        house.killed()
        with Telephone(house.port, tone=MINA) as mina:
            assert mina.calls() == 200
            hears(mina, TONES["fr", "trying"])
            hears(mina, ANA)
            hears(ana, MINA)
        house.begins()


def test_an_engine_that_died_is_started_again_and_its_calls_have_ended(house: Standing):
    with Telephone(house.port) as mina:
        mina.calls()
        mina.presses("1")
        hears(mina, TONES["fr", "menu"])
        assert house.contact()["is_up"] is True
        os.kill(engine_of(house), signal.SIGKILL)
        mina.dies()
    with Telephone(house.port) as again:
        until(lambda: again.calls(within=1) == 200, 20)
    until(lambda: not house.desk("contacts")["contacts"][0]["is_up"], 10)


def test_who_hangs_up_in_the_moment_of_their_key_has_left_and_rings_nobody(house: Standing):
    with house.sits("ana", "fr", answers="never"):
        for wait in (0.0, 0.005, 0.01, 0.02, 0.04):
            with Telephone(house.port, tone=MINA) as mina:
                assert mina.calls() == 200
                hears(mina, TONES["fr", "welcome"])
                mina._keys.append("1")
                until(lambda phone=mina: phone.key_ended_at > 0, 2, look=0.001)
                time.sleep(wait)
                mina.hangs_up()
        time.sleep(0.5)
        until(lambda: not any(each["is_up"] for each in house.desk("contacts")["contacts"]), 3)
        assert house.desk("contacts")["contacts"] != []


def test_a_gap_of_almost_two_seconds_in_the_air_cuts_nobody_however_often(house: Standing):
    with house.sits("ben", "fr", tone=BEN) as ben, Telephone(house.port, tone=MINA) as mina:
        assert mina.calls() == 200
        mina.presses("1")
        hears(mina, BEN)
        rang, far = ben.rang, ben._far
        for _ in range(6):
            ben._far = None
            time.sleep(1.8)
            ben._far = far
            hears(mina, BEN, 3)
        assert (ben.rang, ben.was_left.is_set()) == (rang, False)
    house.desk("goes", "ben")


def test_whoever_the_engine_rings_through_by_itself_is_not_taken_a_second_time(house: Standing):
    with house.sits("ana", "fr", tone=ANA, answers="never") as ana:
        time.sleep(7)  # the engine learns who is on duty
        house.killed()
        before = len(house.desk("contacts")["contacts"])
        with Telephone(house.port, tone=MINA) as mina:
            assert mina.calls() == 200
            until(lambda: ana.rang)
            house.begins()
            time.sleep(4)  # longer than a language takes to be chosen by waiting
            assert len(house.desk("contacts")["contacts"]) == before
            ana.picks_up()
            hears(mina, ANA)
            hears(ana, MINA)
    house.desk("goes", "ana")
