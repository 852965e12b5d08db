"""Carriers take a parcel from the door to its recipient. The door calls them, nobody else."""

import uuid

from havre.disclosures.carriers import email


def carry(disclosure: uuid.UUID, *, actor: str) -> None:
    """Take one parcel to its recipient. Never raises: how it ended is a row."""
    email.carry(disclosure, actor=actor)


def carry_waiting(*, actor: str) -> int:
    """Carry what was released and never handed over, if the consent still stands. How many."""
    return email.carry_waiting(actor=actor)


def give_up_unknown(*, actor: str) -> int:
    """Put on the worklist what may have left. How many."""
    return email.give_up_unknown(actor=actor)
