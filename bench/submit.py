"""Sealed first messages: each opens a conversation through the real form, with a key of its own."""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import aiohttp
import uvloop

from bench import figures
from bench.browser import Browser, pool
from bench.line import Line, line
from bench.pages import WORDS, Broken, begin

AT_ONCE = (1, 16, 64)
BARRIER = 64
TABLE = "contacts_contact"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--seconds", type=float, default=10, help="for each width (default 10)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Submit on each database that was asked for; print and return the figures."""
    found: dict[str, Any] = {"seconds": options.seconds}
    for database in options.databases:
        print(f"submit on {database}", flush=True)
        with line(database, members=1) as served:
            found[database] = uvloop.run(_submit(served, options.seconds))
        _show(found[database])
    return found


async def _submit(served: Line, seconds: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    async with pool() as session:
        await _at_once(served, session, 4, 1)  # nobody's first request is measured
        for width in AT_ONCE:
            found[f"at_once_{width}"] = await _at_once(served, session, width, seconds)
        found["barrier"] = await _barrier(served, session)
    return found


async def _at_once(
    served: Line, session: aiohttp.ClientSession, width: int, seconds: float
) -> dict[str, Any]:
    """So many people, each submitting again and again."""
    rows = served.count(TABLE)
    before, began = served.used(), time.perf_counter()
    took: list[float] = []
    errors: Counter[str] = Counter()

    async def go_on() -> None:
        while time.perf_counter() < began + seconds:
            await _timed(begin(Browser(session, served.front), WORDS), took, errors)

    await asyncio.gather(*(go_on() for _ in range(width)))
    lasted, after = time.perf_counter() - began, served.used()
    return _told(took, errors, served.count(TABLE) - rows) | {
        "per_second": round(len(took) / lasted, 1),
        "cpu_seconds": {name: round(u.cpu - before[name].cpu, 1) for name, u in after.items()},
    }


async def _barrier(served: Line, session: aiohttp.ClientSession) -> dict[str, Any]:
    """All in the same moment, once."""
    rows, gate = served.count(TABLE), asyncio.Event()
    took: list[float] = []
    errors: Counter[str] = Counter()

    async def one() -> None:
        await gate.wait()
        await _timed(begin(Browser(session, served.front), WORDS), took, errors)

    waiting = [asyncio.create_task(one()) for _ in range(BARRIER)]
    await asyncio.sleep(0.5)
    gate.set()
    await asyncio.gather(*waiting)
    return {"submitted": BARRIER} | _told(took, errors, served.count(TABLE) - rows)


async def _timed(work: Awaitable[None], took: list[float], errors: Counter[str]) -> None:
    began = time.perf_counter()
    try:
        await work
        took.append(time.perf_counter() - began)
    except (Broken, OSError, TimeoutError, aiohttp.ClientError) as error:
        errors[f"{type(error).__name__}: {error}"] += 1


def _told(took: list[float], errors: Counter[str], stored: int) -> dict[str, Any]:
    return {
        "stored": stored,
        "errors": sum(errors.values()),
        "error_kinds": dict(errors.most_common(5)),
        "ms": figures.spread(took),
    }


def _show(found: dict[str, Any]) -> None:
    for name, each in found.items():
        speed = f"{each['per_second']} a second, " if "per_second" in each else ""
        kinds = each["error_kinds"] or ""
        print(figures.says(name.replace("_", " "), each["ms"]))
        print(f"    {speed}stored {each['stored']}, errors {each['errors']} {kinds}", flush=True)
