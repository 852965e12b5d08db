"""`havre seed`: the demo's night shift, in an empty house of a source checkout only."""

import argparse
import importlib
import importlib.util

from havre.prompt import migrating
from havre.prompt.said import DONE, Commands, Refused, say
from havre.staff.models import Member
from havre.vault.models import RoleKey


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre seed`."""
    parser = commands.add_parser(
        "seed",
        help="fill an empty house with the demo's night shift",
        description="Only from a source checkout, only into an empty house. `bin/demo` does this "
        "and starts it as well. A seeded house is never served but on this machine.",
    )
    parser.set_defaults(run=run)


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
