"""`havre directory import | export`: the directory as a JSON file."""

import argparse
import json
from pathlib import Path
from typing import Any

from havre.directory import actions, exchange
from havre.directory.models import Service
from havre.prompt.said import DONE, Commands, Refused, say

BY = "import"


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre directory`."""
    parser = commands.add_parser("directory", help="take the directory in, or write it out")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    come = verbs.add_parser(
        "import",
        help="add and change entries by their keys",
        description="Adds what is new, changes what is known, deletes nothing; all or nothing.",
    )
    go = verbs.add_parser(
        "export",
        help="write all entries",
        description="Writes the whole directory to a new file. It holds nobody's data.",
    )
    again = verbs.add_parser(
        "reindex",
        help="feed the finder with every service anew",
        description="Only a house that was filled before the finder came needs it, once.",
    )
    again.set_defaults(run=run_reindex)
    for verb, run in ((come, run_import), (go, run_export)):
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.set_defaults(run=run)


def run_import(options: argparse.Namespace) -> int:
    """Take a file in."""
    try:
        taken = exchange.take_in(_read(options.file), by=BY)
    except exchange.Malformed as error:
        raise Refused(f"Nothing was changed. {error}") from error
    say(f"{taken.organizations} organizations and {taken.services} services were taken in.")
    return DONE


def run_export(options: argparse.Namespace) -> int:
    """Write everything out."""
    text = json.dumps(exchange.written(), ensure_ascii=False, indent=1) + "\n"
    try:
        with options.file.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise Refused(f"{options.file} cannot be written: {error.strerror}.") from error
    say(f"The directory stands in {options.file}.")
    return DONE


def run_reindex(_: argparse.Namespace) -> int:
    """Make every card anew."""
    services = Service.objects.all()
    actions.reproject(services)
    say(f"The finder knows {len(services)} services.")
    return DONE


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read ({error}).") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{file} is no JSON: {error}.") from error
