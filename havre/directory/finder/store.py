"""What the search holds in memory: bitmaps by key, columns by service, the words that occur.

A service has a number here. A changed one gets a new number and the old one is dead: nothing
dead is found or counted, and `compact` clears it away when much of it has gathered.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from havre.directory.finder import hours, keys
from havre.directory.finder.columns import Columns, Numbers
from havre.directory.finder.entry import Entry
from havre.directory.finder.lexicon import lexicon
from havre.directory.finder.places import gazetteer
from havre.directory.finder.typos import Trigrams
from havre.directory.finder.week import Patterns
from havre.directory.finder.words import forms
from havre.lib.lang import fold

SERVICE = {
    "name0": "<u8", "name1": "<u8", "name2": "<u8",
    "high": "<u8", "low": "<u8", "national": "<i1", "by_distance": "<i1", "first": "<i4",
    "points": "<i4", "pattern": "<i4", "min_age": "<i2", "max_age": "<i2", "checked": "<i4",
    "due": "<i4", "beds": "<i4", "beds_until": "<f8",
}  # fmt: skip
TIES = ("name0", "name1", "name2", "high", "low")  # how equal ones stand
NAME_BYTES = 24  # of a folded name, as three numbers: enough to tell neighbours apart
POINT = {"lat": "<f8", "lon": "<f8", "name": "<i4"}
OLDEST = 32767
NOBODY = BitMap()
_LEXICON_WEIGHT = 1_000
_DEAD_AT_MOST = 1_000


class Store:
    """All entries of one circle of readers."""

    def __init__(self) -> None:
        self.bitmaps: dict[str, BitMap] = {}
        self._facets: dict[str, dict[str, BitMap]] = {}
        self.alive = BitMap()
        self.services = Columns(SERVICE)
        self.points = Columns(POINT)
        self.names: list[str] = []
        self._name_numbers: dict[str, int] = {}
        self.patterns = Patterns()
        self.numbers: dict[bytes, int] = {}
        self.cards: dict[int, bytes] = {}
        self.vocabulary: list[str] = []
        self._words: set[str] = set()
        self._trigrams: Trigrams | None = None

    def put(self, entry: Entry, card: bytes) -> None:
        """Take an entry in, instead of the one of the same id. Raises ValueError for its hours."""
        said = list(keys.words_of(entry))
        told, filed, row = hours.of(entry), keys.of(entry, said), _row(entry)
        self.drop(entry.id)
        first = self.points.size
        for point in entry.points:
            name = self._name_number(point.settlement)
            self.points.append(lat=point.lat, lon=point.lon, name=name)
        number = self.services.append(**row, first=first, pattern=self.patterns.number(told))
        for key in filed:
            if key not in self.bitmaps:
                self._file(key, BitMap())
            self.bitmaps[key].add(number)
        for _, _, word in said:
            self._learn(word)
        if card:
            self.cards[number] = card
        self.numbers[entry.id.bytes] = number
        self.alive.add(number)

    def drop(self, id: UUID) -> bool:
        """Forget an entry; say whether it was there."""
        number = self.numbers.pop(id.bytes, None)
        if number is None:
            return False
        self.alive.discard(number)
        self.cards.pop(number, None)
        if self.services.size - len(self.alive) > len(self.alive) + _DEAD_AT_MOST:
            self.compact()
        return True

    def get(self, key: str) -> BitMap:
        """The services filed under a key, dead ones too; nobody if there is no such key."""
        return self.bitmaps.get(key, NOBODY)

    def codes(self, prefix: str) -> Mapping[str, BitMap]:
        """The codes filed under a facet, and who has each, dead ones too."""
        return self._facets.get(prefix, {})

    def file(self, bitmaps: Mapping[str, BitMap]) -> None:
        """Take these bitmaps by their keys instead of those that are there."""
        self.bitmaps, self._facets = {}, {}
        for key, held in bitmaps.items():
            self._file(key, held)

    def known(self, word: str) -> int:
        """How many living services have a typed word, in any language."""
        held = [self.bitmaps[k] for f in forms(word) if (k := keys.ANYWHERE + f) in self.bitmaps]
        return self.alive.intersection_cardinality(BitMap.union(*held)) if held else 0

    def occurs(self, told: str) -> bool:
        """Whether a living service has a word in this form ("en:shelter")."""
        return self.alive.intersect(self.get(keys.ANYWHERE + told))

    def beginning(self, prefix: str) -> list[str]:
        """The words that occur and begin like this, in order."""
        first = bisect_left(self.vocabulary, prefix)
        last = bisect_left(self.vocabulary, prefix + "\U0010ffff", lo=first)
        return self.vocabulary[first:last]

    def nearest(self, word: str) -> str:
        """A word that occurs, or that the lexicon or the gazetteer knows, most like this one."""
        if self._trigrams is None:
            self._trigrams = Trigrams()
            for other in (
                *sorted(lexicon().words),
                *sorted(gazetteer().town_words),
                *self.vocabulary,
            ):
                self._trigrams.add(other)
        return self._trigrams.nearest(word, self._weight)

    def ids_of(self, services: Numbers) -> list[UUID]:
        """The ids of some services by their numbers."""
        rows = (self.services[half][services].tolist() for half in ("high", "low"))
        return [UUID(int=high << 64 | low) for high, low in zip(*rows, strict=True)]

    def compact(self) -> None:
        """Number the living anew and forget the dead; answers stay the same."""
        rows = rows_of(self.alive)
        numbers = np.full(self.services.size, -1, dtype=np.int64)
        numbers[rows] = np.arange(len(rows))
        kept = {key: held & self.alive for key, held in self.bitmaps.items()}
        self.file({k: bitmap_of(numbers[rows_of(held)]) for k, held in kept.items() if held})
        counts = self.services["points"][rows]
        self.points = self.points.kept(point_rows(self.services["first"][rows], counts))
        self.services = self.services.kept(rows)
        self.services["first"][:] = np.cumsum(counts) - counts
        self.cards = {int(numbers[old]): card for old, card in self.cards.items()}
        self.numbers = {id: int(numbers[old]) for id, old in self.numbers.items()}
        self.alive = BitMap(range(len(rows)))
        self._forget_patterns()
        self._forget_words()

    def remember_words(self, vocabulary: list[str]) -> None:
        """Take a whole vocabulary, sorted, instead of the one that is there."""
        self.vocabulary, self._words, self._trigrams = vocabulary, set(vocabulary), None

    def remember_names(self, names: list[str]) -> None:
        """Take the names of settlements in their order."""
        self.names, self._name_numbers = names, {name: n for n, name in enumerate(names)}

    def _file(self, key: str, held: BitMap) -> None:
        self.bitmaps[key] = held
        facet, _, code = key.partition("|")
        if (prefix := f"{facet}|") in keys.COUNTED:
            self._facets.setdefault(prefix, {})[code] = held

    def _learn(self, word: str) -> None:
        if word not in self._words:
            self._words.add(word)
            insort(self.vocabulary, word)
            if self._trigrams is not None:
                self._trigrams.add(word)

    def _weight(self, word: str) -> int:
        extra = _LEXICON_WEIGHT if word in lexicon().words else word in gazetteer().town_words
        return self.known(word) + extra

    def _name_number(self, name: str) -> int:
        if name not in self._name_numbers:
            self._name_numbers[name] = len(self.names)
            self.names.append(name)
        return self._name_numbers[name]

    def _forget_patterns(self) -> None:
        used, again = np.unique(self.services["pattern"], return_inverse=True)
        patterns = Patterns()
        for number in used:
            patterns.number(self.patterns.all[number])
        self.patterns = patterns
        self.services["pattern"][:] = again

    def _forget_words(self) -> None:
        self.remember_words([word for word in self.vocabulary if self.known(word)])


def rows_of(bitmap: BitMap) -> NDArray[np.int64]:
    """The numbers of a bitmap, ascending."""
    return np.array(bitmap.to_array(), dtype=np.int64)


def bitmap_of(rows: Numbers) -> BitMap:
    """A bitmap of these numbers."""
    return BitMap(array("I", rows.astype(np.uint32).tobytes()))


def point_rows(first: Numbers, counts: Numbers) -> Numbers:
    """The rows of the points of some services, one service after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    within = np.arange(total) - np.repeat(ends - counts, counts)
    rows: Numbers = np.repeat(first, counts) + within
    return rows


def _row(entry: Entry) -> dict[str, float]:
    beds, name = entry.beds, name_key(entry)
    return {
        **{f"name{n}": int.from_bytes(name[8 * n : 8 * n + 8]) for n in range(3)},
        "high": entry.id.int >> 64,
        "low": entry.id.int & (1 << 64) - 1,
        "national": entry.reach == "national",
        "by_distance": entry.reach == "local" and not entry.areas,
        "points": len(entry.points),
        "min_age": min(entry.min_age or 0, OLDEST),
        "max_age": OLDEST if entry.max_age is None else min(entry.max_age, OLDEST),
        "checked": _day(entry.checked),
        "due": _day(entry.due),
        "beds": -1 if beds is None else beds.available,
        "beds_until": 0.0 if beds is None else beds.expires.timestamp(),
    }


def name_key(entry: Entry) -> bytes:
    """By what equal ones stand: the beginning of a name, in the first of its languages by code."""
    names = [told["name"] for _, told in sorted(entry.texts.items()) if told.get("name")]
    folded = fold(names[0]).encode() if names else b""
    return folded[:NAME_BYTES].ljust(NAME_BYTES, b"\0")


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0
