"""A browser reaches the engine by a socket, over TLS from elsewhere; the program's door nobody."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from havre.channels.phone.browsers import Secure
from havre.channels.phone.configuration import APP, Engine
from havre.channels.phone.tests.benches import certificate, free_port, running_engine
from havre.prompt.phone import engine as engines

pytestmark = pytest.mark.servers
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.9"
SIP = ["sip"]
_ENDS = 0.25  # seconds in which a connection over TLS ends after its session (aiohttp's manual)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    """An engine with a certificate, and the authority that gave it."""
    folder = tmp_path_factory.mktemp("browsers")
    authority, chain, key = certificate(folder, HERE)
    secure = Secure(port=free_port(), certificate=chain, key=key)
    with running_engine(folder, (23_400, 23_449), secure) as engine:
        yield engine, authority


def trusting(authority: Path | None) -> ssl.SSLContext:
    """A browser that knows this authority; or the public ones alone."""
    return ssl.create_default_context(cafile=str(authority) if authority else None)


async def opens(url: str, tls: ssl.SSLContext | None = None, caller: str = HERE) -> str:
    """The protocol the engine agrees to on this socket."""
    way = aiohttp.TCPConnector(local_addr=(caller, 0), ssl=tls or True)
    async with (
        aiohttp.ClientSession(connector=way) as session,
        session.ws_connect(url, protocols=SIP) as wire,
    ):
        agreed = str(wire.protocol)
    await asyncio.sleep(_ENDS)
    return agreed


async def status(url: str, caller: str, engine: Engine, tls: ssl.SSLContext | None = None) -> int:
    """What is answered to whoever even knows the secret."""
    way = aiohttp.TCPConnector(local_addr=(caller, 0), ssl=tls or True)
    who = {"Authorization": aiohttp.encode_basic_auth(APP, engine.ari_secret)}
    async with (
        aiohttp.ClientSession(connector=way, headers=who) as session,
        session.get(url) as answer,
    ):
        said = answer.status
    await asyncio.sleep(_ENDS)
    return said


def test_over_tls_a_browser_that_knows_the_authority_comes_in(secured):
    engine, authority = secured
    address = f"wss://{HERE}:{engine.secure.port}/ws"
    for caller in (HERE, ELSEWHERE):
        assert asyncio.run(opens(address, trusting(authority), caller)) == "sip"


def test_a_certificate_of_nobody_known_is_refused_by_the_browser(secured):
    engine, _ = secured
    with (
        socket.create_connection((HERE, engine.secure.port)) as wire,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        trusting(None).wrap_socket(wire, server_hostname=HERE)


def test_old_tls_is_refused(secured):
    engine, authority = secured
    command = ["openssl", "s_client", "-connect", f"{HERE}:{engine.secure.port}"]
    command += ["-CAfile", str(authority), "-cipher", "DEFAULT@SECLEVEL=0"]
    went = {
        version: subprocess.run(
            [*command, f"-{version}"], input=b"", capture_output=True, check=False
        ).returncode
        for version in ("tls1", "tls1_1", "tls1_2")
    }
    assert went == {"tls1": 1, "tls1_1": 1, "tls1_2": 0}


@pytest.mark.parametrize("path", ["ari/asterisk/info", "ari/channels", "ari/x", "metrics"])
def test_the_programs_door_is_shut_to_other_machines_even_with_its_secret(secured, path):
    engine, authority = secured
    address = f"https://{HERE}:{engine.secure.port}/{path}"
    assert asyncio.run(status(address, ELSEWHERE, engine, trusting(authority))) == 403
    open_to_us = asyncio.run(
        status(f"http://{HERE}:{engine.ari_port}/ari/asterisk/info", HERE, engine)
    )
    assert open_to_us == 200  # so it is the way in that was shut, and not the door that is broken


def test_on_this_machine_it_goes_without_a_certificate(secured):
    engine, _ = secured
    assert asyncio.run(opens(f"ws://{HERE}:{engine.ari_port}/ws")) == "sip"
    assert "res_pjsip_transport_websocket" in engines.ask(engine, "module show")


def test_its_key_is_read_by_nobody_else(secured):
    engine, _ = secured
    assert (engine.settings / "http.conf").stat().st_mode & 0o077 == 0
