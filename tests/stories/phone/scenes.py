"""A line with a phone: the engine, a desk that knows of it, and a browser that has a voice."""

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.caller import RATE, strength, tone
from havre.channels.phone.tests.talking import Speaker
from havre.channels.phone.tests.telephone import Telephone
from havre.prompt.phone import engine as engines
from tests.browsers import ARGUMENTS, chromium
from tests.stories.conftest import LiveLine

VOICE, MINA = 1320.0, 440.0  # hertz: what Ana's microphone hears, what Mina says
_QUIET = 0.05
_ENDPOINT = """\
webrtc=yes
disallow=all
allow=opus,ulaw
rtp_timeout=3
rtp_timeout_hold=3
direct_media=no
"""
_LOUDEST = """async () => {
  const audio = new AudioContext();
  await audio.resume();
  const meter = new AnalyserNode(audio, { fftSize: 8192, smoothingTimeConstant: 0 });
  audio.createMediaStreamSource(document.getElementById("phone-sound").srcObject).connect(meter);
  await new Promise((on) => setTimeout(on, 600));
  const found = new Float32Array(meter.frequencyBinCount);
  meter.getFloatFrequencyData(found);
  const most = found.reduce((best, one, n) => one > found[best] ? n : best, 0);
  const loud = found[most];
  const pitch = most * audio.sampleRate / meter.fftSize;
  await audio.close();
  return [pitch, loud];
}"""


@dataclass
class Desk:
    """Somebody at their desk, with the phone's window open beside it."""

    page: Page
    phone: Page
    endpoint: str = ""

    def at(self, state: str, page: Page | None = None, within: float = 30) -> None:
        """The line at the top of this page says so."""
        one = page or self.page
        one.wait_for_selector(f'#phone[data-at="{state}"]', timeout=within * 1000)

    def hears(self, hertz: float) -> bool:
        """Whether this tone is the loudest in what the speaker plays."""
        pitch, loud = self.phone.evaluate(_LOUDEST)
        return bool(abs(pitch - hertz) < 15 and loud > -60)


def launch(browser: Browser, folder: Path, voice: float = VOICE) -> Browser:
    """A browser whose microphone hears one tone, for a minute at a time."""
    told = arguments(folder, voice)
    return browser.browser_type.launch(executable_path=chromium(), args=told)


def arguments(folder: Path, voice: float = VOICE) -> list[str]:
    """What such a browser is started with."""
    sound = folder / "voice.wav"
    sound.write_bytes(tone(voice, 60))  # a browser that starts it anew breaks the tone
    return [
        *ARGUMENTS,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}",
        "--allow-loopback-in-peer-connection",
    ]


def kill(folder: Path) -> None:
    """End this browser as a crash would, with all its processes at once."""
    mark = os.fsencode(folder / "voice.wav")
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


def come_in(line: LiveLine, context: BrowserContext, name: str) -> Desk:
    """Signed in, with the phone's window open and not yet ready."""
    page = context.new_page()
    page.goto(line.desk + "/")
    page.fill("#name", name)
    page.fill("#passphrase", line.sign_in_of(name).passphrase)
    page.fill("#code", line.fresh_code(name))
    page.click("main form button")
    page.wait_for_selector(".masthead")
    with context.expect_page() as opened:
        page.click("#phone-open")
    desk = Desk(page, opened.value)
    desk.phone.wait_for_selector("#phone-ready")
    return desk


def speak(desk: Desk, language: str) -> None:
    """Have both pages in this language."""
    for page in (desk.page, desk.phone):
        if page is desk.page and page.get_attribute("html", "lang") != language:
            page.click(f'button[name="language"][value="{language}"]')
            page.wait_for_selector(f'html[lang="{language}"]')
        elif page is desk.phone:
            page.reload()
            page.wait_for_selector(f'html[lang="{language}"]')


def accepts(desk: Desk, page: Page | None = None) -> None:
    """It rings on this page; pressed, they talk."""
    one = page or desk.page
    desk.at("ringing", one)
    one.click("#phone-accept")
    desk.at("call", one)


def opens(page: Page) -> None:
    """The conversation of the call, its first question in sight and under the hand."""
    page.wait_for_url("**/talk/*/#h-safety")
    expect(page.locator("#h-safety")).to_be_focused()
    expect(page.locator("#h-safety")).to_be_in_viewport()
    expect(page.locator("#phone-talk")).to_be_hidden()
    page.wait_for_selector("#panel-call")


def is_done(desk: Desk, page: Page, mina: Telephone) -> None:
    """They part, and Ana has room for the next call."""
    if mina.talks.is_set():
        mina.hangs_up()
    desk.at("ready", page)
    page.select_option("#panel-close [name=outcome]", "not_ready")
    page.select_option("#panel-close [name=no_wish]", "not_said")
    page.click("#panel-close form button")
    page.wait_for_selector("#board")


def hangs_up(desk: Desk) -> None:
    """Pressed, and said once more, because the person comes first in line again."""
    desk.page.click("#phone-hang-up")
    desk.page.click("#phone-leave")


def get_ready(desk: Desk, engine: Engine, data: Path) -> str:
    """Press it, and have the engine know this phone as our program would; its endpoint."""
    with desk.phone.expect_response(lambda answer: answer.url.endswith("/phone/opening/")):
        desk.phone.click("#phone-ready")
    endpoint = tell(engine, data)
    desk.at("ready", desk.phone, within=30)
    return endpoint


def tell(engine: Engine, data: Path) -> str:
    """Write the newest phone into the engine's settings; its endpoint."""
    with contextlib.closing(sqlite3.connect(data / "havre.sqlite3")) as store:
        asked = "SELECT member_id, realm, digest FROM phone_deskphone ORDER BY opened_at DESC"
        member, realm, digest = store.execute(asked).fetchone()
    name = f"m{member}"
    text = (
        f"\n[{name}]\ntype=endpoint\ncontext=nowhere\nauth={name}\naors={name}\n{_ENDPOINT}\n"
        f"[{name}]\ntype=auth\nauth_type=md5\nusername={name}\nrealm={realm}\n"
        f"md5_cred={digest}\n\n[{name}]\ntype=aor\nmax_contacts=1\nremove_existing=yes\n"
    )
    with (engine.settings / "pjsip.conf").open("a") as file:
        file.write(text)
    engines.ask(engine, "module reload res_pjsip.so")
    return name


@contextlib.contextmanager
def mina_calls(engine: Engine) -> Iterator[Speaker]:
    """Mina's telephone, answered by the line; she says her tone."""
    with Speaker(engine.sip_port) as mina:
        assert mina.invites() == 200
        mina.speaks(MINA)
        yield mina


def hears(mina: Speaker, hertz: float, seconds: float = 0.5) -> bool:
    """Whether what comes next, after what is on its way, is this tone."""
    mina.drain()
    sound = mina.hears(seconds)
    return len(sound) > RATE * seconds * 0.8 and strength(sound, hertz) > 0.9


def is_quiet(mina: Speaker, seconds: float = 0.5) -> bool:
    """Whether what comes next, if anything does, is no voice."""
    mina.drain()
    sound = mina.hears(seconds)
    loud = (sum(one * one for one in sound) / len(sound)) ** 0.5 if sound else 0.0
    return loud < 12_000 * _QUIET


def soon(what: Callable[[], bool], within: float = 5) -> bool:
    """Whether it becomes true in this time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if what():
            return True
    return False
