"""`havre phone install | check | serve`: the phone engine, and our program beside it."""

import argparse

from django.conf import settings
from django.db import DatabaseError

from havre.channels.phone import configuration, voices
from havre.channels.phone.models import Voice
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing, serving, speaking
from havre.prompt.phone.line import of_this_line
from havre.prompt.said import DONE, REFUSED, Commands, Refused, say


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre phone`."""
    parser = commands.add_parser("phone", help="the phone engine: fetch it, look at it")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, run, told in (
        ("install", install, "fetch the engine from Debian's packages, beside the system"),
        ("check", check, "start it as this line would, look at it, and end it"),
        ("serve", serving.serve, "take calls: start the engine, or find it running, and stay"),
    ):
        verbs.add_parser(name, help=told, description=f"Does this: {told}.").set_defaults(run=run)


def install(_: argparse.Namespace) -> int:
    """Fetch it once."""
    found = installing.install(settings.PHONE_ENGINE)
    say(f"Asterisk {found.asterisk} from Debian {found.suite}, in {settings.PHONE_ENGINE}.")
    return DONE


def check(_: argparse.Namespace) -> int:
    """Start it with the line's settings; a line for each thing that must hold."""
    engine = of_this_line()
    if engines.is_running(engine):
        raise Refused("The phone engine of this line runs, and takes calls: it loaded all it has.")
    recorded = speaking.speak(engine, voices.files(), _kept())
    with engines.running(engine):
        loaded = engines.ask(engine, "module show").split()
    missing = [name for name in configuration.MODULES if f"{name}.so" not in loaded]
    say(f"{'NOT OK' if missing else 'ok    '}  engine, missing: {' '.join(missing) or 'nothing'}")
    for language, count in recorded.items():
        say(f"ok      prompts in {language}: {count} recorded, the rest spoken by a machine")
    return REFUSED if missing else DONE


def _kept() -> dict[voices.Prompt, Voice]:
    """What was kept at the desk; a line that was not founded yet has a machine speak."""
    try:
        return voices.kept()
    except DatabaseError:
        say("        no database yet: nothing was looked for that was kept at the desk")
        return {}
