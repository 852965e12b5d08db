"""The real servers, seeded, in a folder of their own; real browsers that note every request."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.signins import SignIn, kept
from tests.browsers import ARGUMENTS, find_bare_chromium
from tests.stories.phones import open_phone  # noqa: F401 -- a fixture
from tests.throwaway import of_all_workers

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / ".artefacts" / "story"
STEP = 30  # seconds that a code stands


@dataclass
class LiveLine:
    """A running line: its two addresses and how its people sign in."""

    front: str
    desk: str
    data: Path
    output: Path
    process: "subprocess.Popen[bytes]"
    last_step: dict[str, int] = field(default_factory=dict)

    def sign_in_of(self, name: str) -> SignIn:
        """How one of the demo people comes in."""
        return next(one for one in kept(self.data) if one.name == name)

    def fresh_code(self, name: str) -> str:
        """A code of this person that was not used yet: each opens once. The next one opens already,
        for clocks differ; whoever comes in a third time within seconds waits for theirs.
        """
        step = max(int(time.time()) // STEP, self.last_step.get(name, 0) + 1)
        while step > int(time.time()) // STEP + 1:
            time.sleep(0.5)
        self.last_step[name] = step
        return pyotp.TOTP(self.sign_in_of(name).code, interval=STEP).at(step * STEP)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_line(data: Path, *more: str) -> LiveLine:
    """`bin/demo` as a process of its own, waited for until it says that it is ready."""
    port, desk_port = free_port(), free_port()
    output = data.with_suffix(".out")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HAVRE_")}
    command = [sys.executable, "-m", "demo", "--port", str(port), "--desk-port", str(desk_port)]
    with output.open("wb") as log:
        process = subprocess.Popen(
            [*command, "--data", str(data), *more],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    for _ in range(600):
        if re.search(rb"^ready", output.read_bytes(), re.MULTILINE):
            front, desk = f"http://127.0.0.1:{port}", f"http://localhost:{desk_port}"
            return LiveLine(front, desk, data, output, process)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the line did not start: {output.read_text()[-2000:]}")


def stop_line(line: LiveLine) -> int:
    """End it as an operator would."""
    line.process.terminate()
    return line.process.wait(timeout=20)


@pytest.fixture(scope="session")
def night_shift(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a line, seeded once in a run: each copy of it is a line of its own."""
    folder = of_all_workers(tmp_path_factory.getbasetemp())  # whoever comes first seeds
    with (folder / "night.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "night").exists():
            assert stop_line(start_line(folder / "seeding")) == 0
            (folder / "seeding").rename(folder / "night")
    return folder / "night"


@contextmanager
def line_like(
    night_shift: Path, data: Path, *more: str, before: Callable[[], None] = lambda: None
) -> Iterator[LiveLine]:
    """A line that runs in this folder, as the night shift left it; `more`: words to `bin/demo`.

    `before`: what happens in the folder before it starts.
    """
    shutil.copytree(night_shift, data)
    before()
    live = start_line(data, *more)
    yield live
    assert stop_line(live) == 0


@pytest.fixture(scope="module")
def line(night_shift: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveLine]:
    """One running line for the stories of one file."""
    with line_like(night_shift, tmp_path_factory.mktemp("line") / "data") as live:
        yield live


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or whichever this machine has; the lighter one if it has both."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find_bare_chromium(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def requests_seen() -> list[str]:
    """Every address any page asked for."""
    return []


@pytest.fixture(scope="module")
def errors_seen() -> list[str]:
    """Every script error of any page."""
    return []


@pytest.fixture(scope="module")
def open_context(
    browser: Browser, requests_seen: list[str], errors_seen: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody's own; what it asks for is noted, and its errors."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        options.setdefault("reduced_motion", "reduce")  # axe looks between two frames otherwise
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.on("request", lambda request: requests_seen.append(request.url))
        context.on("weberror", lambda error: errors_seen.append(str(error.error)))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@dataclass
class AtTheDesk:
    """Somebody signed in at the desk."""

    line: LiveLine
    page: Page

    def speak(self, language: str) -> None:
        """Have the desk's pages in this language."""
        self.page.goto(self.line.desk + "/")
        if self.page.get_attribute("html", "lang") != language:
            self.page.click(f'button[name="language"][value="{language}"]')
            self.page.wait_for_selector(f'html[lang="{language}"]')


@pytest.fixture(scope="module")
def at_the_desk(
    line: LiveLine, open_context: Callable[..., BrowserContext]
) -> Callable[[str], AtTheDesk]:
    """Signs a demo member in, once for the stories of one file."""
    signed_in: dict[str, AtTheDesk] = {}

    def sign_in(name: str) -> AtTheDesk:
        if name not in signed_in:
            context = open_context(viewport={"width": 1440, "height": 900}, locale="en-CA")
            page = context.new_page()
            page.goto(line.desk + "/")
            page.fill("#name", name)
            page.fill("#passphrase", line.sign_in_of(name).passphrase)
            page.fill("#code", line.fresh_code(name))
            page.click("main form button")
            page.wait_for_selector(".masthead")
            signed_in[name] = AtTheDesk(line, page)
        return signed_in[name]

    return sign_in


_NEWEST = """() => {
  const when = (row) => Date.parse(row.querySelector("time").dateTime);
  const rows = [...document.querySelectorAll(".row[data-state=waiting]")];
  const row = rows.sort((one, other) => when(other) - when(one))[0];
  return row && Date.now() - when(row) < 120_000 ? row.querySelector("[id^=take-]").id : "";
}"""


def takes_newest(page: Page) -> None:
    """Take whoever reached the line last, wherever they stand in the list."""
    for _ in range(100):
        if button := page.evaluate(_NEWEST):
            page.click(f"#{button}")
            return
        page.wait_for_timeout(100)
    raise AssertionError("nobody new waits")


@pytest.fixture
def own_line(night_shift: Path, tmp_path: Path) -> Iterator[LiveLine]:
    """A line at which nobody else is signed in."""
    with line_like(night_shift, tmp_path / "data") as live:
        yield live


@pytest.fixture
def come_in(own_line: LiveLine, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Signs somebody in, in a browser of their own that a test may take away."""
    made: list[BrowserContext] = []

    def sign_in(name: str, width: int = 1440) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="en-CA"
        )
        made.append(context)
        page = context.new_page()
        page.goto(own_line.desk + "/")
        page.fill("#name", name)
        page.fill("#passphrase", own_line.sign_in_of(name).passphrase)
        page.fill("#code", own_line.fresh_code(name))
        page.click("main form button")
        page.wait_for_selector(".masthead")
        if page.get_attribute("html", "lang") == "fr":
            page.click('button[name="language"][value="en"]')
        return page

    yield sign_in
    for context in made:
        context.close()


@pytest.fixture
def mina(own_line: LiveLine, browser: Browser) -> Iterator[Page]:
    """Somebody on a phone, about to write."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-CA", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(own_line.front + "/en/talk/")
    yield page
    context.close()
