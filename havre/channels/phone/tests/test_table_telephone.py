"""A telephone on the table, at the real engine: what the page tells signs it in, a call in the
queue rings it and is answered on it, and once it is taken away it registers no more.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from havre.channels.phone.tests.benches import certificate, free_port
from havre.channels.phone.tests.standing import ANA, MINA, TONES, Standing, hears, standing, until
from havre.channels.phone.tests.table_end import SignsIn, says, table_end
from havre.channels.phone.tests.telephone import Telephone
from tests.throwaway import Throwaway

pytestmark = pytest.mark.servers
OUT = {401, 403, 404}
AT_ONCE = 2.0  # seconds


@pytest.fixture(scope="module")
def house(founded: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Without a certificate: on this machine alone, in the open."""
    with standing(tmp_path_factory.mktemp("table") / "data", founded) as found:
        yield found


@contextmanager
def on_the_table(house: Standing, *, answers: str = "at once") -> Iterator[tuple[Telephone, Any]]:
    """Ana's telephone, connected and chosen."""
    told = house.desk("connects", "ana", "fr")
    house.desk("chooses", "ana", "table")
    with Telephone(house.port, tone=ANA, answers=answers) as phone:
        until(lambda: phone.registers(told["endpoint"], told["password"]) == 200)
        until(lambda: house.desk("phones")["up"] == ["ana"])
        try:
            yield phone, told
        finally:
            house.desk("takes_telephone_away", "ana")
            house.desk("goes", "ana")


def calls(house: Standing) -> Telephone:
    """Mina calls, and chooses French."""
    mina = Telephone(house.port, tone=MINA)
    assert mina.calls() == 200
    mina.presses("1")
    return mina


def test_a_call_in_the_queue_rings_it_and_both_hear_each_other(house: Standing):
    with on_the_table(house) as (ana, told), calls(house) as mina:
        hears(mina, ANA)
        hears(ana, MINA)
        assert house.contact()["holder"] == "ana"
        assert house.desk("chooses", "ana", "browser") == {"refused": "in a call"}
        assert mina.number.lstrip("+") not in ana.invited  # never who calls
        assert told["endpoint"] in ana.invited
        ana.hangs_up()
        hears(mina, TONES["fr", "lost"], within=8)


def test_it_calls_nobody(house: Standing):
    with on_the_table(house) as (ana, told):
        for target in ("18339001010", "+16135550100", "911", "s"):
            assert ana.calls_out(told["endpoint"], told["password"], target) in {*OUT, 488, 603}


def test_once_it_is_taken_away_it_registers_no_more_at_once_and_rings_no_more(house: Standing):
    with on_the_table(house) as (ana, told):
        began = time.monotonic()
        house.desk("takes_telephone_away", "ana")
        until(lambda: ana.registers(told["endpoint"], told["password"]) in OUT, look=0.02)
        until(lambda: house.desk("phones")["up"] == [], look=0.02)
        took = time.monotonic() - began
        print(f"out after {took:.2f} s")
        assert took < AT_ONCE
        with calls(house) as mina:
            hears(mina, TONES["fr", "nobody"])
            assert ana.rang == 0


def test_taken_away_in_a_call_nobody_is_left_in_silence(house: Standing):
    with on_the_table(house) as (ana, _), calls(house) as mina:
        hears(mina, ANA)
        house.desk("takes_telephone_away", "ana")
        hears(mina, ANA)  # the talk is not cut; her browser's phone is rung, if she has one
        hears(mina, TONES["fr", "given"], within=45)  # else the caller is given on, and told
        assert ana.was_left.wait(5)


def test_with_a_new_password_the_old_one_is_out_at_once(house: Standing):
    with on_the_table(house) as (ana, told):
        began = time.monotonic()
        fresh = house.desk("renews", "ana")
        until(lambda: ana.registers(told["endpoint"], told["password"]) in OUT, look=0.02)
        # Nor does what was registered before ring.
        until(lambda: house.desk("phones")["up"] == [], look=0.02)
        assert time.monotonic() - began < AT_ONCE
        until(lambda: ana.registers(fresh["endpoint"], fresh["password"]) == 200)
        until(lambda: house.desk("phones")["up"] == ["ana"])


def test_it_stays_registered_when_she_goes_and_rings_for_nobody(house: Standing):
    with on_the_table(house) as (ana, told):
        house.desk("goes", "ana")
        until(lambda: house.desk("phones")["up"] == [])
        time.sleep(1.5)
        assert ana.registers(told["endpoint"], told["password"]) == 200
        with calls(house) as mina:
            hears(mina, TONES["fr", "nobody"])
            assert ana.rang == 0
        house.desk("comes_back", "ana")
        until(lambda: house.desk("phones")["up"] == ["ana"])  # without touching the telephone


def test_a_program_that_died_knows_it_again(house: Standing):
    with on_the_table(house) as (ana, told):
        house.killed()
        house.begins()
        assert ana.registers(told["endpoint"], told["password"]) == 200
        with calls(house) as mina:
            hears(mina, ANA)


# ------------------------------------------------------------------------- with a certificate


@pytest.fixture(scope="module")
def secured(
    founded: Throwaway, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Standing, Path]]:
    """A line with a certificate, and who signed it."""
    folder = tmp_path_factory.mktemp("secured")
    authority, leaf, key = certificate(folder, "127.0.0.1")
    more = {
        "HAVRE_PHONE_CERTIFICATE": str(leaf),
        "HAVRE_PHONE_CERTIFICATE_KEY": str(key),
        "HAVRE_PHONE_SOCKET": f"wss://127.0.0.1:{free_port()}/ws",
        "HAVRE_PHONE_TLS_PORT": str(free_port()),
    }
    with standing(folder / "data", founded, more) as found:
        yield found, authority


def connected(house: Standing, authority: Path) -> SignsIn:
    told = house.desk("connects", "ana", "fr")
    house.desk("chooses", "ana", "table")
    return SignsIn("127.0.0.1", told["port"], told["endpoint"], told["password"], authority)


def test_over_tls_with_encrypted_sound_both_hear_each_other(secured, tmp_path: Path):
    house, authority = secured
    typed = connected(house, authority)
    behind = free_port(socket.SOCK_DGRAM)
    with ExitStack() as all_of_it:
        ana = all_of_it.enter_context(Telephone(house.port, tone=ANA, at=behind))
        table = all_of_it.enter_context(table_end(tmp_path, typed, behind=behind))
        until(lambda: says(table) == "Registered")
        until(lambda: house.desk("phones")["up"] == ["ana"])
        mina = all_of_it.enter_context(calls(house))
        hears(mina, ANA)
        hears(ana, MINA)
        mina.hangs_up()
        assert ana.was_left.wait(5)
        house.desk("takes_telephone_away", "ana")
        until(lambda: house.desk("phones")["up"] == [])
    house.desk("goes", "ana")


def test_one_whose_sound_is_in_the_open_gets_no_call_through(secured, tmp_path: Path):
    house, authority = secured
    typed = connected(house, authority)
    behind = free_port(socket.SOCK_DGRAM)
    with ExitStack() as all_of_it:
        ana = all_of_it.enter_context(Telephone(house.port, tone=ANA, at=behind))
        table = all_of_it.enter_context(table_end(tmp_path, typed, behind=behind, srtp=False))
        until(lambda: says(table) == "Registered")
        until(lambda: house.desk("phones")["up"] == ["ana"])
        with calls(house) as mina:
            time.sleep(5)
            assert (ana.rang, house.contact()["holder"]) == (0, "")
            mina.hangs_up()
    house.desk("takes_telephone_away", "ana")
    house.desk("goes", "ana")


def test_one_that_registered_in_the_open_is_never_rung(secured):
    house, authority = secured
    typed = connected(house, authority)
    with Telephone(house.port, tone=ANA) as ana:
        until(lambda: ana.registers(typed.user, typed.password) == 200)
        with calls(house) as mina:
            time.sleep(5)
            assert (ana.rang, house.contact()["holder"]) == (0, "")
            mina.hangs_up()
    house.desk("takes_telephone_away", "ana")
    house.desk("goes", "ana")
