"""The finder of this process: one index for each circle of readers, fed by numbered changes.

A desk's index catches up before every question, so that a change is found in the next one. The
front has no directory but a file: its search answers with the database stopped.
"""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from havre.directory import told
from havre.directory.cards import Card, of_tier
from havre.directory.entries import entry_of
from havre.directory.finder.index import Index
from havre.directory.finder.snapshot import Refused
from havre.directory.models import PUBLIC, Counter, SearchDoc

_lock = threading.RLock()


@dataclass(slots=True)
class _Kept:
    """An index, and up to which number of whose changes it knows."""

    index: Index
    house: UUID
    n: int


_kept: dict[str, _Kept] = {}
_read: dict[str, "Published"] = {}  # of a face without tables


@dataclass(frozen=True, slots=True)
class Published:
    """What was written for a tier: its index, and what whoever keeps a copy is told of it.

    `version` is never that of two different states.
    """

    version: str
    index: Index
    told: told.Told


def index(viewer: str) -> Index:
    """The index of what `viewer` may see, as the directory is in this moment."""
    with _lock:
        house, n = _head()
        kept = _kept.get(viewer)
        if kept is None or kept.house != house or kept.n > n:
            kept = _kept[viewer] = _from_file(viewer, house, n) or _Kept(Index(), house, 0)
        if kept.n < n:
            _catch_up(kept, viewer)
        return kept.index


def card_of(found: Index, service: UUID) -> Card | None:
    """The card of a service; None if this index does not know it."""
    kept = found.card(service)
    return None if kept is None else json.loads(kept)


def publish(viewer: str = PUBLIC) -> bool:
    """Write the index beside the database for whoever has none, if it is newer. Whether it was.

    Whole or not at all; older files go once the newer one is there.
    """
    with _lock:
        house, n = _head()
        target = _folder() / _name(viewer, house, n)
        beside = target.with_suffix(told.SUFFIX)
        if n == 0 or (target.exists() and beside.exists()):
            return False
        _folder().mkdir(mode=0o700, exist_ok=True)
        older = [each for each in _folder().glob(f"{viewer}-*") if each not in (target, beside)]
        before = told.newest(_folder(), viewer)
        told.write(told.follow(before, viewer, house, n), beside)
        index(viewer).save(target)
        for old in older:
            old.unlink(missing_ok=True)
        return True


def published(viewer: str = PUBLIC) -> Index:
    """The newest index that was written; asks no database. Raises FileNotFoundError, Refused."""
    return publication(viewer).index


def publication(viewer: str = PUBLIC) -> Published:
    """The same with what is told beside it. Raises FileNotFoundError, Refused."""
    with _lock:
        newest = max(_folder().glob(f"{viewer}-*.finder"), key=_when, default=None)
        if newest is None:
            raise FileNotFoundError("No directory has been published here yet.")
        version = f"{newest.name}-{newest.stat().st_mtime_ns}"
        found = _read.get(viewer)
        if found is None or found.version != version:
            beside = told.read(newest.with_suffix(told.SUFFIX))
            found = _read[viewer] = Published(version, Index.load(newest), beside)
        return found


def _head() -> tuple[UUID, int]:
    row = Counter.objects.filter(id=1).values_list("house", "n").first()
    return row or (UUID(int=0), 0)


def _catch_up(kept: _Kept, viewer: str) -> None:
    docs = SearchDoc.objects.filter(n__gt=kept.n).order_by("n")
    for doc in docs.iterator(chunk_size=1000):
        card = of_tier(doc.entries, viewer)
        if card is None:
            kept.index.drop(doc.service)
        else:
            kept.index.put(entry_of(card), json.dumps(card, ensure_ascii=False).encode())
        kept.n = doc.n


def _from_file(viewer: str, house: UUID, n: int) -> _Kept | None:
    """What was written of this house up to some number; a damaged file is as good as none."""
    best = -1
    for file in _folder().glob(f"{viewer}-{house.hex}-*.finder"):
        number = int(file.stem.rpartition("-")[2])
        best = max(best, number if number <= n else -1)
    if best < 0:
        return None
    try:
        return _Kept(Index.load(_folder() / _name(viewer, house, best)), house, best)
    except (OSError, Refused):
        return None


def _when(file: Path) -> tuple[float, str]:
    try:
        return file.stat().st_mtime, file.name
    except FileNotFoundError:  # a newer one has just taken its place
        return 0.0, file.name


def _folder() -> Path:
    return Path(settings.DATA) / "finder"


def _name(viewer: str, house: UUID, n: int) -> str:
    return f"{viewer}-{house.hex}-{n:012d}.finder"
