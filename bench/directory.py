"""The directory's search at 20,000 and, with --million, 1,000,000 made-up services.

Speed, memory, time to build and to load; how soon a change is found, here and in another process;
whether SQL counts the same; and whether the best answers of judged questions stand first.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.figures import Spread
from bench.line import CannotStart, environment
from tests.machine import postgres

USUAL, MANY = 20_000, 1_000_000
_LISTED = 10  # differences


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--size", type=int, default=USUAL, help="how many services (20,000)")
    parser.add_argument("--million", action="store_true", help="then a million, which takes long")
    parser.add_argument("--final", action="store_true", help="the twenty kept questions, once")
    parser.add_argument("--only", choices=PARTS, nargs="*", default=list(PARTS))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """All parts one after the other. Raises CannotStart."""
    return {name: PARTS[name](options) for name in options.only}


def _speed(options: argparse.Namespace) -> dict[str, Any]:
    found = {}
    with postgres() as server:
        looked = _python("directory_look", str(options.size), f"{server}havre")
    found[str(options.size)] = looked
    _show(looked)
    if options.million:
        found[str(MANY)] = _python("directory_look", str(MANY))
        _show(found[str(MANY)])
    return found


def _seen(options: argparse.Namespace) -> dict[str, Any]:
    found = _python("directory_seen", str(options.size))
    print(f"  a change in a house of {options.size:,} made-up services, of {found['times']} times")
    print(f"    found in the next question of its own process: {found['here']} times")
    worst = found["elsewhere"]
    print(f"    in another process that asks on and on: {worst['p50']} ms, at most {worst['max']}")
    print(f"    in the file for the front: {found['file']} s to write, {found['read']} s to read")
    return found


def _relevance(options: argparse.Namespace) -> dict[str, Any]:
    found = _python("directory_relevance", *(["--final"] if options.final else []))
    which = "kept" if options.final else "open"
    print(f"  nDCG@5 of the {found['questions']} {which} questions: {found['ndcg']}")
    print(f"    in English {found['en']}, in French {found['fr']}")
    return found


PARTS = {"speed": _speed, "seen": _seen, "relevance": _relevance}


def _python(module: str, *words: str) -> dict[str, Any]:
    """Run one part in a process and a folder of its own; print all but its last line."""
    with tempfile.TemporaryDirectory(prefix="havre-bench-") as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "havre.settings",
            "HAVRE_DATA": str(Path(folder) / "data"),
            "HAVRE_SMTP_URL": "memory:",
        }
        done = subprocess.run(
            [sys.executable, "-P", "-m", f"bench.{module}", *words],
            env=environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise CannotStart(f"This part did not come to its end:\n{done.stderr[-2_000:]}")
    *before, last = done.stdout.splitlines()
    for row in before:
        print(row)
    return dict(json.loads(last))


def _show(found: dict[str, Any]) -> None:
    with_cards = "with their cards" if found["cards"] else "without cards"
    print(f"  {found['size']:,} services {with_cards}")
    print(f"    processor {_says(found['cpu'])}")
    print(f"    of three  {_says(found['quickest'])}")
    print(f"    wall      {_says(found['wall'])}")
    print(f"    widened {found['widened']}, put right {found['put_right']}; {_found(found)}")
    build = found["build"]
    built = f"{build['wall']} s ({build['cpu']} s of processor)"
    print(f"    built in {built}, {found['memory']} MiB")
    print(f"    written in {found['save']} s, read in {found['load']} s ({found['file']} MiB)")
    for name, agreed in found.get("agree", {}).items():
        share = 100 * agreed["same"] / agreed["of"]
        print(f"    {name} counts the same for {agreed['same']} of {agreed['of']} ({share:.2f} %)")
        for row in agreed["differ"][:_LISTED]:
            print(f"      {row['words']!r}: {row['finder']}, {name} {row['other']}")


def _found(looked: dict[str, Any]) -> str:
    return f"found at the median {looked['found']['median']}, at most {looked['found']['most']}"


def _says(found: Spread) -> str:
    return (
        f"p50 {found['p50']:.2f}  p95 {found['p95']:.2f}  p99 {found['p99']:.2f}  "
        f"max {found['max']:.2f} ms  ({found['count']})"
    )
