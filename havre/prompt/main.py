"""The commands, one function each. Exit codes: 0 done, 1 refused with a sentence, 2 wrong use."""

import argparse
from collections.abc import Sequence

from django.db import DatabaseError

from havre.lib.env import WrongSetting
from havre.prompt import (
    auditing,
    backups,
    checking,
    directories,
    doctor,
    forgetting,
    founding,
    guiding,
    migrating,
    seeding,
    serving,
)
from havre.prompt.docs import commands as docs
from havre.prompt.messages import commands as messages
from havre.prompt.phone import commands as phone
from havre.prompt.said import REFUSED, Refused, warn

COMMANDS = (
    founding,
    migrating,
    serving,
    checking,
    doctor,
    auditing,
    forgetting,
    backups,
    directories,
    guiding,
    seeding,
    messages,
    docs,
    phone,
)


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (Refused, WrongSetting) as refusal:
        warn(str(refusal))
    except DatabaseError as error:
        warn(f"The database does not do this ({type(error).__name__}). Run `havre migrate`.")
    except KeyboardInterrupt:
        return 130
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("havre", description="Software that runs a hotline.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser
