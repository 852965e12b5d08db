"""`havre seed`: the demo's night shift, in an empty house of a source checkout only.

`havre seed directory`: made-up services in any number, where nobody's own are.
"""

import argparse
import importlib
import importlib.util

from havre.prompt import migrating
from havre.prompt.made_up.moving_in import NotAlone, move_in
from havre.prompt.said import DONE, Commands, Refused, say
from havre.staff.models import Member
from havre.vault.models import RoleKey

MOST = 1_000_000


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre seed`."""
    parser = commands.add_parser(
        "seed",
        help="fill an empty house with the demo's night shift",
        description="Only from a source checkout, only into an empty house. `bin/demo` does this "
        "and starts it as well. A seeded house is never served but on this machine.",
    )
    parser.set_defaults(run=run)
    directory = parser.add_subparsers(metavar="WHAT").add_parser(
        "directory",
        help="made-up services, to try out what many of them cost",
        description="Writes services that nobody offers into the directory, all or none. Each "
        "says so in a notice of its own, and its key begins with made-up-. Again: that many more.",
    )
    directory.add_argument("--size", type=_size, required=True, help="how many services")
    directory.add_argument("--seed", type=int, default=0, help="another seed makes other services")
    directory.add_argument(
        "--beside", action="store_true", help="even though the house holds services that are real"
    )
    directory.set_defaults(run=run_directory)


def run(_: argparse.Namespace) -> int:
    """Seed, or say why not."""
    if importlib.util.find_spec("demo") is None:
        raise Refused("The demo is not part of this installation. Clone the source, run bin/demo.")
    migrating.migrate()
    if Member.objects.exists() or RoleKey.objects.exists():
        raise Refused("This house is not empty. Give an empty folder as HAVRE_DATA.")
    # The release never imports the demo: it is looked for by name, here and nowhere else.
    importlib.import_module("demo.house").move_in()
    say("The night shift is seeded. Its sign-ins: bin/demo --codes --data FOLDER")
    return DONE


def run_directory(options: argparse.Namespace) -> int:
    """Write made-up services, or say why not."""
    try:
        there = move_in(options.size, options.seed, beside=options.beside)
    except NotAlone as refusal:
        raise Refused(
            "Nothing was changed: this house holds services that somebody may really be sent to. "
            "Use another house, or add --beside if the two may stand in one list."
        ) from refusal
    say(f"The directory holds {there} made-up services now.")
    return DONE


def _size(text: str) -> int:
    size = int(text)
    if not 1 <= size <= MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST}")
    return size
