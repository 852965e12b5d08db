"""How a carriage ends, whoever carries: once, with the audit, and nothing of it kept."""

import uuid

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.disclosures.models import FAILED, SENT, STOPPED, UNKNOWN, Disclosure, Ending, Parcel
from havre.disclosures.signals import carried
from havre.lib.doorbell import ring
from havre.vault import keys

_VERBS = {
    SENT: Verb.CARRIED,
    STOPPED: Verb.NOT_CARRIED,
    FAILED: Verb.NOT_CARRIED,
    UNKNOWN: Verb.CARRIAGE_UNKNOWN,
}


def stop(disclosure: Disclosure, actor: str) -> None:
    """It never leaves; but what was handed over may have left, and only its carrier knows."""
    if disclosure.state == "waiting":
        _write(disclosure, STOPPED, actor)


def end(disclosure_id: uuid.UUID, how: str, actor: str) -> None:
    """The first ending stands."""
    with transaction.atomic():
        disclosure = Disclosure.objects.get(id=disclosure_id)
        if not Ending.objects.filter(disclosure=disclosure).exists():
            _write(disclosure, how, actor)


def _write(disclosure: Disclosure, how: str, actor: str) -> None:
    Ending.objects.create(disclosure=disclosure, how=how)
    for parcel in Parcel.objects.filter(disclosure=disclosure):
        transaction.on_commit(lambda key=parcel.id: keys.drop_parcel_key(key))  # type: ignore[misc]
        parcel.delete()
    record(actor=actor, verb=_VERBS[how], target=keys.pseudonym(disclosure.file))
    carried.send(sender=Disclosure, disclosure=disclosure, how=how)
    if disclosure.contact_id:
        ring(f"contact:{disclosure.contact_id}")
