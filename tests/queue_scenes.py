"""Scenes of the queue, in processes of their own: two servers keep watch, one of them is killed.

Whoever waits here is always there (see tests/scenes.py).
"""

import datetime as dt
import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.scenes import SCENES, _house, _together  # isort: skip -- sets Django up

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.contacts import actions, offering, transport
from havre.contacts.models import Contact, Offer, Release, Taking
from havre.lib import wire
from havre.staff import calling, rostering
from havre.staff.models import Called, DeskSession
from havre.staff.rostering import When
from tests import hands

CHANNEL = "practice"
transport.register(
    CHANNEL, deliver=lambda *_: None, tell=lambda *_: None, here=lambda ids: set(ids)
)


def come_in(*names: str) -> dict[str, Any]:
    """These sit at the desk, and their pages answer for the rest of the night."""
    for name in names:
        _house().on_duty(name)
    DeskSession.objects.update(alive_at=hands.later(seconds=20))
    return {}


def wait(count: str) -> dict[str, Any]:
    """So many people wait."""
    house = _house()
    found = [house.somebody_writes("Allô?", channel=CHANNEL) for _ in range(int(count))]
    return {"contacts": [str(contact.id) for contact in found]}


def watch() -> dict[str, Any]:
    """One server looks once."""
    _stay()
    return {"changed": offering.keep_watch()}


def watch_together(begin: str) -> dict[str, Any]:
    """Several servers' bells ring in the same moment."""
    _stay()
    return {"ended": _together(lambda _: offering.keep_watch(), begin)}


def take(contact: str, name: str) -> dict[str, Any]:
    """Somebody takes it."""
    actions.take(Contact.objects.get(id=contact), by=_house().on_duty(name))
    return {}


def fall_silent() -> dict[str, Any]:
    """Every laptop closes."""
    DeskSession.objects.update(alive_at=hands.later(minutes=-5))
    return {}


def notice() -> dict[str, Any]:
    """One server notices it."""
    return {"changed": offering.keep_watch()}


def notice_together(begin: str) -> dict[str, Any]:
    """Several servers notice it in the same moment."""
    return {"ended": _together(lambda _: offering.keep_watch(), begin)}


def offer_and_die() -> dict[str, Any]:
    """Killed after the offer and its audit row were written, before the commit."""
    _stay()
    offering.ring = _kill  # type: ignore[assignment]
    offering.keep_watch()
    return {}


def release_and_die() -> dict[str, Any]:
    """Killed after what a silent colleague held was let go, before the commit."""
    transport.tell = _kill  # type: ignore[assignment]
    offering.keep_watch()
    return {}


def go_on_call(name: str) -> dict[str, Any]:
    """Somebody who supervises is on call at all hours, and said where."""
    member = _house().members[name]
    whens = [When(day, dt.time(0), 24 * 60, dt.date(2020, 1, 1)) for day in range(7)]
    rostering.roster(member, "supervise", whens, by="test")
    calling.call_me_at(member, f"{name}@home.example")
    return {}


def call_together(begin: str) -> dict[str, Any]:
    """Several servers call who is on call in the same moment, and write to them."""

    def call(_: int) -> int:
        calling.call_next()
        return calling.send_due()

    return {"ended": _together(call, begin), "letters": len(wire.SENT_IN_MEMORY)}


def look() -> dict[str, Any]:
    """What stands in the queue now."""
    audit, open_ones = verify(), Offer.objects.filter(ending=None)
    return {
        "whole": audit.whole,
        "verbs": Counter(Entry.objects.values_list("verb", flat=True)),
        "standing": [str(offer.contact_id) for offer in open_ones],
        "asked": [offer.member.name for offer in open_ones if offer.member],
        "offers": Offer.objects.exclude(member=None).count(),
        "waiting": [str(row) for row in Contact.objects.waiting().values_list("id", flat=True)],
        "taken": Taking.objects.count(),
        "released": Release.objects.count(),
        "called": [[row.member.name, row.step, row.how] for row in Called.objects.order_by("at")],
    }


def _stay() -> None:
    DeskSession.objects.update(alive_at=hands.later(seconds=20))


def _kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


OURS: tuple[Callable[..., dict[str, Any]], ...] = (
    come_in, wait, watch, watch_together, take, fall_silent, notice, notice_together, offer_and_die,
    release_and_die, go_on_call, call_together,
    look,
)  # fmt: skip
SCENES |= {scene.__name__: scene for scene in OURS}
