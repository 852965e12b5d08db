"""A line with a phone, and Ana at her desk with hers; what rings it is the smallest program."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import running_engine
from havre.channels.phone.tests.talking import Exchange
from tests.stories.conftest import LiveLine, line_like
from tests.stories.phone.scenes import Desk, come_in, get_ready, launch, speak


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with running_engine(tmp_path_factory.mktemp("phone"), (23_500, 23_599)) as found:
        yield found


@pytest.fixture(scope="module")
def line(night_shift: Path, engine: Engine, tmp_path_factory) -> Iterator[LiveLine]:
    socket = f"ws://127.0.0.1:{engine.ari_port}/ws"
    data = tmp_path_factory.mktemp("line") / "data"
    with line_like(night_shift, data, "--phone-socket", socket) as live:
        yield live


@pytest.fixture(scope="module")
def talking(browser: Browser, tmp_path_factory) -> Iterator[Browser]:
    """A browser with a voice."""
    found = launch(browser, tmp_path_factory.mktemp("voice"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def seen() -> list[str]:
    """Every address and every error of Ana's pages."""
    return []


@pytest.fixture(scope="module")
def ana(line: LiveLine, engine: Engine, talking: Browser, seen: list[str]) -> Iterator[Desk]:
    """At her desk in English, ready."""
    context = talking.new_context(
        viewport={"width": 1440, "height": 900},
        permissions=["microphone"],
        locale="en-CA",
        reduced_motion="reduce",
    )
    context.on("request", lambda request: seen.append(request.url))
    context.on("weberror", lambda error: seen.append(f"error {error.error}"))
    desk = come_in(line, context, "ana")
    speak(desk, "en")
    desk.endpoint = get_ready(desk, engine, line.data)
    yield desk
    context.close()


@pytest.fixture
def exchange(engine: Engine, ana: Desk) -> Iterator[Exchange]:
    ana.at("ready", within=30)
    with Exchange(engine, ana.endpoint) as found:
        yield found
        found.ends_all()
