"""The carrier's line, between two real engines: over TLS with encrypted sound, or not at all."""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from havre.channels.phone.ari import Ari
from havre.channels.phone.carrier import Carrier
from havre.channels.phone.configuration import APP, Engine
from havre.channels.phone.limits import Limits
from havre.channels.phone.tests.benches import an_engine, certificate, free_port
from havre.channels.phone.tests.caller import strength, tone
from havre.channels.phone.tests.far_end import LINE, PASSWORD, USER, Certified, FarEnd, far_end
from havre.channels.phone.tests.telephone import Telephone
from havre.prompt.phone import engine as engines
from havre.prompt.phone import speaking

pytestmark = pytest.mark.servers
FRENCH = 440.0
NUMBER, NAME = "+15550147718", "Zimtstern"
RAE, ABROAD = "+14165550123", "+88237712345"


class Both:
    """Our line, its carrier, and the telephone of whoever is called."""

    def __init__(self, engine: Engine, far: FarEnd, rae: Telephone) -> None:
        self.engine, self.far, self.rae = engine, far, rae

    def called(self) -> tuple[int, list[int]]:
        """Mina calls by way of the carrier: the status, and what she hears."""
        with Telephone(self.far.port) as mina:
            mina.number, mina.name = NUMBER, NAME
            status = mina.calls(within=8)
            return status, mina.hears(1.2) if status == 200 else []

    def calls(self, *numbers: str, seconds: float = 2.0) -> int:
        """Our line rings these, one after the other: how often Rae's telephone rang."""
        before = self.rae.rang
        asyncio.run(self._dial(numbers))
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.rae.rang - before < len(numbers):
            time.sleep(0.05)
        return self.rae.rang - before

    async def _dial(self, numbers: tuple[str, ...]) -> None:
        async with Ari(self.engine.ari_port, self.engine.ari_secret) as ari:
            for number in numbers:
                where = f"Local/{number}@outward/n"
                await ari.try_to("POST", "channels", endpoint=where, app=APP, timeout=10)

    def hangs_up_all(self) -> None:
        """Nothing is up any more."""

        async def end() -> None:
            async with Ari(self.engine.ari_port, self.engine.ari_secret) as ari:
                for each in await ari.ask("GET", "channels"):
                    await ari.try_to("DELETE", f"channels/{each['id']}")

        asyncio.run(end())
        time.sleep(0.5)


NOBODY = Limits()
ALLOWED = Limits(prefixes=(("+1416", 2),), at_once=2, hour=4, cost=500, minutes=5)


@contextmanager
def both(
    folder: Path,
    *,
    their_srtp: str = "sdes",
    ours: str = "sdes",
    trusts: str = "same",
    registers: bool = False,
    limits: Limits = NOBODY,
) -> Iterator[Both]:
    """The line (`ours`: its SRTP) and its carrier; `trusts`: whose certificates the line takes."""
    (folder / "other").mkdir()
    authority, leaf, key = certificate(folder, "127.0.0.1")
    other, _, _ = certificate(folder / "other", "127.0.0.1")
    with Telephone(1) as rae:
        port, far_port = free_port(), int(rae._me.partition(":")[2])
        line = replace(an_engine(folder, (24_400, 24_599)), folder=folder / "line")
        far = far_end(
            folder,
            Certified(authority, leaf, key),
            line_port=port,
            called=far_port,
            srtp=their_srtp,
            registers=registers,
        )
        with far as beyond:
            carrier = Carrier(
                host="127.0.0.1",
                port=beyond.tls_port,
                tls_port=port,
                authority=authority if trusts == "same" else other,
                **_known_by(registers),
                certificate=leaf,
                key=key,
                srtp=ours,
                shown=f"+{LINE}",
                limits=limits,
            )
            line = replace(line, carrier=carrier)
            with engines.running(line):
                _speaks(line, folder / "voices")
                yield Both(line, beyond, rae)


def _speaks(line: Engine, voices: Path) -> None:
    (voices / "fr").mkdir(parents=True)
    (voices / "fr" / "alone.wav").write_bytes(tone(FRENCH, 1.5))
    speaking.speak(line, voices)


def _known_by(registers: bool) -> dict[str, Any]:
    if registers:
        return {"user": USER, "password": PASSWORD}
    return {"sources": ("127.0.0.1/32",)}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with both(tmp_path_factory.mktemp("carrier"), limits=ALLOWED) as found:
        yield found


def test_a_call_comes_over_tls_with_encrypted_sound_and_is_greeted(line: Both):
    status, heard = line.called()
    assert status == 200
    assert strength(heard[1600:8000], FRENCH) > 0.9


@pytest.mark.hostile(74)
def test_nothing_of_who_called_is_kept_of_a_carriers_call(line: Both):
    assert line.called()[0] == 200
    marks = (NUMBER[1:].encode(), NAME.encode())
    files = [file for file in line.engine.folder.rglob("*") if file.is_file()]
    assert len(files) > 15
    assert [file for file in files if any(mark in file.read_bytes() for mark in marks)] == []


def test_the_line_listens_for_tls_alone(line: Both):
    with pytest.raises(ConnectionRefusedError), socket.socket() as plain:
        plain.connect(("127.0.0.1", line.engine.sip_port))
    with socket.socket(type=socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", line.engine.sip_port))
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    assert line.engine.carrier
    where = ("127.0.0.1", line.engine.carrier.tls_port)
    with socket.create_connection(where, 5) as door, old.wrap_socket(door) as secure:
        assert secure.version() in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize("name", ["trunk", "somebody"])
def test_whoever_is_no_carrier_gets_no_call_through(line: Both, name: str):
    """Not by another address, not by calling themselves «trunk»."""
    assert line.engine.carrier
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    source = ("127.0.0.9", 0)
    where = ("127.0.0.1", line.engine.carrier.tls_port)
    said = (
        f"INVITE sip:{LINE}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.9:9;"
        f"branch=z9hG4bK1\r\nMax-Forwards: 9\r\nFrom: <sip:{name}@127.0.0.9>;tag=1\r\n"
        f"To: <sip:{LINE}@127.0.0.1>\r\nCall-ID: {name}\r\nCSeq: 1 INVITE\r\n"
        "Contact: <sip:x@127.0.0.9:9>\r\nContent-Length: 0\r\n\r\n"
    )
    with (
        socket.create_connection(where, 5, source_address=source) as door,
        trust.wrap_socket(door) as stranger,
    ):
        stranger.sendall(said.encode())
        stranger.settimeout(5)
        assert stranger.recv(8192).startswith(b"SIP/2.0 401")


def test_the_called_see_the_one_number_and_nothing_else(line: Both):
    line.rae.answers = "never"
    assert line.calls(RAE) == 1
    assert f"sip:{LINE}@" in next(
        row for row in line.rae.invited.split("\r\n") if row.startswith("From:")
    )
    assert NUMBER not in line.rae.invited
    line.hangs_up_all()


def test_nobody_is_called_where_no_beginning_allows_it(line: Both):
    assert line.calls("+88237712345", "+15145550199", "911", "+1416", "+14165550123&x") == 0


def test_the_dial_plan_counts_calls_at_once_and_in_an_hour(tmp_path: Path):
    """Two may go at once, three in an hour of the clock."""
    while time.time() % 3600 > 3540:
        time.sleep(1)  # the hour would end meanwhile
    with both(tmp_path, limits=replace(ALLOWED, hour=3)) as found:
        found.rae.answers = "never"
        assert found.calls(RAE, RAE, RAE) == 2
        found.hangs_up_all()
        assert found.calls(RAE) == 1
        found.hangs_up_all()
        assert found.calls(RAE) == 0


def test_the_dial_plan_counts_the_cost_of_an_hour(tmp_path: Path):
    """Two calls of two cents each; a third would be one cent too much."""
    while time.time() % 3600 > 3540:
        time.sleep(1)
    with both(tmp_path, limits=replace(ALLOWED, cost=5)) as found:
        found.rae.answers = "never"
        assert found.calls(RAE, RAE) == 2
        found.hangs_up_all()
        assert found.calls(RAE) == 0


def test_a_carrier_with_open_sound_gets_no_call_through(tmp_path: Path):
    with both(tmp_path, their_srtp="none", limits=ALLOWED) as found:
        assert found.called()[0] not in (0, 200)
        assert found.calls(RAE) == 0


def test_keys_by_dtls_work_too(tmp_path: Path):
    with both(tmp_path, their_srtp="dtls\ndtls_auto_generate_cert=yes", ours="dtls") as found:
        status, heard = found.called()
        assert status == 200
        assert strength(heard[1600:8000], FRENCH) > 0.9


def test_a_carrier_whose_certificate_is_of_nobody_we_trust_is_not_called(tmp_path: Path):
    with both(tmp_path, trusts="other", limits=ALLOWED) as found:
        assert found.calls(RAE) == 0


def test_a_line_that_registers_is_called_over_its_own_connection(tmp_path: Path):
    with both(tmp_path, registers=True) as found:
        end = time.monotonic() + 15
        while USER not in found.far.registered() and time.monotonic() < end:
            time.sleep(0.2)
        status, heard = found.called()
        assert status == 200
        assert strength(heard[1600:8000], FRENCH) > 0.9
