"""Scenes of a note that is passed on, in processes of their own (scenes.py)."""

import os
import signal
import time
from typing import Any

from tests.scenes import SCENES, _house, _together, _wait  # isort: skip -- sets Django up

from havre.consents.refusals import NotPermitted
from havre.disclosures import carriers
from havre.disclosures.models import Disclosure, Ending, HandingOver
from havre.lib import wire
from havre.onward import actions
from havre.onward.actions import AlreadyPassedOn
from havre.onward.tests import hand
from havre.retention import actions as retention
from havre.tips import actions as tips
from havre.tips.models import TakingBack, Tip
from havre.vault import keys

_looked = SCENES["look"]


def somebody_leaves_a_note() -> dict[str, Any]:
    """With a yes; and there are police whose address is verified."""
    hand.police()
    return {"tip": str(hand.left().id)}


def pass_on_together(tip_id: str, begin: str) -> dict[str, Any]:
    """Several threads of this process pass it on in the same moment, to one or the other."""
    tip, who = Tip.objects.get(id=tip_id), _house().on_duty(["lou", "sue"][os.getpid() % 2])
    to = list(type(_house().shelter).objects.order_by("key"))[os.getpid() % 2]
    letters = [hand.chosen(hand.looked_at(tip, to, by=who)) for _ in range(4)]

    def send(n: int) -> str:
        try:
            actions.pass_on(tip, letters[n // 2], by=who)  # each letter is pressed twice
        except AlreadyPassedOn:
            return "already"
        except NotPermitted as refused:
            return refused.missing.value
        return "passed on"

    return {"ended": _together(send, begin), "sent": len(wire.SENT_IN_MEMORY)}


def release_a_note(tip_id: str) -> dict[str, Any]:
    """Released; nobody carries it yet."""
    carriers.carry = lambda *_, **__: None  # type: ignore[assignment]
    house = _house()
    tip = Tip.objects.get(id=tip_id)
    made = hand.passed_on(
        tip, type(house.shelter).objects.get(kind="police"), by=house.on_duty("lou")
    )
    return {"disclosure": str(made.id)}


def take_back_at(tip_id: str, begin: str) -> dict[str, Any]:
    """Whoever left it takes the yes back in that same moment."""
    sue = _house().on_duty("sue")
    _wait(begin)
    tips.take_back(Tip.objects.get(id=tip_id), by=sue)
    return {"told": len(wire.SENT_IN_MEMORY)}


def find_nothing_in_it_at(tip_id: str, begin: str) -> dict[str, Any]:
    """Somebody finds in that same moment that there is nothing in it."""
    sue = _house().on_duty("sue")
    _wait(begin)
    tips.assess(Tip.objects.get(id=tip_id), "unfounded", by=sue)
    return {"at": time.time()}


def forget_at(tip_id: str, begin: str) -> dict[str, Any]:
    """It is forgotten in that same moment."""
    tip = Tip.objects.get(id=tip_id)
    _wait(begin)
    retention.forget_tip(tip, by="test")
    return {}


def forget_a_note_and_die(tip_id: str) -> dict[str, Any]:
    """Killed after its keys were destroyed, before its rows were."""
    retention._delete_file = lambda _: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    retention.forget_tip(Tip.objects.get(id=tip_id), by="test")
    return {}


def look() -> dict[str, Any]:
    """What stands in the house now; what was handed over after its yes was taken back."""
    late = [
        HandingOver.objects.filter(at__gt=back.at, disclosure__file=back.tip.file).count()
        for back in TakingBack.objects.all()
    ]
    return _looked() | {
        "notes": Tip.objects.count(),
        "late": sum(late),
        "endings": Ending.objects.count(),
        "keys": [keys.pseudonym(row.file) for row in Disclosure.objects.all()],
    }


SCENES |= {
    scene.__name__: scene
    for scene in (
        somebody_leaves_a_note, pass_on_together, release_a_note, take_back_at,
        find_nothing_in_it_at, forget_at, forget_a_note_and_die, look,
    )
}  # fmt: skip
