"""The board on a hard night: 200 responders look at it, 500 people wait, 20 offers a second.

Everybody who is offered somebody says «not now» seconds later, so that the queue stays as long as
it is and the house offers on and on. A delivery runs from the moment an offer is made (its own
row says when) until the page of whoever it is made to has fetched the fragment that shows it.
Before the measuring everybody is offered somebody in one moment; that round is told apart.
"""

import argparse
import asyncio
import datetime as dt
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvloop

from bench import figures
from bench.browser import Browser, pool
from bench.line import Line, SignIn, line
from bench.pages import Broken, Looker, begin, keep_looking, sign_in
from havre.lib.serving import tune_collector

AT_ONCE = 8  # sign-ins and arrivals under way at the same time
LOOKS = 5  # seconds after it, for offers of the last moment
BREATH = 8  # seconds between two signs of life (bell.js)
LARGEST = 100  # KB that no fragment may exceed
_OFFER = re.compile(r'data-offered="([0-9a-f-]{36})"(.*?)</li>', re.S)
_PASSING = re.compile(r"/talk/([0-9a-f-]{36})/passing/")
_SHOWN = re.compile(r'data-shown="(\w+)"')
_BACKGROUND = {"X-Background": "yes"}


@dataclass
class Seen:
    """What all boards saw."""

    shown: dict[str, float] = field(default_factory=dict)  # offer -> when its page had it
    refreshes: int = 0
    unchanged: int = 0
    closest: float = 60.0  # seconds between two refreshes of one page
    largest: dict[str, int] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    measures: bool = False


class Board:
    """One responder's open board, doing what board.js, bell.js and doorbell.js do."""

    def __init__(self, browser: Browser, seen: Seen, dice: random.Random, thinks: float) -> None:
        self.browser, self.seen, self.dice, self.thinks = browser, seen, dice, thinks
        self.lists, self.offers = Looker(self._fetch_lists), Looker(self._fetch_offers)
        self.calls = Looker(self._fetch_calls)
        self.tasks: set[asyncio.Task[None]] = set()
        self.has_offers = False  # whether the page has a fragment of its own for them
        self.version, self.refreshed, self.breathed = "", 0.0, 0.0
        self.pressed: set[str] = set()

    async def open(self, who: SignIn) -> None:
        """Sign in and open the page."""
        await sign_in(self.browser, who)
        page = await self.browser.get("/")
        self.has_offers = 'hx-get="/offered/"' in page.text
        self._reads(page.text)

    async def hear(self) -> None:
        """The stream; it opens again by itself, and every look by hand goes on beside it."""
        self.start(keep_looking(self.lists))
        if self.has_offers:
            self.start(keep_looking(self.offers))
        async for event, data in self.browser.events():
            if event == "gone":
                raise Broken("A board's stream said: gone.")
            if time.monotonic() - self.breathed > BREATH:
                self.breathed = time.monotonic()
                self.start(self._breathe())
            if event == "open" or data in ("queue", "member"):
                is_list = event == "open" or data == "queue"
                self.start((self.lists if is_list else self.offers).look())
            if event == "open" or data == "help":
                self.start(self.calls.look())

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Beside everything else; an error is counted."""
        task = asyncio.create_task(self._counted(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(lambda _: work.close())  # one that was cancelled before it began

    async def _counted(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Broken, OSError, RuntimeError, TimeoutError, aiohttp.ClientError) as error:
            self.seen.errors[f"{type(error).__name__}: {error}"[:90]] += 1

    async def _breathe(self) -> None:
        await self.browser.post("/here/", {}, **_BACKGROUND)

    async def _fetch_calls(self) -> None:
        await self._fetch("/calls/")

    async def _fetch_offers(self) -> None:
        if self.has_offers:
            self._reads(await self._fetch("/offered/"))

    async def _fetch_lists(self) -> None:
        text = await self._fetch("/waiting/", **({"X-Shown": self.version} if self.version else {}))
        self._reads(text)
        if self.seen.measures:
            now = time.monotonic()
            self.seen.refreshes += bool(text)
            self.seen.unchanged += not text
            self.seen.closest = min(self.seen.closest, now - self.refreshed)
            self.refreshed = now

    async def _fetch(self, path: str, **headers: str) -> str:
        answer = await self.browser.get(path, **_BACKGROUND, **headers)
        if answer.status not in (200, 204):
            raise Broken(f"{path} answered {answer.status}.")
        size = len(answer.text.encode())
        self.seen.largest[path] = max(self.seen.largest.get(path, 0), size)
        return answer.text

    def _reads(self, text: str) -> None:
        """What is offered to them stands on the page now; after a while they say: not now."""
        if shown := _SHOWN.search(text):
            self.version = shown[1]
        for offer, row in _OFFER.findall(text):
            self.seen.shown.setdefault(offer, time.time())
            found = _PASSING.search(row)
            if found and offer not in self.pressed:
                self.pressed.add(offer)
                self.start(self._pass_on(found[1]))

    async def _pass_on(self, contact: str) -> None:
        await asyncio.sleep(self.dice.uniform(0.5, 1.5) * self.thinks)
        answer = await self.browser.post(f"/talk/{contact}/passing/", {}, **{"HX-Request": "true"})
        if answer.status == 302:  # the page is opened again
            self._reads((await self.browser.get("/")).text)
        elif answer.status != 204:
            raise Broken(f"«Not now» was answered {answer.status}.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--minutes", type=float, default=2, help="for each database (default 2)")
    parser.add_argument("--responders", type=int, default=200, help="default 200")
    parser.add_argument("--waiting", type=int, default=500, help="default 500")
    settle = "seconds before the measuring: all are offered somebody in one moment (default 20)"
    parser.add_argument("--settle", type=float, default=20, help=settle)
    parser.add_argument("--offers", type=float, default=20, help="a second (default 20)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Play it on each database that was asked for; print and return the figures."""
    found: dict[str, Any] = {"responders": options.responders, "waiting": options.waiting}
    for database in options.databases:
        print(
            f"board on {database}: {options.responders} boards, {options.waiting} wait", flush=True
        )
        with line(database, members=options.responders) as served:
            found[database] = uvloop.run(_play(served, options))
        _show(found[database])
    return found


async def _play(served: Line, options: argparse.Namespace) -> dict[str, Any]:
    seen, dice = Seen(), random.Random(7)
    thinks = max(0.1, options.responders / options.offers - 0.8)  # the house takes the rest
    async with pool() as session:
        await _at_once([_arrives(session, served) for _ in range(options.waiting)])
        print("  everybody waits; the boards are opened", flush=True)
        boards = [Board(Browser(session, served.desk), seen, dice, thinks) for _ in served.sign_ins]
        pairs = zip(boards, served.sign_ins, strict=True)
        await _at_once([board.open(who) for board, who in pairs])
        for board in boards:
            board.start(board.hear())
        await asyncio.sleep(options.settle)
        tune_collector()
        seconds = options.minutes * 60
        print(f"  they are offered people for {seconds:.0f} s", flush=True)
        before, began, seen.measures = served.used(), time.time(), True
        await asyncio.sleep(seconds)
        after, ended = served.used(), time.time()
        await asyncio.sleep(LOOKS)
        for task in [task for board in boards for task in board.tasks]:
            task.cancel()
    offers = _offers(served)
    made = [row for row in offers if began <= row[1] < ended]
    first = [seen.shown[offer] - at for offer, at in offers if at < began and offer in seen.shown]
    return _figures(seen, made, served=served, seconds=seconds, boards=len(boards)) | {
        "first_round_ms": figures.spread(first),
        "cpu_seconds": {name: round(u.cpu - before[name].cpu, 1) for name, u in after.items()},
        "rss_mib": {name: figures.mebibytes(u.rss) for name, u in after.items()},
    }


async def _arrives(session: aiohttp.ClientSession, served: Line) -> None:
    await begin(Browser(session, served.front), "Is anybody there?")


async def _at_once(works: list[Coroutine[Any, Any, None]]) -> None:
    """A few of them at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(work: Coroutine[Any, Any, None]) -> None:
        async with gate:
            await work

    await asyncio.gather(*map(one, works))


def _offers(served: Line) -> list[tuple[str, float]]:
    """Every offer to one member: its id, and when it was made."""
    rows = served.rows("SELECT id, at FROM contacts_offer WHERE step = 'one'")
    return [(str(uuid.UUID(str(id))), _moment(at).timestamp()) for id, at in rows]


def _moment(at: str | dt.datetime) -> dt.datetime:
    """SQLite gives text in UTC, PostgreSQL a moment."""
    return at if isinstance(at, dt.datetime) else dt.datetime.fromisoformat(f"{at}+00:00")


def _figures(
    seen: Seen, made: list[tuple[str, float]], *, served: Line, seconds: float, boards: int
) -> dict[str, Any]:
    took = [seen.shown[offer] - at for offer, at in made if offer in seen.shown]
    return {
        "offers_per_second": round(len(made) / seconds, 1),
        "waiting_at_the_end": served.count("contacts_contact"),
        "delivery_ms": figures.spread(took),
        "never_shown": len(made) - len(took),
        "refreshes_per_page_per_second": round(seen.refreshes / boards / seconds, 3),
        "closest_refreshes_seconds": round(seen.closest, 2),
        "answered_unchanged": seen.unchanged,
        "largest_kb": {path: round(size / 1_000, 1) for path, size in seen.largest.items()},
        "errors": sum(seen.errors.values()),
        "error_kinds": dict(seen.errors.most_common(5)),
    }


def _show(found: dict[str, Any]) -> None:
    print(f"  {found['offers_per_second']} offers a second, never shown {found['never_shown']}")
    print(figures.says("offer to screen", found["delivery_ms"]))
    print(figures.says("all at once at first", found["first_round_ms"]))
    print(
        f"  refreshes of a page    {found['refreshes_per_page_per_second']} a second, the closest "
        f"two {found['closest_refreshes_seconds']} s apart; "
        f"{found['answered_unchanged']} looks found nothing new"
    )
    print(f"  largest fragment       {found['largest_kb']} KB (at most {LARGEST})")
    print(f"  errors                 {found['errors']} {found['error_kinds'] or ''}")
    for name, unit in (("cpu_seconds", "s"), ("rss_mib", "MiB")):
        told = ", ".join(f"{who} {much}" for who, much in found[name].items())
        print(f"  {name.replace('_', ' '):<22} {told} ({unit})", flush=True)
