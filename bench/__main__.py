"""`bin/bench`: one benchmark by its name; without a name it lists them."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from bench import board, chat, directory, kept, leaving, page, phone, submit, week, words, work
from bench.line import CannotStart
from bench.machine import Watched
from tests.machine import NotReady, stopped_by_sigterm

Figures = dict[str, Any]
BENCHES: dict[str, tuple[Callable[[argparse.Namespace], Figures], str]] = {
    "board": (board.run, "200 open boards, 500 who wait: an offer to the screen it is for"),
    "chat": (chat.run, "live conversations: how long a message takes to the other side"),
    "directory": (directory.run, "the directory's search: how fast, how soon, how true, how good"),
    "exit": (leaving.run, "quick exit: from the press to a blank screen, and to the neutral page"),
    "kept": (kept.run, "what looking at the queue costs, by how many contacts are kept"),
    "page": (page.run, "the way to help: first byte, pages a second, bytes, usable at 2G"),
    "phone": (phone.run, "calls at the real engine: answered, ringing, a phone dies, many at once"),
    "submit": (submit.run, "sealed first messages per second, each opens a conversation"),
    "week": (week.run, "ten times a year's rate for a simulated week, and the desk killed: lost?"),
    "words": (words.run, "hints beside an answer: precision and recall on held-back sentences"),
    "work": (work.run, "what a page asks of a device while very many come, on an old phone"),
}
ON_BOTH = {"board", "chat", "kept", "submit"}  # on one database or on both
ADD_OPTIONS = {
    "board": board.add_options,
    "chat": chat.add_options,
    "directory": directory.add_options,
    "exit": leaving.add_options,
    "kept": kept.add_options,
    "page": page.add_options,
    "phone": phone.add_options,
    "submit": submit.add_options,
    "week": week.add_options,
    "words": words.add_options,
    "work": work.add_options,
}
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Run one benchmark; exit code 1 with a sentence if its servers cannot start."""
    options = _parser().parse_args()
    if options.name is None:
        for name, (_, says) in BENCHES.items():
            print(f"{name:<10} {says}")
        return 0
    if options.name in ON_BOTH:
        options.databases = DATABASES if options.database == "both" else (options.database,)
    watched = Watched.begin()
    try:
        with stopped_by_sigterm():
            figures = BENCHES[options.name][0](options)
    except (CannotStart, NotReady, week.Violated) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    machine = watched.end()
    print(f"\n{machine['says']}")
    if options.json:
        told = {"bench": options.name, "figures": figures, "machine": machine}
        print(json.dumps(told), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bin/bench", description=__doc__)
    names = parser.add_subparsers(dest="name", metavar="NAME")
    for name, (_, says) in BENCHES.items():
        one = names.add_parser(name, help=says, description=says)
        one.add_argument("--json", action="store_true", help="one JSON object as the last line")
        if name in ON_BOTH:
            one.add_argument("--database", choices=(*DATABASES, "both"), default="both")
        ADD_OPTIONS[name](one)
    return parser


if __name__ == "__main__":
    sys.exit(main())
