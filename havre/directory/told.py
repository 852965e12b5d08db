"""What a circle of readers was told of, and when that last changed: for whoever keeps a copy.

A copy is brought up to date by asking what changed since. So the moments are those in which
something was published: no change is made before one asks and told after it with an earlier moment.
What is gone stays here: a service that closed with its state, one that this circle may no longer
see by its id alone.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from havre.directory import copies
from havre.directory.cards import of_tier
from havre.directory.models import SearchDoc
from havre.lib import clock

SUFFIX = ".told"
_AT_ONCE = 500
Gone = dict[str, Any] | None  # what is still said of it; None: nothing but that it is gone


@dataclass(slots=True)
class Told:
    """`since`: id → when what is said of it last changed (ISO 8601). `gone`: id → what is left."""

    house: str = ""
    n: int = 0
    since: dict[str, str] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)


def follow(before: Told, viewer: str, house: UUID, n: int) -> Told:
    """What is told once the changes up to number `n` are published, now."""
    now = clock.now().isoformat()
    is_same = before.house == house.hex and before.n <= n
    after = Told(house.hex, n, dict(before.since), dict(before.gone))
    docs = SearchDoc.objects.filter(n__gt=before.n if is_same else 0).order_by("n")
    hidden, met = [], set()
    for doc in docs.iterator(chunk_size=1000):
        own = str(doc.service)
        met.add(own)
        if of_tier(doc.entries, viewer) is None:
            hidden.append(own)
        else:
            after.since[own] = now
            after.gone.pop(own, None)
    if not is_same:  # another database in the same place: what it does not know is gone
        hidden += [own for own in before.since if own not in met]
    _go(after, hidden, viewer, now)
    return after


def write(told: Told, path: Path) -> None:
    """Write it, whole or not at all."""
    kept = {"house": told.house, "n": told.n, "since": told.since, "gone": told.gone}
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".told", delete=False) as new:
        try:
            json.dump(kept, new, ensure_ascii=True)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def read(path: Path) -> Told:
    """What was written; nothing where nothing can be read: then no moment is older than now."""
    try:
        return Told(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Told()


def newest(folder: Path, viewer: str) -> Told:
    """The last that was written for a tier and can be read."""
    found = [read(path) for path in folder.glob(f"{viewer}-*{SUFFIX}")]
    return max(found, key=lambda told: max(told.since.values(), default=""), default=Told())


def _go(after: Told, ids: list[str], viewer: str, now: str) -> None:
    """Say that these are gone: with what may still be said, or by the id of who was told of it."""
    for some in _in_parts(ids):
        closed = {one["id"]: one for one in copies.services(viewer, [UUID(own) for own in some])}
        for own in some:
            if own in closed or own in after.since:
                after.since[own] = now
                after.gone[own] = closed.get(own)


def _in_parts(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while part := list(islice(rest, _AT_ONCE)):
        yield part
