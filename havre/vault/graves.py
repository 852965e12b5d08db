"""Tombstones on their way past a restore: what was forgotten here stays forgotten.

A mark is an HMAC under a key of the house, so both go together.
"""

import sqlite3
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils import timezone

from havre.vault.models import HouseKey, Tombstone

KEY = "tombstones"


@dataclass(frozen=True, slots=True)
class Graves:
    """All marks, and the key that made them (none: nothing was ever forgotten)."""

    key: bytes | None
    marks: tuple[str, ...]


def dug() -> Graves:
    """Those of the keystore as it is now; none where there is no keystore yet."""
    try:
        key = HouseKey.objects.filter(name=KEY).values_list("key", flat=True).first()
        marks = tuple(Tombstone.objects.values_list("mark", flat=True))
    except DatabaseError:
        return Graves(None, ())
    return Graves(bytes(key) if key else None, marks)


@transaction.atomic(using="keystore")
def keep(graves: Graves) -> bool:
    """Add them to the keystore; False if it has another house's key, and then adds nothing."""
    if graves.key is None:
        return True
    kept, _ = HouseKey.objects.get_or_create(name=KEY, defaults={"key": graves.key})
    if bytes(kept.key) != graves.key:
        return False
    Tombstone.objects.bulk_create([Tombstone(mark=m) for m in graves.marks], ignore_conflicts=True)
    return True


def carry_over(graves: Graves, draft: sqlite3.Connection) -> None:
    """`keep`, for a copy that is not yet the keystore: so a crash during a restore loses none."""
    if graves.key is None:
        return
    draft.execute(
        "INSERT OR IGNORE INTO vault_housekey (name, key) VALUES (?, ?)", (KEY, graves.key)
    )
    (key,) = draft.execute("SELECT key FROM vault_housekey WHERE name = ?", (KEY,)).fetchone()
    if key == graves.key:
        now = timezone.now().replace(tzinfo=None).isoformat(" ")
        rows = [(mark, now) for mark in graves.marks]
        draft.executemany(
            "INSERT OR IGNORE INTO vault_tombstone (mark, made_at) VALUES (?, ?)", rows
        )
