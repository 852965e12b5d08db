"""The two pages of a live conversation, doing what their own scripts do (talk.js, conversation.js).

Words are marked, so that a page can tell which of them it has fetched.
"""

import asyncio
import re
import secrets
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

import pyotp

from bench.browser import Browser
from bench.line import SignIn

SILENT = 0.5  # seconds after sending
LOOK_EVERY = 20  # seconds, with or without a ring
WORDS = "I am somewhere with a door that closes now, and there is a little time to write."
_SAID = re.compile(r'id="m-([^"]+)"[^>]*data-at="([^"]+)"')
_AT = re.compile(r'"at": "([^"]+)"')
_WAITING = re.compile(r'action="/talk/([0-9a-f-]+)/taking/"')
_PERSON = {"Accept": "application/json"}
_DESK = {"X-Background": "yes"}


class Broken(Exception):
    """The line answered something that no conversation survives."""


@dataclass(slots=True)
class Delivery:
    """One direction of one conversation: what is under way, and how long the rest took."""

    pending: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def under_way(self, mark: str) -> str:
        """The words that carry this mark; its time begins."""
        self.pending[mark] = time.perf_counter()
        return f"[{mark}] {WORDS}"

    def fetched(self, text: str) -> None:
        """The receiving page holds this text now."""
        for mark in [mark for mark in self.pending if f"[{mark}]" in text]:
            self.took.append(time.perf_counter() - self.pending.pop(mark))


@dataclass
class Looker:
    """Fetches what is new, one fetch at a time; what rings meanwhile is looked at afterwards."""

    fetch: Callable[[], Awaitable[None]]
    looks: int = 0
    looked_at: float = 0
    _looking: bool = False
    _again: bool = False

    async def look(self) -> None:
        """As `look` in both scripts."""
        self._again = self._looking
        if self._looking:
            return
        self._looking = True
        self.looks += 1
        try:
            await self.fetch()
        finally:
            self._looking = False
            self.looked_at = time.monotonic()
        if self._again:
            await self.look()

    async def look_if_silent(self, so_far: int) -> None:
        """The bell rings for one's own words too: look by hand only where it stays silent."""
        await asyncio.sleep(SILENT)
        if self.looks == so_far:
            await self.look()


class PersonPage:
    """Somebody in an open browser."""

    def __init__(self, browser: Browser, to_desk: Delivery, to_person: Delivery) -> None:
        self.browser, self.to_desk, self.to_person = browser, to_desk, to_person
        self.looker = Looker(self._fetch)
        self.key = self.since = ""

    async def begin(self, words: str) -> None:
        """Reach the line with first words, as the start page posts them."""
        await begin(self.browser, words)
        page = await self.browser.get("/en/talk/")
        keys = re.findall(r'name="key" value="([0-9a-f-]{36})"', page.text)
        if page.status != 200 or not keys:
            raise Broken(f"The conversation's page answered {page.status}.")
        self.key = keys[0]

    async def say(self, mark: str) -> None:
        """Send one message, then look if no bell rings, as the page does."""
        so_far = self.looker.looks
        form = {"key": self.key, "text": self.to_desk.under_way(mark)}
        answer = await self.browser.post("/en/talk/messages/", form, **_PERSON)
        if answer.status != 200:
            raise Broken(f"A message was answered {answer.status}.")
        self.key = answer.text.partition('"key": "')[2][:36]
        await self.looker.look_if_silent(so_far)

    async def _fetch(self) -> None:
        path = f"/en/talk/messages.json?since={quote(self.since)}"
        answer = await self.browser.get(path, **_PERSON)
        if answer.status != 200:
            raise Broken(f"The messages answered {answer.status}.")
        self.to_person.fetched(answer.text)
        self.since = max([self.since, *_AT.findall(answer.text)])


class DeskPage:
    """One conversation as the responder who holds it has it open."""

    def __init__(self, browser: Browser, contact: str) -> None:
        self.browser, self.contact = browser, contact
        self.to_desk, self.to_person = Delivery(), Delivery()
        self.looker = Looker(self._fetch)
        self.since = ""
        self.shown: deque[str] = deque(maxlen=20)

    async def open(self) -> str:
        """Open the workspace; what stands on it."""
        page = await self.browser.get(f"/talk/{self.contact}/")
        if page.status != 200:
            raise Broken(f"A workspace answered {page.status}.")
        self._read(page.text)
        return page.text

    async def answer(self, mark: str) -> None:
        """Send one answer; what comes back is shown, as the page does."""
        form = {"key": str(uuid.uuid4()), "text": self.to_person.under_way(mark)}
        headers = _DESK | {"HX-Request": "true"}
        answer = await self.browser.post(f"/talk/{self.contact}/answer/", form, **headers)
        if answer.status != 200:
            raise Broken(f"An answer was answered {answer.status}.")
        self._read(answer.text)

    async def _fetch(self) -> None:
        shown = ".".join(self.shown)
        path = f"/talk/{self.contact}/messages/?since={quote(self.since)}&shown={shown}&seen=yes"
        answer = await self.browser.get(path, **_DESK)
        if answer.status != 200:
            raise Broken(f"A fragment answered {answer.status}.")
        self._read(answer.text)

    def _read(self, text: str) -> None:
        self.to_desk.fetched(text)
        for message, at in _SAID.findall(text):
            self.since = max(self.since, at)
            self.shown.append(message)


async def begin(browser: Browser, words: str) -> None:
    """Post the start page's form; its key is random, as the page's is."""
    form = {"key": secrets.token_urlsafe(32), "text": words}
    answer = await browser.post("/en/talk/", form)
    if answer.status != 303:
        raise Broken(f"The first words were answered {answer.status}.")


async def sign_in(browser: Browser, who: SignIn) -> None:
    """Passphrase and code, in one step."""
    await browser.get("/")
    code = pyotp.TOTP(who.code).now()
    form = {"name": who.name, "passphrase": who.passphrase, "code": code}
    answer = await browser.post("/sign-in/", form)
    if answer.status != 302:
        raise Broken(f"The sign-in of {who.name} was answered {answer.status}.")


async def take(browser: Browser, most: int) -> list[DeskPage]:
    """Take so many of those who wait, and open each."""
    board = await browser.get("/")
    pages = [DeskPage(browser, contact) for contact in _WAITING.findall(board.text)[:most]]
    for page in pages:
        answer = await browser.post(f"/talk/{page.contact}/taking/", {})
        if answer.status != 302:
            raise Broken(f"Taking a conversation was answered {answer.status}.")
    return pages


async def keep_looking(looker: Looker) -> None:
    """The look that needs no ring: whenever there was none for so long."""
    while True:
        await asyncio.sleep(max(SILENT, looker.looked_at + LOOK_EVERY - time.monotonic()))
        if time.monotonic() >= looker.looked_at + LOOK_EVERY:
            await looker.look()
