"""`havre doctor`: what a person at a shell would look at, one line each with its remedy."""

import argparse
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from havre.audit.actions import verify
from havre.lib import clock
from havre.lib.wire import IN_MEMORY
from havre.prompt.migrating import DATABASES
from havre.prompt.said import DONE, REFUSED, Commands, say
from havre.prompt.serving import is_demo
from havre.vault import facts, keys

_ROOM = 1024**3  # bytes that should be free
_OLDEST_SQLITE = (3, 35, 0)
_BUILT = 1_780_000_000  # seconds; the clock is wrong if it says earlier than this version (2026)


class Found(NamedTuple):
    """One thing looked at: fine or not, what it is, and what to do about it."""

    fine: bool
    what: str
    remedy: str = ""


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre doctor`."""
    parser = commands.add_parser(
        "doctor",
        help="look at everything that could be wrong with this machine",
        description="Looks at versions, folder, keys, audit, disk, mail and clock; changes "
        "nothing. Exit code 1 if anything is not ok.",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print a line for each thing."""
    found = [one for look in LOOKS for one in _safely(look)]
    for one in found:
        say(f"{'ok    ' if one.fine else 'NOT OK'}  {one.what}")
        if not one.fine:
            say(f"        {one.remedy}")
    return DONE if all(one.fine for one in found) else REFUSED


def _safely(look: Callable[[], Iterator[Found]]) -> list[Found]:
    try:
        return list(look())
    except DatabaseError as error:
        what = f"{look.__name__.strip('_')}: the database said {type(error).__name__}"
        return [Found(False, what, "Run `havre migrate`.")]


def _versions() -> Iterator[Found]:
    yield Found(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "Install 3.11.")
    new = sqlite3.sqlite_version_info >= _OLDEST_SQLITE
    yield Found(new, f"SQLite {sqlite3.sqlite_version}", "Install a newer SQLite.")
    yield Found(True, f"libsodium {facts.libsodium()}")


def _folder() -> Iterator[Found]:
    data: Path = settings.DATA
    if not data.is_dir():
        yield Found(False, f"data folder {data}: missing", "Run `havre init`.")
        return
    mode = stat.S_IMODE(data.stat().st_mode)
    yield Found(mode == 0o700, f"data folder {data}: {mode:o}", f"chmod 700 {data}")
    kept = [*data.glob("*.sqlite3*"), *data.glob("*.secret")]
    loose = [file.name for file in kept if stat.S_IMODE(file.stat().st_mode) & 0o077]
    said = ", ".join(loose) or "closed to others"
    yield Found(not loose, f"files in it: {said}", f"chmod 600 {data}/*.sqlite3* {data}/*.secret")
    free = shutil.disk_usage(data).free
    yield Found(free >= _ROOM, f"free space: {free // 1024**2} MiB", "Make room: 1 GiB is little.")


def _tables() -> Iterator[Found]:
    for name in DATABASES:
        executor = MigrationExecutor(connections[name])
        due = executor.migration_plan(executor.loader.graph.leaf_nodes())
        vendor = connections[name].vendor
        yield Found(
            not due, f"{name} ({vendor}): {len(due)} migrations due", "Run `havre migrate`."
        )


def _role_keys() -> Iterator[Found]:
    try:
        found = keys.current_role_keys(keys.ROLES)
    except (keys.NoRoleKey, ValueError) as error:
        yield Found(False, f"role keys: {error}", "Run `havre init`, or restore a back-up.")
        return
    yield Found(True, f"role keys: {', '.join(sorted(found))} chain to the root key")
    holders = facts.holders()
    short = [role for role in keys.ROLES if holders.get(role, 0) < 2]
    said = ", ".join(f"{role} {holders.get(role, 0)}" for role in keys.ROLES)
    if not is_demo():
        yield Found(not short, f"holders: {said}", "Give every role a second holder.")


def _audit() -> Iterator[Found]:
    finding = verify()
    said = f"whole, {finding.rows} rows" if finding.whole else f"row {finding.bad_row} is bad"
    yield Found(finding.whole, f"audit: {said}", "Keep this machine as it is; restore elsewhere.")


def _mail() -> Iterator[Found]:
    url = settings.SMTP_URL
    fine = bool(url) and (url != IN_MEMORY or is_demo())
    said = "none" if not url else "in memory: nothing is sent" if url == IN_MEMORY else "set"
    yield Found(fine, f"mail server: {said}", "Set HAVRE_SMTP_URL to smtps://user:word@host.")


def _clock() -> Iterator[Found]:
    said = clock.line_time(clock.now()).strftime("%Y-%m-%d %H:%M %Z")
    fine = time.time() > _BUILT
    yield Found(fine, f"clock: {said}", "Set the clock: second factors need it within 30 seconds.")


LOOKS = (_versions, _folder, _tables, _role_keys, _audit, _mail, _clock)
