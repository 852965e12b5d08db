"""One database written to a folder, and put back: SQLite by itself, PostgreSQL by its own tools."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.db import connections

from havre.prompt.said import Refused


def write_out(name: str, folder: Path) -> None:
    """Write the database `name` as it is at one moment into a new folder. Raises Refused."""
    folder.mkdir(mode=0o700, parents=True)
    target = folder / file_name(name)
    if connections[name].vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(_path(name), timeout=20)) as source:
            source.execute("VACUUM INTO ?", (str(target),))  # no deleted byte goes along
    else:
        _tool("pg_dump", name, "--format=custom", "--no-owner", f"--file={target}")
    target.chmod(0o600)


def draft_of(name: str, folder: Path) -> Path:
    """A whole copy beside the SQLite database `name`, to be put in its place. Raises Refused."""
    draft = _path(name).with_suffix(".restoring")
    draft.unlink(missing_ok=True)
    shutil.copyfile(folder / file_name(name), draft)
    draft.chmod(0o600)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        draft.unlink()
        raise Refused(f"{folder / file_name(name)} is damaged. Nothing was replaced.")
    return draft


def put_in_place(name: str, draft: Path) -> None:
    """The draft becomes the SQLite database, in one step; the old one's log goes with it."""
    connections[name].close()
    target = _path(name)
    for left_over in ("-wal", "-shm"):
        Path(f"{target}{left_over}").unlink(missing_ok=True)
    draft.replace(target)


def put_back(name: str, folder: Path) -> None:
    """Replace the PostgreSQL database by what was written out. Raises Refused."""
    connections[name].close()
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    _tool("pg_restore", name, *options, str(folder / file_name(name)))


def file_name(name: str) -> str:
    """What a database is called in a back-up."""
    kind = "sqlite3" if connections[name].vendor == "sqlite" else "pgdump"
    return f"{'havre' if name == 'default' else 'keystore'}.{kind}"


def _path(name: str) -> Path:
    return Path(str(connections[name].settings_dict["NAME"]))


def _tool(program: str, name: str, *options: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is missing. Install PostgreSQL's client programs and try again.")
    settings: dict[str, Any] = connections[name].settings_dict
    said = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    ours = {variable: settings[key] for variable, key in said.items() if settings[key]}
    command = [found, f"--dbname={settings['NAME']}", "--no-password", *options]
    done = subprocess.run(command, env=os.environ | ours, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Refused(f"{program} did not finish; the reason stands above.")
