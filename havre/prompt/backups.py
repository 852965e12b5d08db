"""`havre backup` and `havre restore`: database and keystore apart; what was forgotten stays so.

The keystore's back-ups live 30 days at most: whoever keeps one longer keeps what was forgotten.
"""

import argparse
import contextlib
import shutil
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Contact
from havre.prompt import migrating, stores
from havre.prompt.alone import alone
from havre.prompt.said import DONE, Commands, Refused, say, warn
from havre.prompt.serving import MARK, is_demo
from havre.retention.actions import reapply_tombstones
from havre.staff.models import Member
from havre.vault import graves

FOLDERS = {"default": "database", "keystore": "keystore"}
LONGEST = 30  # days


def add_to(commands: Commands) -> None:  # type: ignore[type-arg]
    """`havre backup` and `havre restore`."""
    out = commands.add_parser(
        "backup",
        help="write database and keystore to two folders",
        description="Writes database and keystore, each as of one moment, into DIR/database and "
        f"DIR/keystore. Keep them apart, and the keystore's no longer than {LONGEST} days.",
    )
    out.add_argument("dir", type=Path, metavar="DIR")
    out.set_defaults(run=run_backup)
    back = commands.add_parser(
        "restore",
        help="put a back-up in place; what was forgotten stays forgotten",
        description="Puts DIR/database and, if it is there, DIR/keystore in place, and forgets "
        "again whatever this house had forgotten since. End `havre serve` first.",
    )
    back.add_argument("dir", type=Path, metavar="DIR")
    back.add_argument("--replace", action="store_true", help="also over a house that is not empty")
    back.set_defaults(run=run_restore)


def run_backup(options: argparse.Namespace) -> int:
    """Write both. The database first: every file in it has its keys in the later keystore."""
    target: Path = options.dir.expanduser().resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} is not empty. Give a new folder for every back-up.")
    for name, folder in FOLDERS.items():
        stores.write_out(name, target / folder)
    (target / "database" / "root.pub").write_text(settings.ROOT_KEY + "\n", encoding="utf-8")
    if is_demo():
        (target / "database" / MARK).touch()  # demo data stays marked wherever it goes
    say(f"The back-up stands in {target}, in two folders: take them to two places.")
    warn(
        f"Destroy the keystore's within {LONGEST} days: kept longer, it opens in old back-ups "
        "of the database what people were promised is forgotten."
    )
    return DONE


def run_restore(options: argparse.Namespace) -> int:
    """Put back what is in the folder; then forget again."""
    source: Path = options.dir.expanduser().resolve()
    if not (source / "database" / stores.file_name("default")).exists():
        raise Refused(f"{source} holds no back-up of this kind of database.")
    with alone(settings.DATA):
        if not options.replace and not _is_empty():
            raise Refused("This house is not empty. --replace puts the back-up in its place.")
        migrating.close_folder(settings.DATA)
        buried = graves.dug()
        _put_back(source, buried)
        migrating.migrate()
        if not graves.keep(buried):
            warn("The back-up is of another house: what this one had forgotten is not in it.")
        again = reapply_tombstones()
        record(actor="restore", verb=Verb.BEGAN)
    say(f"The back-up is in place. {again} files that had been forgotten were forgotten again.")
    say("Now compare the audit with a head kept outside: havre audit verify --head N:HASH")
    return DONE


def _put_back(source: Path, buried: graves.Graves) -> None:
    """Keystore first: a crash between the two leaves tombstones for whatever comes back."""
    names = [n for n in ("keystore", "default") if _has(source, n)]
    if connections["default"].vendor == "sqlite":
        drafts = {name: stores.draft_of(name, source / FOLDERS[name]) for name in names}
        if "keystore" in drafts:
            with contextlib.closing(sqlite3.connect(drafts["keystore"])) as draft, draft:
                graves.carry_over(buried, draft)
        for name, draft_file in drafts.items():
            stores.put_in_place(name, draft_file)
    else:
        for name in names:
            stores.put_back(name, source / FOLDERS[name])
    if (source / "database" / MARK).exists():
        (settings.DATA / MARK).mkdir(mode=0o700, exist_ok=True)
    root = source / "database" / "root.pub"
    if root.exists():
        shutil.copyfile(root, settings.DATA / "root.pub")
        settings.ROOT_KEY = root.read_text(encoding="utf-8").strip()


def _has(source: Path, name: str) -> bool:
    return (source / FOLDERS[name] / stores.file_name(name)).exists()


def _is_empty() -> bool:
    try:
        return not Member.objects.exists() and not Contact.objects.exists()
    except DatabaseError:
        return True  # there are no tables yet
