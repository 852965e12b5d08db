"""Whose phone rings for whoever waits, and what is said truthfully of their waiting."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from havre.channels.phone import delivery, desk_phones
from havre.contacts import queue
from havre.contacts.models import Contact
from havre.contacts.turn import ALL, ONE, Colleague, Turn

WAITING, BUSY, NOBODY = "waiting", "busy", "nobody"


@dataclass(frozen=True, slots=True)
class Rung:
    """The endpoints that ring for one caller, and how their waiting stands."""

    endpoints: frozenset[str]
    state: str


def for_all(waiting: Sequence[Contact]) -> dict[uuid.UUID, Rung]:
    """A phone rings for one caller at a time: for the one whose turn is first."""
    if not waiting:
        return {}
    colleagues, rung = queue.colleagues(), set[str]()
    answering, busy = desk_phones.answering(), delivery.talking()
    found, named = dict[uuid.UUID, Rung](), desk_phones.names()
    for turn in queue.turns_of(waiting):
        ring = frozenset(map(named, _to_ring(turn, colleagues, answering - busy))) - rung
        rung |= ring
        found[turn.contact.id] = Rung(ring, _state(turn, colleagues, answering, busy))
    return found


def _to_ring(turn: Turn, colleagues: list[Colleague], free: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those to whom it is offered now. `free`: whose phone would ring."""
    offer = turn.current
    if offer is None:
        return set()
    if offer.step == ONE:
        return {offer.member_id} & free if offer.member_id else set()
    if offer.step == ALL:
        those = {each.id for each in queue.to_be_asked(turn, colleagues) if each.could_answer}
    else:
        those = {each.id for each in colleagues if "supervisor" in each.on.roles}
    return those & free


def _state(
    turn: Turn, colleagues: list[Colleague], answering: set[uuid.UUID], busy: set[uuid.UUID]
) -> str:
    """Whether somebody who speaks this language answers calls now, and has room."""
    speak = [each for each in turn.suited(colleagues) if each.id in answering]
    if not speak:
        return NOBODY
    free = [each for each in speak if each.could_answer and each.id not in busy]
    return WAITING if free else BUSY
