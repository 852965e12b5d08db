"""`havre phone install | check`: the phone engine of this line. No call joins the queue yet."""

import argparse

from django.conf import settings

from havre.channels.phone import configuration
from havre.channels.phone.configuration import Engine
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing, speaking
from havre.prompt.said import DONE, REFUSED, Commands, Refused, say

_SOUND_PORTS = 200  # two for each leg of a call


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre phone`."""
    parser = commands.add_parser("phone", help="the phone engine: fetch it, look at it")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, run, told in (
        ("install", install, "fetch the engine from Debian's packages, beside the system"),
        ("check", check, "start it as this line would, look at it, and end it"),
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
    with engines.running(engine):
        loaded = engines.ask(engine, "module show").split()
        recorded = speaking.speak(engine, settings.DATA / "phone" / "voices")
    missing = [name for name in configuration.MODULES if f"{name}.so" not in loaded]
    say(f"{'NOT OK' if missing else 'ok    '}  engine, missing: {' '.join(missing) or 'nothing'}")
    for language, count in recorded.items():
        say(f"ok      prompts in {language}: {count} recorded, the rest spoken by a machine")
    return REFUSED if missing else DONE


def of_this_line() -> Engine:
    """The engine with this line's settings. Raises Refused if it was not fetched."""
    if installing.installed(settings.PHONE_ENGINE) is None:
        raise Refused("The phone engine is not here. Run `havre phone install`.")
    first = settings.PHONE_SOUND_PORTS
    return Engine(
        root=settings.PHONE_ENGINE / "root",
        folder=settings.DATA / "phone",
        host=settings.PHONE_HOST,
        sip_port=settings.PHONE_SIP_PORT,
        ari_port=settings.PHONE_PROGRAM_PORT,
        rtp=(first, first + _SOUND_PORTS - 1),
        ari_secret=engines.secret(),
    )
