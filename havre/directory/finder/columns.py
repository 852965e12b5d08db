"""Numbers of many services side by side, in arrays that grow."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]


class Columns:
    """Named arrays of one length; a row is appended at a time and never moved."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = dict(kinds)
        self.size = 0
        self._all = {name: np.zeros(64, dtype=kind) for name, kind in kinds.items()}

    def append(self, **values: Any) -> int:
        """Add one row; return its number. Every column must be named."""
        if self.size == len(self._all[next(iter(self.kinds))]):
            for name, old in self._all.items():
                self._all[name] = np.concatenate([old, np.zeros_like(old)])
        for name in self.kinds:
            self._all[name][self.size] = values[name]
        self.size += 1
        return self.size - 1

    def __getitem__(self, name: str) -> Numbers:
        """One column, as long as there are rows."""
        return self._all[name][: self.size]

    def kept(self, rows: Numbers) -> "Columns":
        """Only these rows, in this order."""
        other = Columns(self.kinds)
        other.size = len(rows)
        other._all = {name: self[name][rows] for name in self.kinds}
        other._all = {n: a if len(a) else np.zeros(64, a.dtype) for n, a in other._all.items()}
        return other

    def dump(self) -> bytes:
        """All columns one after the other."""
        return b"".join(self[name].tobytes() for name in self.kinds)

    def restore(self, raw: memoryview, size: int) -> None:
        """Take in what `dump` gave. Raises ValueError if it is not as long as it must be."""
        at = 0
        for name, kind in self.kinds.items():
            length = size * np.dtype(kind).itemsize
            piece = raw[at : at + length]
            if len(piece) != length:
                raise ValueError("A column is cut short.")
            self._all[name] = np.frombuffer(piece, dtype=kind).copy()
            if not size:
                self._all[name] = np.zeros(64, dtype=kind)
            at += length
        if at != len(raw):
            raise ValueError("The columns are longer than their rows.")
        self.size = size
