"""`havre check`: Django's checks and the house's own, for each face in a process of its own."""

import argparse
import os
import subprocess
import sys

import django
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from havre.prompt.said import DONE, REFUSED, Commands, say, warn

FACES = ("front", "desk")


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre check`."""
    parser = commands.add_parser(
        "check",
        help="see that settings, policy and pages fit together",
        description="Runs Django's system checks and the house's own for both faces. Needs no "
        "database. An error names its remedy.",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Check both faces at once; pass only if both do."""
    command = [sys.executable, "-P", "-m", "havre.prompt.checking"]
    started = [
        subprocess.Popen([*command, face], env=os.environ | {"HAVRE_FACE": face}) for face in FACES
    ]
    codes = [process.wait() for process in started]
    if any(codes):
        return REFUSED
    say("The front and the desk are in order.")
    return DONE


def check_face(name: str) -> int:
    """Check the face this process was started for."""
    django.setup()
    try:
        call_command("check", fail_level="ERROR")
    except SystemCheckError as error:
        warn(f"The {name} is not in order.\n{error}")
        return REFUSED
    return DONE


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    sys.exit(check_face(sys.argv[1]))
