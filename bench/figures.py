"""Latencies in milliseconds, and the words in which they are printed."""

import math
from typing import TypedDict


class Spread(TypedDict):
    """How long something took, over all the times it was done; milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    max: float


def spread(seconds: list[float], digits: int = 1) -> Spread:
    """The percentiles (nearest rank) of some durations, to so many digits of a millisecond."""
    ranked = sorted(seconds)

    def at(share: float) -> float:
        if not ranked:
            return 0.0
        return round(ranked[max(0, math.ceil(share * len(ranked)) - 1)] * 1_000, digits)

    return Spread(count=len(ranked), p50=at(0.5), p95=at(0.95), p99=at(0.99), max=at(1))


def says(name: str, found: Spread) -> str:
    """One line of a table."""
    return (
        f"  {name:<22} p50 {found['p50']:>7.1f}   p95 {found['p95']:>7.1f}   "
        f"p99 {found['p99']:>7.1f}   max {found['max']:>7.1f} ms   ({found['count']})"
    )


def mebibytes(size: float) -> float:
    """Bytes as MiB, one decimal."""
    return round(size / 1024 / 1024, 1)


def kibibytes(size: float) -> float:
    """Bytes as KiB, one decimal."""
    return round(size / 1024, 1)
