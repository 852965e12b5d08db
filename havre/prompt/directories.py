"""`havre directory`: written out for a tier, taken in at once, or staged for two to agree."""

import argparse
import json
from pathlib import Path
from typing import Any

from havre.directory import actions, cards, exchange, links
from havre.directory.hsds import writing
from havre.directory.models import PUBLIC, Service
from havre.prompt import imports, packing
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
        help="write what a tier may see, to a new file or folder",
        description="hsds: a line of JSON each; hsds-csv: tables; havre: one JSON file of ours.",
    )
    go.add_argument("--form", choices=tuple(_FORMS), default="havre")
    go.add_argument("--tier", choices=cards.FOUND_BY, default=PUBLIC)
    again = verbs.add_parser(
        "reindex",
        help="feed the finder with every service anew",
        description="Only a house that was filled before the finder came needs it, once.",
    )
    again.set_defaults(run=run_reindex)
    web = verbs.add_parser(
        "links",
        help="ask the web pages of the directory whether they are there",
        description="Each once a month at most, public addresses alone. Run it from a timer.",
    )
    web.add_argument("--most", type=int, default=500, help="how many at once (500)")
    web.set_defaults(run=run_links)
    imports.add_to(verbs)
    packing.add_to(verbs)
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
    """Write out what a tier may see."""
    try:
        count = _FORMS[options.form](options.file, options.tier)
    except OSError as error:
        raise Refused(f"{options.file} cannot be written: {error.strerror}.") from error
    say(f"{options.file} holds {count} services, as the tier «{options.tier}» may see them.")
    if options.tier != PUBLIC:
        say("It is not for the public: keep it as you keep what it holds.")
    return DONE


def _write_ours(file: Path, tier: str) -> int:
    document = exchange.written(tier)
    with file.open("x", encoding="utf-8") as target:
        target.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    return len(document["services"])


_FORMS = {"havre": _write_ours, "hsds": writing.write_json, "hsds-csv": writing.write_tables}


def run_reindex(_: argparse.Namespace) -> int:
    """Make every card anew."""
    services = Service.objects.all()
    actions.reproject(services)
    say(f"The finder knows {len(services)} services.")
    return DONE


def run_links(options: argparse.Namespace) -> int:
    """Ask what is due, and say what came of it; a curator finds the wrong ones on the page."""
    told = links.check(max(0, options.most))
    said = ", ".join(f"{told[outcome]} {outcome}" for outcome in links.OUTCOMES)
    say(f"{told.total()} web pages were asked: {said}. {len(links.due())} are still due.")
    return DONE


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read ({error}).") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{file} is no JSON: {error}.") from error
