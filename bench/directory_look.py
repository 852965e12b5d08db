"""Builds an index of made-up services and asks it: `python -m bench.directory_look SIZE [URL]`.

In a process of its own, so that its memory is the index's. URL: of a PostgreSQL to count with.
One line of JSON at the end; times in milliseconds, builds and loads in seconds.
"""

import datetime as dt
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import django
import psycopg

django.setup()

from bench import directory_asked, machine  # noqa: E402 -- Django must be set up
from bench.directory_engines import Fts5, Postgresql  # noqa: E402
from bench.figures import mebibytes, spread  # noqa: E402
from havre.directory.entries import entry_of  # noqa: E402
from havre.directory.finder.entry import Entry  # noqa: E402
from havre.directory.finder.index import Index  # noqa: E402
from havre.directory.finder.reading import understand  # noqa: E402
from havre.directory.finder.wanted import Found, Wanted  # noqa: E402
from havre.directory.models import RESPONDER  # noqa: E402
from havre.prompt.made_up import cards  # noqa: E402
from havre.prompt.made_up.services import organizations  # noqa: E402

NOW = dt.datetime(2026, 11, 30, 19, 0, tzinfo=dt.UTC)
QUESTIONS, ROUNDS = 400, 3
WITH_CARDS = 100_000  # beyond, the index alone: cards are a file's worth each, and are never read
SEED = 0
CHUNK = 2_000


def main(size: int, url: str) -> None:
    """Build, ask, save, load, and let others count."""
    index = Index()
    found: dict[str, Any] = {"size": size, "cards": size <= WITH_CARDS}
    found |= _build(index, size)
    for asked in directory_asked.questions(QUESTIONS, NOW, seed=2):  # others: caches are warm
        index.find(asked, NOW)
    asked_now = directory_asked.questions(QUESTIONS, NOW)
    found |= _ask(index, asked_now)
    found["distinct"] = {
        "words": len(index._store.vocabulary),
        "hours": len(index._store.patterns.all),
    }
    if url:
        found["agree"] = _agree(index, asked_now, size, url)
    found |= _reload(index)
    print(json.dumps(found))


def entries(size: int) -> Iterator[tuple[Entry, bytes]]:
    """The same services as `havre seed directory` writes, with their cards."""
    for owner, services in organizations(size, SEED):
        for each in services:
            card = cards.card(owner, each, RESPONDER, NOW)
            yield entry_of(card), json.dumps(card, ensure_ascii=False).encode()


def _build(index: Index, size: int) -> dict[str, Any]:
    """Put them in, some at a time: only the putting is timed."""
    coming, cpu, wall = entries(size), 0.0, 0.0
    next(entries(1))  # the gazetteer and the like are read once
    before = machine.used(os.getpid()).rss
    while some := list(islice(coming, CHUNK)):
        cpu0, wall0 = time.process_time(), time.perf_counter()
        for entry, card in some:
            index.put(entry, card if size <= WITH_CARDS else b"")
        cpu, wall = cpu + time.process_time() - cpu0, wall + time.perf_counter() - wall0
    del some
    gc.collect()
    grown = machine.used(os.getpid()).rss - before
    return {"build": {"cpu": round(cpu, 2), "wall": round(wall, 2)}, "memory": mebibytes(grown)}


def _ask(index: Index, asked: list[Wanted]) -> dict[str, Any]:
    """Every question, a second of the line's clock after the other, and all of them again.

    `cpu` and `wall` are of the first time, `quickest` of the quickest of ROUNDS: others may work
    beside it, and take the caches of the processor too.
    """
    rounds = [
        [_asked(index, one, n * len(asked) + second) for second, one in enumerate(asked)]
        for n in range(ROUNDS)
    ]
    first = rounds[0]
    totals = sorted(found.total for _, _, found in first)
    quickest = [min(each[n][0] for each in rounds) for n in range(len(asked))]
    return {
        "cpu": spread([cpu for cpu, _, _ in first], 2),
        "quickest": spread(quickest, 2),
        "wall": spread([wall for _, wall, _ in first], 2),
        "found": {"median": totals[len(totals) // 2], "most": totals[-1]},
        "widened": sum(bool(found.widened) for _, _, found in first),
        "put_right": sum(bool(found.searched_for) for _, _, found in first),
    }


def _asked(index: Index, wanted: Wanted, second: int) -> tuple[float, float, Found]:
    """(seconds of the processor, seconds by the clock, answer) of one question."""
    now = NOW + dt.timedelta(seconds=second)
    cpu, wall = time.process_time(), time.perf_counter()
    found = index.find(wanted, now)
    return time.process_time() - cpu, time.perf_counter() - wall, found


def _reload(index: Index) -> dict[str, Any]:
    """Written and read again, as a process does that starts."""
    with tempfile.TemporaryDirectory(prefix="havre-bench-") as folder:
        file = Path(folder) / "index"
        saved, _ = _timed(lambda: index.save(file))
        loaded, again = _timed(lambda: Index.load(file))
        assert len(again) == len(index)
        return {"save": saved, "load": loaded, "file": mebibytes(file.stat().st_size)}


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = act()
    return round(time.perf_counter() - began, 3), done


def _agree(index: Index, asked: list[Wanted], size: int, url: str) -> dict[str, Any]:
    """How many of the questions the others count as the finder does, and where they do not."""
    kept = [entry for entry, _ in entries(size)]
    zones = {entry.zone for entry in kept}
    with psycopg.connect(url) as link:
        engines: dict[str, Fts5 | Postgresql] = {
            "fts5": Fts5(enumerate(kept)),
            "postgresql": Postgresql(link, enumerate(kept)),
        }
        differ: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
        for second, wanted in enumerate(asked):
            now = NOW + dt.timedelta(seconds=second)
            found = index.find(wanted, now)
            question = understand(wanted, now, index._store)
            for name, engine in engines.items():
                counted = engine.count(question, found, zones)
                if counted != found.total:
                    told = {"words": wanted.words, "finder": found.total, "other": counted}
                    differ[name].append(told)
    return {
        name: {"same": len(asked) - len(rows), "of": len(asked), "differ": rows}
        for name, rows in differ.items()
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), (*sys.argv[2:], "")[0])
