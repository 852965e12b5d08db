"""A store as one file, and back: plain, checked, whole or refused.

A heading, a digest (keyed, where a key is given, so that a file that somebody else wrote is
refused too), then JSON that says what follows, then bitmaps, columns and cards as bytes.
"""

import hashlib
import hmac
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from pyroaring import BitMap

from havre.directory.finder.entry import Closing, Opening
from havre.directory.finder.hours import Hours
from havre.directory.finder.store import Store

HEADING = b"Havre finder 2\n"
_DIGEST = 32


class Refused(ValueError):
    """The file is not a whole snapshot of ours; nothing of it was taken in."""


def save(store: Store, path: Path, key: bytes = b"") -> None:
    """Write the store, the living only: beside `path` first, then in its place, all or nothing."""
    if store.services.size != len(store.alive):
        store.compact()
    body = b"".join(_body(store))
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            new.write(HEADING + _digest(body, key) + body)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path, key: bytes = b"") -> Store:
    """Read a store. Raises Refused with a sentence, or FileNotFoundError."""
    raw = path.read_bytes()
    start = len(HEADING) + _DIGEST
    if not raw.startswith(HEADING):
        raise Refused(f"{path.name} is no index of this version. Build it anew.")
    if not hmac.compare_digest(raw[len(HEADING) : start], _digest(raw[start:], key)):
        raise Refused(f"{path.name} was cut short or changed. Build it anew.")
    try:
        return _store(memoryview(raw)[start:])
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as broken:
        raise Refused(f"{path.name} cannot be read. Build it anew.") from broken


def _body(store: Store) -> Iterator[bytes]:
    held = sorted(store.bitmaps)
    bitmaps = [store.bitmaps[key].serialize() for key in held]
    cards = [store.cards.get(number, b"") for number in range(store.services.size)]
    columns = [store.services.dump(), store.points.dump()]
    contents = {
        "keys": held,
        "bitmaps": [len(each) for each in bitmaps],
        "cards": [len(each) for each in cards],
        "columns": [len(each) for each in columns],
        "services": store.services.size,
        "points": store.points.size,
        "names": store.names,
        "words": store.vocabulary,
        "hours": [_told(hours) for hours in store.patterns.all],
    }
    packed = zlib.compress(json.dumps(contents, ensure_ascii=False).encode(), 1)
    yield len(packed).to_bytes(8, "little")
    yield packed
    yield from (*columns, *bitmaps, *cards)


def _store(body: memoryview) -> Store:
    length = int.from_bytes(body[:8], "little")
    contents = json.loads(zlib.decompress(body[8 : 8 + length]))
    pieces = _pieces(body[8 + length :], contents)
    store = Store()
    store.services.restore(next(pieces), contents["services"])
    store.points.restore(next(pieces), contents["points"])
    store.file({key: BitMap.deserialize(bytes(next(pieces))) for key in contents["keys"]})
    store.alive = BitMap(range(store.services.size))
    cards = ((number, bytes(next(pieces))) for number in range(store.services.size))
    store.cards = {number: card for number, card in cards if card}
    ids = np.column_stack([store.services["high"], store.services["low"]]).astype(">u8").tobytes()
    store.numbers = {ids[16 * n : 16 * n + 16]: n for n in range(store.services.size)}
    store.remember_names(contents["names"])
    store.remember_words(contents["words"])
    for hours in contents["hours"]:
        store.patterns.number(_hours(hours))
    return store


def _pieces(rest: memoryview, contents: dict[str, Any]) -> Iterator[memoryview]:
    at = 0
    for length in (*contents["columns"], *contents["bitmaps"], *contents["cards"]):
        yield rest[at : at + length]
        at += length


def _digest(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, digest_size=_DIGEST).digest()


def _told(hours: Hours) -> list[Any]:
    rules = [
        [r.kind, r.days, r.opens, r.closes, _day(r.valid_from), _day(r.valid_to)]
        for r in hours.openings
    ]
    days = [[_day(c.day), c.opens, c.closes, c.is_open] for c in hours.closings]
    return [hours.zone, hours.province, rules, days]


def _hours(told: list[Any]) -> Hours:
    zone, province, rules, days = told
    openings = tuple(
        Opening(kind, tuple(on), opens, closes, _date(first), _date(last))
        for kind, on, opens, closes, first, last in rules
    )
    closings = tuple(Closing(date.fromisoformat(d), o, c, is_open) for d, o, c, is_open in days)
    return Hours(zone, province, openings, closings)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
