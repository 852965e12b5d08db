"""`havre migrate`: both databases as this version needs them, and their files closed to others."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from havre.prompt import grants
from havre.prompt.said import DONE, Commands, say

DATABASES = ("default", "keystore")


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre migrate`."""
    parser = commands.add_parser(
        "migrate",
        help="bring both databases to this version",
        description="Makes or changes the tables of the database and of the keystore, collects the "
        "static files, closes the data folder to other users and, on PostgreSQL, gives each face "
        "its rights and no more.",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate, and say so."""
    migrate()
    say("The database and the keystore are as this version needs them.")
    return DONE


def migrate() -> None:
    """Make the tables; close the files; on PostgreSQL grant. Safe to run again."""
    close_folder(settings.DATA)
    for name in DATABASES:
        call_command("migrate", database=name, interactive=False, verbosity=0)
    close_files(settings.DATA)
    collect_static()
    if connection.vendor == "postgresql":
        grants.apply()


def collect_static() -> None:
    """Put the pages' styles, scripts and icons where both faces serve them from."""
    call_command("collectstatic", interactive=False, verbosity=0)


def close_folder(folder: Path) -> None:
    """Only the user who runs Havre may look into the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def close_files(folder: Path) -> None:
    """Databases, their logs and secrets: 0600."""
    for pattern in ("*.sqlite3*", "*.secret", "root.pub"):
        for file in folder.glob(pattern):
            file.chmod(0o600)
