"""Live conversations: each a person and a responder, each side one message per ten seconds.

Delivery is the time from the moment the sender begins to post until the other side's page has
fetched the words. The load client is one process on the same cores.
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import uvloop

from bench import figures, machine
from bench.browser import Browser, pool
from bench.line import Line, line
from bench.pages import Broken, Delivery, DeskPage, PersonPage, keep_looking, sign_in, take
from havre.lib.serving import tune_collector

RESPONDERS = 8
EVERY = 10.0  # seconds between two messages of one side of one conversation
PATIENCE = 25  # seconds to wait at the end for what is still under way: one look and some more
SETTLE = 3  # seconds before memory is read

Used = dict[str, machine.Used]


@dataclass
class Play:
    """One run: its pages, and what went wrong."""

    persons: list[PersonPage] = field(default_factory=list)
    desks: list[DeskPage] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """In the background, until the run ends; what it raises is counted."""
        self.tasks.append(asyncio.create_task(self.counted(work)))

    async def counted(self, work: Awaitable[None]) -> None:
        """Do it; an error is one line of the figures, not the end of the run."""
        try:
            await work
        except (Broken, OSError, RuntimeError, TimeoutError) as error:
            self.errors[f"{type(error).__name__}: {error}"] += 1

    @property
    def under_way(self) -> int:
        """Messages that no page has fetched yet."""
        pages = self.persons
        return sum(len(p.to_desk.pending) + len(p.to_person.pending) for p in pages)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--minutes", type=float, default=5, help="for each database (default 5)")
    parser.add_argument("--conversations", type=int, default=200, help="default 200")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Play it on each database that was asked for; print and return the figures."""
    found: dict[str, Any] = {"conversations": options.conversations, "minutes": options.minutes}
    for database in options.databases:
        print(f"chat on {database}: {options.conversations} conversations", flush=True)
        with line(database, members=RESPONDERS) as served:
            found[database] = uvloop.run(_play(served, options))
        _show(found[database])
    return found


async def _play(served: Line, options: argparse.Namespace) -> dict[str, Any]:
    play = Play()
    async with pool() as session:
        await _fill(play, served, session, options.conversations)
        await asyncio.sleep(SETTLE)
        before = served.used()
        await _open_streams(play)
        await asyncio.sleep(SETTLE)
        opened = served.used()
        tune_collector()
        seconds = options.minutes * 60
        print(f"  everybody is listened to; they talk for {seconds:.0f} s", flush=True)
        await _talk(play, seconds)
        ended = served.used()
        await _wait_for_the_rest(play)
        for task in play.tasks:
            task.cancel()
        await asyncio.gather(*play.tasks, return_exceptions=True)
    return _figures(play, seconds, before=before, opened=opened, ended=ended)


async def _fill(play: Play, served: Line, session: Any, conversations: int) -> None:
    """Everybody reaches the line, everybody is taken, every page is open; no stream yet."""
    for n in range(conversations):
        page = PersonPage(Browser(session, served.front), Delivery(), Delivery())
        await page.begin(f"Number {n}.")
        play.persons.append(page)
    left = conversations
    for n, who in enumerate(served.sign_ins):
        browser = Browser(session, served.desk)
        await sign_in(browser, who)
        share = -(-left // (len(served.sign_ins) - n))
        for desk in await take(browser, share):
            number = int((await desk.open()).partition("Number ")[2].partition(".")[0])
            person = play.persons[number]
            person.to_desk, person.to_person = desk.to_desk, desk.to_person
            play.desks.append(desk)
        left -= share


async def _open_streams(play: Play) -> None:
    """One per person, one per responder."""
    for person in play.persons:
        play.start(_person_hears(play, person))
    by_browser: dict[int, list[DeskPage]] = {}
    for page in play.desks:
        by_browser.setdefault(id(page.browser), []).append(page)
    for pages in by_browser.values():
        play.start(_responder_hears(play, pages))


async def _person_hears(play: Play, page: PersonPage) -> None:
    async for event, _ in page.browser.events():
        if event == "gone":
            raise Broken("A person's stream said: gone.")
        play.start(page.looker.look())


async def _responder_hears(play: Play, pages: list[DeskPage]) -> None:
    """What concerns one conversation is looked at there; a stream that opens again: everywhere."""
    by_contact = {f"contact:{page.contact}": page for page in pages}
    async for event, data in pages[0].browser.events():
        if event == "gone":
            raise Broken("A responder's stream said: gone.")
        if event == "open":
            for page in pages:
                play.start(page.looker.look())
        elif data in by_contact:
            play.start(by_contact[data].looker.look())


async def _talk(play: Play, seconds: float) -> None:
    """Both sides of every conversation, each at a moment of its own within the ten seconds."""
    dice = random.Random(7)
    end = time.monotonic() + seconds
    talkers = []
    for n, person in enumerate(play.persons):
        talkers.append(_say_on(play, f"p{n}", person.say, dice.uniform(0, EVERY), end))
        play.start(keep_looking(person.looker))
    for n, desk in enumerate(play.desks):
        talkers.append(_say_on(play, f"r{n}", desk.answer, dice.uniform(0, EVERY), end))
        play.start(keep_looking(desk.looker))
    await asyncio.gather(*talkers)


async def _say_on(
    play: Play, who: str, say: Callable[[str], Awaitable[None]], first: float, *ends: float
) -> None:
    due, number = time.monotonic() + first, 0
    while due < ends[0]:
        await asyncio.sleep(max(0, due - time.monotonic()))
        play.sent += 1
        await play.counted(say(f"{who}-{number}"))
        number, due = number + 1, due + EVERY


async def _wait_for_the_rest(play: Play) -> None:
    end = time.monotonic() + PATIENCE
    while play.under_way and time.monotonic() < end:
        await asyncio.sleep(0.1)


def _figures(
    play: Play, seconds: float, *, before: Used, opened: Used, ended: Used
) -> dict[str, Any]:
    to_desk = [each for person in play.persons for each in person.to_desk.took]
    to_person = [each for person in play.persons for each in person.to_person.took]
    open_pages = {"front": len(play.persons), "desk": len({id(p.browser) for p in play.desks})}
    return {
        "messages_per_second": round(len(to_desk + to_person) / seconds, 1),
        "delivery_ms": {
            "person_to_desk": figures.spread(to_desk),
            "desk_to_person": figures.spread(to_person),
            "all": figures.spread(to_desk + to_person),
        },
        "sent": play.sent,
        "lost": play.under_way,
        "errors": sum(play.errors.values()),
        "error_kinds": dict(play.errors.most_common(5)),
        "cpu_seconds": {name: round(u.cpu - opened[name].cpu, 1) for name, u in ended.items()},
        "rss_mib": {name: figures.mebibytes(u.rss) for name, u in ended.items()},
        "kib_per_stream": {
            name: figures.kibibytes((opened[name].rss - before[name].rss) / n)
            for name, n in open_pages.items()
        },
        "kib_per_open_page": figures.kibibytes(
            (ended["front"].rss - before["front"].rss) / max(1, len(play.persons))
        ),
    }


def _show(found: dict[str, Any]) -> None:
    print(
        f"  {found['messages_per_second']} messages a second, sent {found['sent']}, "
        f"lost {found['lost']}, errors {found['errors']} {found['error_kinds'] or ''}"
    )
    for name, each in found["delivery_ms"].items():
        print(figures.says(name.replace("_", " "), each))
    for name, unit in (("cpu_seconds", "s"), ("rss_mib", "MiB"), ("kib_per_stream", "KiB")):
        told = ", ".join(f"{who} {much}" for who, much in found[name].items())
        print(f"  {name.replace('_', ' '):<22} {told} ({unit})")
    print(f"  memory per open page   {found['kib_per_open_page']} KiB of the front", flush=True)
