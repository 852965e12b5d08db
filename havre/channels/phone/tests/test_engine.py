"""The house answers a call truthfully, keeps nothing of who called, and can record nobody.

At the real engine. Whoever has none is told so: this never passes without one.
"""

import asyncio
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from django.conf import settings

from havre.channels.phone.configuration import APP, Engine
from havre.channels.phone.tests.caller import Caller, strength, tone
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing, speaking

pytestmark = pytest.mark.servers
FRENCH, ENGLISH = 440.0, 660.0
NUMBER, NAME = "+15550147718", "Zimtstern"


def free_port(kind: int) -> int:
    with socket.socket(type=kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A running one; its recorded voices are one tone for each language."""
    if installing.installed(settings.PHONE_ENGINE) is None:
        pytest.fail("There is no phone engine. `bin/test` fetches it: `bin/havre phone install`.")
    folder = tmp_path_factory.mktemp("phone")
    for language, hertz in (("fr", FRENCH), ("en", ENGLISH)):
        (folder / "voices" / language).mkdir(parents=True)
        (folder / "voices" / language / "alone.wav").write_bytes(tone(hertz, 0.6))
    ports = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_STREAM)
    found = Engine(
        root=settings.PHONE_ENGINE / "root",
        folder=folder / "engine",
        host="127.0.0.1",
        sip_port=ports[0],
        ari_port=ports[1],
        rtp=(23_000, 23_199),
        ari_secret=engines.secret(),
    )
    with engines.running(found):
        assert speaking.speak(found, folder / "voices") == {"en": 1, "fr": 1}
        yield found


def kept(folder: Path) -> set[str]:
    """Every file in which something of who called stands."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 15
    marks = (NUMBER.encode(), NUMBER[1:].encode(), NAME.encode())
    return {file.name for file in files if any(mark in file.read_bytes() for mark in marks)}


async def told(engine: Engine, call: "Caller", *, ask: str = "") -> tuple[list[str], int]:
    """Our program in the engine's eyes: what it hears of one call; the status of what it asks."""
    where = f"127.0.0.1:{engine.ari_port}/ari"
    who = {"Authorization": aiohttp.encode_basic_auth(APP, engine.ari_secret)}
    heard: list[str] = []
    async with (
        aiohttp.ClientSession(headers=who) as session,
        session.ws_connect(f"http://{where}/events?app={APP}&subscribeAll=true") as events,
    ):
        calling = asyncio.create_task(asyncio.to_thread(call.invites))
        status = 0
        while True:
            event = await events.receive(timeout=5)
            heard.append(event.data)
            if '"StasisStart"' in event.data:
                channel = event.json()["channel"]["id"]
                async with session.post(f"http://{where}/channels/{channel}/answer"):
                    assert await calling == 200
                if ask:
                    async with session.post(f"http://{where}/{ask.format(channel)}") as answer:
                        status = answer.status
                async with session.delete(f"http://{where}/channels/{channel}"):
                    pass
            if '"StasisEnd"' in event.data:
                return heard, status


def test_a_call_is_answered_truthfully_while_our_program_is_away(engine: Engine):
    with Caller(engine.sip_port) as mina:
        assert mina.invites() == 200
        heard = mina.hears(1.5)
        mina.hangs_up()
    first, second = heard[800:4000], heard[6000:8800]
    assert strength(first, FRENCH) > 0.9 > 0.05 > strength(first, ENGLISH)
    assert strength(second, ENGLISH) > 0.9 > 0.05 > strength(second, FRENCH)


def test_the_line_says_it_twice_and_ends_the_call_itself(engine: Engine):
    with Caller(engine.sip_port) as mina:
        assert mina.invites() == 200
        assert 2.2 < len(mina.hears(4)) / 8000 < 2.7
        assert mina.is_left() is True


def test_our_program_leaves_as_a_call_ends_and_is_let_in_again(engine: Engine):
    for _ in range(40):
        with Caller(engine.sip_port) as mina:
            asyncio.run(asyncio.wait_for(told(engine, mina), 10))


@pytest.mark.hostile(74)
def test_nothing_of_who_called_is_kept_or_told(engine: Engine):
    assert kept(engine.folder) == set()
    (engine.folder / "mark").write_text(f"{NAME} {NUMBER}")
    assert kept(engine.folder) == {"mark"}  # it would be found
    (engine.folder / "mark").unlink()
    with Caller(engine.sip_port, NUMBER, NAME) as mina:
        assert mina.invites() == 200
        mina.hangs_up()
    with Caller(engine.sip_port, NUMBER, NAME) as mina:
        events, _ = asyncio.run(told(engine, mina))
    assert any("anonymous" in event for event in events)
    assert [event for event in events if NAME in event or NUMBER[1:] in event] == []
    assert kept(engine.folder) == set()


@pytest.mark.hostile(74)
@pytest.mark.parametrize(
    "raw",
    [
        f'INVITE sip:x@127.0.0.1 SIP/2.0\r\nFrom: "{NAME}" <sip:{NUMBER}@x>;tag=1\r\n\r\n',
        f"REGISTER sip:127.0.0.1 SIP/2.0\r\nFrom: <sip:{NUMBER}@x>;tag=1\r\n"
        f"To: <sip:{NUMBER}@x>\r\nCall-ID: {NAME}\r\nCSeq: 1 REGISTER\r\n"
        "Via: SIP/2.0/UDP 127.0.0.1:9\r\n\r\n",
        f"MESSAGE sip:s@127.0.0.1 SIP/2.0\r\nFrom: {NAME} {NUMBER}\r\n\r\n",
        f"{NAME} {NUMBER}\r\n\r\n",
    ],
)
def test_broken_words_leave_nothing_either(engine: Engine, raw: str):
    for host in ("127.0.0.1", "127.0.0.9"):  # the carrier's address, and somebody else's
        with Caller(engine.sip_port, NUMBER, NAME, host=host) as somebody:
            somebody.sends(raw.encode())
            somebody.invites(within=1)
            somebody.hangs_up()
    assert kept(engine.folder) == set()


def test_a_stranger_gets_no_call_through(engine: Engine):
    with Caller(engine.sip_port, host="127.0.0.9") as stranger:
        assert stranger.invites(within=2) == 401


@pytest.mark.parametrize(
    "ask", ["channels/{}/record?name=x&format=wav", "channels/{}/record?name=../x&format=wav"]
)
def test_nobody_can_be_recorded(engine: Engine, ask: str):
    with Caller(engine.sip_port) as mina:
        _, status = asyncio.run(told(engine, mina, ask=ask))
    assert status == 500
    loaded = engines.ask(engine, "module show")
    assert "res_stasis.so" in loaded
    for recorder in (
        "app_mixmonitor",
        "app_record",
        "app_voicemail",
        "res_monitor",
        "cdr_",
        "cel_",
    ):
        assert recorder not in loaded


def test_no_dump_of_the_memory_reaches_the_disk(engine: Engine):
    found = [
        limits.read_text()
        for limits in Path("/proc").glob("[0-9]*/limits")
        if str(engine.settings) in (limits.parent / "cmdline").read_bytes().decode()
    ]
    (limits,) = found
    assert re.search(r"Max core file size +0 +0 ", limits)


def test_only_this_machine_reaches_the_engines_program_door(engine: Engine):
    assert (
        f"bindaddr=127.0.0.1\nbindport={engine.ari_port}"
        in (engine.settings / "http.conf").read_text()
    )
    assert (engine.settings / "ari.conf").stat().st_mode & 0o077 == 0
