"""How many people are needed so that few wait long: Erlang's formulas B, C and A.

Loads are in erlangs: arrivals an hour times the hours one takes. One conversation at a time each,
which for writing is on the careful side. Ours, because the kept libraries bring solvers and tables
of a hundred megabytes for these lines; the figures are held against published ones in the tests.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

_TINY, _HUGE = 1e-12, 1e200


@dataclass(frozen=True, slots=True)
class Aim:
    """What the line wants: this share (0 to 1) is answered within so many hours."""

    share: float
    wait: float


def all_busy(people: int, load: float) -> float:
    """Erlang B: the chance that all are busy, if nobody waits."""
    chance = 1.0
    for n in range(1, people + 1):
        chance = load * chance / (n + load * chance)
    return chance


def has_to_wait(people: int, load: float) -> float:
    """Erlang C: the chance of having to wait, if nobody gives up. Certain when load is too much."""
    if load >= people:
        return 1.0
    busy = all_busy(people, load)
    return busy / (1 - load / people * (1 - busy))


def answered_within(people: int, load: float, waits: float) -> float:
    """Erlang C: the share answered within a wait, given in times one conversation takes."""
    if load >= people:
        return 0.0
    return 1 - has_to_wait(people, load) * math.exp(-(people - load) * waits)


def gives_up(people: int, load: float, patience: float) -> float:
    """Erlang A: the share that gives up. Patience on average, in times one conversation takes.

    Counted from the chances of 0, 1, 2… people being there, each from the one before.
    """
    if not load:
        return 0.0
    chance, total, lost, there = 1.0, 1.0, 0.0, 0
    while True:
        there += 1
        waiting = max(0, there - people)
        chance *= load / (min(there, people) + waiting / patience)
        total += chance
        lost += chance * waiting / patience
        if waiting and chance < _TINY * total:
            return lost / (load * total)
        if total > _HUGE:
            chance, total, lost = chance / _HUGE, total / _HUGE, lost / _HUGE


def needed(an_hour: float, hours: float, aim: Aim, *, patience: float = 0.0) -> int:
    """How many people the aim takes, one at least: the line is open at all hours.

    `an_hour`: arrivals; `hours`: what one takes; `patience`: on average, in hours. Without it
    nobody gives up (Erlang C); with it, at most the rest of the share may (Erlang A).
    """
    load = an_hour * hours
    if patience:
        return _fewest(lambda n: gives_up(n, load, patience / hours) <= 1 - aim.share)
    return _fewest(lambda n: answered_within(n, load, aim.wait / hours) >= aim.share)


def _fewest(is_enough: Callable[[int], bool]) -> int:
    """The smallest number that is enough: more people are never worse."""
    most = 1
    while not is_enough(most):
        most *= 2
    least = most // 2 + 1
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if is_enough(middle) else (middle + 1, most)
    return most
