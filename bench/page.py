"""The way to help: how soon a page begins, how many a second, how heavy, how soon usable at 2G."""

import argparse
import asyncio
import time
from typing import Any

import aiohttp
import uvloop
from playwright.sync_api import Browser

from bench import figures
from bench.line import Line, line
from bench.visiting import SLOW_NETWORK, chromium, phone

PAGES = ("", "talk/", "safer/", "plan/", "privacy/")  # each in both languages
AT_ONCE = (1, 16)
BYTES, REQUESTS, STYLES = 30 * 1024, 10, 3  # at most, on a first visit
_PACKED = {"Accept-Encoding": "gzip"}
_SHOWN = """() => new Promise((told) => new PerformanceObserver((list) => {
    const shown = list.getEntriesByName("first-contentful-paint")[0];
    if (shown) told(shown.startTime);
}).observe({ type: "paint", buffered: true }))"""
_KEYS_WORK = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--seconds", type=float, default=5, help="for each width (default 5)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Ask for the pages as programs do, then visit them as people do. Prints and returns it."""
    found: dict[str, Any] = {"network": SLOW_NETWORK}
    with line("sqlite", members=1) as served:
        found["asked"] = uvloop.run(_asked(served, options.seconds))
        with chromium() as browser:
            found["visited"] = {path: _visited(browser, served, path) for path in _paths()}
    _show(found)
    return found


def _paths() -> list[str]:
    return [f"/{language}/{page}" for page in PAGES for language in ("en", "fr")]


async def _asked(served: Line, seconds: float) -> dict[str, Any]:
    cold = [await _first_byte(served.front + path) for path in _paths()]
    found: dict[str, Any] = {"cold": figures.spread(cold)}
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connections, headers=_PACKED) as session:
        for width in AT_ONCE:
            found[f"warm_{width}_at_once"] = await _again(session, served.front, width, seconds)
    return found


async def _first_byte(address: str) -> float:
    """On a connection of its own, by somebody whom the line has not seen."""
    async with aiohttp.ClientSession(headers=_PACKED) as session:
        return await _timed(session, address)


async def _again(
    session: aiohttp.ClientSession, front: str, width: int, seconds: float
) -> dict[str, Any]:
    took: list[float] = []
    began = time.perf_counter()

    async def go_on(number: int) -> None:
        paths = _paths()
        while time.perf_counter() < began + seconds:
            number += 1
            took.append(await _timed(session, front + paths[number % len(paths)]))

    await asyncio.gather(*(go_on(number) for number in range(width)))
    lasted = time.perf_counter() - began
    return {"pages_per_second": round(len(took) / lasted, 1), "ms": figures.spread(took)}


async def _timed(session: aiohttp.ClientSession, address: str) -> float:
    began = time.perf_counter()
    async with session.get(address) as answer:
        first = time.perf_counter() - began
        await answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}.")
    return first


def _visited(browser: Browser, served: Line, path: str) -> dict[str, Any]:
    """A first visit at 2G, with an empty cache: what came, and when it could be used."""
    sizes: list[float] = []
    kinds: dict[str, str] = {}
    with phone(browser, slow_network=True) as (_, page, tools):
        tools.on(
            "Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]})
        )
        tools.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        page.goto(served.front + path, wait_until="networkidle")
        shown, keys_work = float(page.evaluate(_SHOWN)), float(page.evaluate(_KEYS_WORK))
    return {
        "bytes": int(sum(sizes)),
        "requests": len(sizes),
        "styles": sum(kind == "Stylesheet" for kind in kinds.values()),
        "shown_ms": round(shown),
        "keys_work_ms": round(keys_work),
    }


def _show(found: dict[str, Any]) -> None:
    for name, each in found["asked"].items():
        print(figures.says(name.replace("_", " "), each.get("ms", each)))
        if "pages_per_second" in each:
            print(f"    {each['pages_per_second']} pages a second")
    for path, each in found["visited"].items():
        limits = {"bytes": BYTES, "requests": REQUESTS, "styles": STYLES}
        within = all(each[name] <= most for name, most in limits.items())
        print(
            f"  {path:<14} {figures.kibibytes(each['bytes'])} KiB in {each['requests']} requests, "
            f"{each['styles']} style sheets; shown after {each['shown_ms']:,} ms, keys work after "
            f"{each['keys_work_ms']:,} ms{'' if within else '  OVER'}"
        )
