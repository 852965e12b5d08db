"""Carriers take what the door released to its recipient. The door calls them, nobody else."""

import uuid

from havre.consents.models import BY_CALL, BY_EMAIL
from havre.disclosures.carriers import call, email


def carry(disclosure: uuid.UUID, *, actor: str, way: str = BY_EMAIL) -> None:
    """Take one to its recipient. Never raises: how it ended is a row."""
    if way == BY_CALL:
        call.carry()
    else:
        email.carry(disclosure, actor=actor)


def carry_waiting(*, actor: str) -> int:
    """Send what was released and never handed over, if the consent still stands. How many.

    A call that was not dialled soon is stopped instead.
    """
    call.stop_late(actor=actor)
    return email.carry_waiting(actor=actor)


def give_up_unknown(*, actor: str) -> int:
    """Put on the worklist what may have left. How many."""
    return email.give_up_unknown(actor=actor)
