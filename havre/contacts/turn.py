"""Whose turn it is: somebody who waits with all that their turn stands on, and a colleague."""

import datetime as dt
import uuid
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings

from havre.contacts.models import Asked, Contact, Release
from havre.contacts.wishes import WISHES, none_of
from havre.lib import lang
from havre.staff.presence import OnDuty

CUT = dt.timedelta(minutes=10)  # so long somebody who was cut off comes before who waits
ONE, ALL, SUPERVISOR, TOLD = "one", "all", "supervisor", "told"
DANGER, NOT = "danger", "not"
CANNOT, COMPANY, CAN = "cannot", "company", "can"  # they cannot write; are not alone; can again
SIGNS = (CANNOT, COMPANY, CAN)


class Put(NamedTuple):
    """An offer as the queue looks at it; a night has thousands. `how`: it ended, or empty."""

    id: uuid.UUID
    contact_id: uuid.UUID
    step: str
    member_id: uuid.UUID | None
    alias: str | None  # of that member
    at: dt.datetime
    until: dt.datetime
    how: str | None


@dataclass(frozen=True)
class Colleague:
    """Somebody on duty, with how much they have in hand."""

    on: OnDuty
    held: int = 0
    is_asked: bool = False  # somebody else is offered to them at this moment
    is_spared: bool = False  # something hard lies shortly behind them

    @property
    def id(self) -> uuid.UUID:
        """Their member id."""
        return self.on.member.id

    @cached_property
    def speaks(self) -> frozenset[str]:
        """Their languages, taken apart once for all turns."""
        return self.on.speaks

    @cached_property
    def brings(self) -> frozenset[str]:
        """What they bring. None said is none, never all."""
        return self.on.skills

    @cached_property
    def could_answer(self) -> bool:
        """Whether they answer people, are available, and have room for one more."""
        room = self.held < self.on.member.at_once
        return "responder" in self.on.roles and self.on.is_available and room

    @cached_property
    def is_free(self) -> bool:
        """Whether they may be offered one more."""
        return self.could_answer and not self.is_asked


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who waits, and all that their turn stands on. `offers`: of this round."""

    contact: Contact
    asked: tuple[Asked, ...] = ()
    offers: tuple[Put, ...] = ()
    release: Release | None = None
    was_told: bool = False
    is_here: bool = True
    reached: Set[uuid.UUID] | None = None  # by voice: whom alone they could be brought to

    @property
    def current(self) -> Put | None:
        """The offer that stands now."""
        last = self.offers[-1] if self.offers else None
        return last if last and not last.how and last.step in (ONE, ALL, SUPERVISOR) else None

    @property
    def in_danger(self) -> bool:
        """They said so themselves."""
        return any(each.what == DANGER for each in self.asked)

    @property
    def sign(self) -> str:
        """That they cannot write, or are not alone, as they last said with one press; or empty."""
        last = last_sign(self.asked)
        return last.what if last else ""

    @property
    def wishes(self) -> tuple[str, ...]:
        """By whom they would rather be answered, whether or not there is anybody like that."""
        asked = {each.what for each in self.asked}
        return tuple(wish for wish in WISHES if wish in asked)

    @property
    def told_none(self) -> frozenset[str]:
        """Of these they know that there is nobody right now, so whoever is free may answer."""
        steps = {offer.step for offer in self.offers}
        return frozenset(wish for wish in self.wishes if none_of(wish) in steps)

    @property
    def not_with(self) -> frozenset[uuid.UUID | None]:
        """Those they do not want to talk with."""
        return frozenset(each.member_id for each in self.asked if each.what == NOT)

    def rank(self, now: dt.datetime) -> tuple[bool, bool, bool, float]:
        """Lower comes first."""
        waits = (now - self.contact.opened_at).total_seconds()
        was_cut = self.release is not None and now - self.release.at < CUT
        return (not self.is_here, not self.in_danger, not was_cut, -waits * pace(self.contact))

    def suited(self, colleagues: Iterable[Colleague]) -> list[Colleague]:
        """Who of these could answer: their language, and not whom they declined.

        A language that the house does not write, and nobody here speaks, is answered by whoever is
        here, with an interpreter.
        """
        language, declined, here = self.contact.language, self.not_with, list(colleagues)
        speak = [each for each in here if language in each.speaks]
        if not speak and language not in lang.languages():
            speak = here
        return [each for each in speak if each.id not in declined] if declined else speak


def last_sign(asked: Iterable[Asked]) -> Asked | None:
    """The sign that stands among these; none once they said that they can write again."""
    signs = [each for each in asked if each.what in SIGNS]
    last = max(signs, key=lambda each: (each.at, each.id), default=None)
    return last if last and last.what != CAN else None


def pace(contact: Contact) -> float:
    """How fast waiting counts: `channel:language`, then `channel`, then `*:language`, else 1."""
    paces: dict[str, float] = settings.QUEUE_PACE
    channel, language = contact.channel, contact.language
    names = (f"{channel}:{language}", channel, f"*:{language}")
    return next((paces[name] for name in names if name in paces), 1.0)
