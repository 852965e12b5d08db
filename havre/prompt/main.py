"""The commands, one function each. Exit codes: 0 done, 1 refused with a sentence, 2 wrong use."""

import argparse
from collections.abc import Sequence
from importlib import import_module

from django.db import DatabaseError

from havre.lib.env import WrongSetting
from havre.prompt.said import REFUSED, Refused, warn

# Each word, and the module that knows it: a command starts without the libraries of the others.
COMMANDS = {
    "init": "founding",
    "migrate": "migrating",
    "serve": "serving",
    "check": "checking",
    "doctor": "doctor",
    "audit": "auditing",
    "retention": "forgetting",
    "backup": "backups",
    "restore": "backups",
    "directory": "directories",
    "guides": "guiding",
    "seed": "seeding",
    "messages": "messages.commands",
    "docs": "docs.commands",
    "phone": "phone.commands",
}


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; return the exit code."""
    options = _parser(arguments).parse_args(arguments)
    try:
        return int(options.run(options))
    except (Refused, WrongSetting) as refusal:
        warn(str(refusal))
    except DatabaseError as error:
        warn(f"The database does not do this ({type(error).__name__}). Run `havre migrate`.")
    except KeyboardInterrupt:
        return 130
    return REFUSED


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Of the command that was asked for; of all of them for whoever asks what there is."""
    parser = argparse.ArgumentParser("havre", description="Software that runs a hotline.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = COMMANDS.get(arguments[0]) if arguments else None
    for module in [asked] if asked else dict.fromkeys(COMMANDS.values()):
        import_module(f"havre.prompt.{module}").add_to(commands)
    return parser
