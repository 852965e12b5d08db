"""What curators say of an import, and what follows: two agree and it is applied, one refuses."""

from typing import Any

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import fields, proposals
from havre.directory.importing import applying
from havre.directory.models import Batch, BatchVerdict, Proposal

ENOUGH = 2


class NotYours(Exception):
    """Whoever staged an import, or said something of it before, does not decide about it."""


class Done(Exception):
    """It was decided already."""


def is_open(batch: Batch) -> bool:
    """Whether it still waits for somebody."""
    said = list(batch.batchverdict_set.values_list("agreed", flat=True))
    return False not in said and said.count(True) < ENOUGH


@transaction.atomic
def agree(batch: Batch, *, by: str) -> bool:
    """Somebody agrees; True if it is applied by that. Raises NotYours, Done.

    What needs two people of its own is not applied by it: those proposals stay, and wait.
    """
    locked = _say(batch, agreed=True, by=by)
    audit(actor=by, verb=Verb.DIRECTORY_AGREED, target=str(batch.id))
    if is_open(locked):
        return False
    outcomes = [applying.apply(each, by=by) for each in _with_it(locked)]
    for name in (proposals.APPLIED, proposals.OVERTAKEN):
        locked.report["counts"][name] = outcomes.count(name)
    locked.save(update_fields=["report"])
    batch.refresh_from_db()
    audit(actor=by, verb=Verb.DIRECTORY_IMPORTED, target=str(batch.id))
    return True


@transaction.atomic
def refuse(batch: Batch, *, by: str) -> None:
    """Somebody refuses: nothing of it comes in, and its sealed addresses are forgotten.

    Raises NotYours, Done.
    """
    locked = _say(batch, agreed=False, by=by)
    apart = proposals.waiting().filter(about__batch=str(locked.id))
    for each in [*Proposal.objects.filter(batch=locked, ending=None), *apart]:
        applying.turn_down(each, by=by)
    audit(actor=by, verb=Verb.DIRECTORY_REFUSED, target=str(batch.id))


def _say(batch: Batch, *, agreed: bool, by: str) -> Batch:
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if not is_open(locked):
        raise Done
    if by == locked.by or locked.batchverdict_set.filter(by=by).exists():
        raise NotYours
    BatchVerdict.objects.create(batch=locked, agreed=agreed, by=by)
    return locked


def _with_it(batch: Batch) -> list[Any]:
    """Its own proposals, organizations first, then services, then places."""
    order = tuple(fields.KINDS)
    found = Proposal.objects.filter(batch=batch, needs=0, ending=None)
    return sorted(found, key=lambda each: order.index(each.kind))
