"""Proposals: what nobody may change alone waits here until others agreed (issue: curators; 000-12).

`put` is the way in for everybody who edits: what one person may change is changed, the rest waits.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import actions, fields, guarding, merging, trust
from havre.directory.models import (
    Change,
    Merge,
    Organization,
    Proposal,
    ProposalEnding,
    Record,
    Service,
    Verdict,
)
from havre.directory.shapes import Malformed

CURATOR, PROVIDER, RESPONDER, IMPORT = "curator", "provider", "responder", "import"
WAITS, APPLIED, REFUSED, OVERTAKEN = "waits", "applied", "refused", "overtaken"
ORGANIZATION, KEY = "_organization", "_key"  # of a new record, beside its fields
# No fields, but of two as well.
_BESIDE = {actions.PLACES, merging.MERGED, merging.UNMERGED, *trust.KEYS}
_SAID = {PROVIDER: actions.SOURCE, IMPORT: actions.SOURCE}


class OwnProposal(Exception):
    """Who proposed does not agree too. Nothing changed."""


class Ended(Exception):
    """The proposal was done with before. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Put:
    """What became of an edit: made at once, waiting, both, or neither where nothing differed."""

    change: Change | None = None
    proposal: Proposal | None = None
    done: bool = False  # made at once, though it is no change of a field


@transaction.atomic
def put(
    row: Record, values: dict[str, Any], *, by: str, base: int | None = None, why: str = "edited"
) -> Put:
    """Change what a curator may change alone, and propose the rest. Raises Malformed, Overtaken."""
    now = _locked(row)
    if base is not None and now.version != base:
        raise actions.Overtaken
    kept = guarding.differing(now, fields.checked(fields.kind_of(now), values))
    waits = guarding.of_two(now, kept)
    alone = {name: value for name, value in kept.items() if name not in waits}
    made = actions.change(now, alone, by=by, why=why) if alone else None
    proposed = propose(now, {name: kept[name] for name in waits}, by=by) if waits else None
    row.refresh_from_db()
    return Put(made, proposed)


@transaction.atomic
def place(service: Service, places: list[str], *, by: str, why: str = "edited") -> Put:
    """Give a service at exactly these places (ids); where it is guarded, that waits for another."""
    actions.locations(service, places)
    places = sorted(set(places))
    if places == actions.places_of(service):
        return Put()
    if guarding.is_guarded(service):
        return Put(proposal=propose(service, {actions.PLACES: places}, by=by))
    return Put(change=actions.settle_at(service, places, by=by, why=why))


@transaction.atomic
def begin(
    kind: str, values: dict[str, Any], *, key: str, by: str, id: uuid.UUID | None = None, **of: Any
) -> Record | Proposal:
    """A new record; a service that shelters somebody is proposed, so that nobody invents one.

    Raises Malformed.
    """
    if kind != fields.SERVICE or not guarding.shelters(values):
        made: Record = actions.add(kind, values, key=key, by=by, id=id, **of)
        return made
    kept = fields.checked(kind, values) | {ORGANIZATION: str(of["organization"].id), KEY: key}
    return _propose(kind, id or uuid.uuid4(), 0, kept, by=by, source=CURATOR, needs=1)


@transaction.atomic
def propose(
    row: Record, changes: dict[str, Any], *, by: str, source: str = CURATOR, **of: Any
) -> Proposal:
    """Something that waits, against the version as it is now. Raises Malformed."""
    now, kind = _locked(row), fields.kind_of(row)
    if changes.keys().isdisjoint(_BESIDE):
        changes = fields.checked(kind, changes)
        actions.keep_sealed(now, changes)
    needs = max(1, guarding.needed(now, changes, source))
    return _propose(kind, now.id, now.version, changes, by=by, source=source, needs=needs, **of)


@transaction.atomic
def agree(proposal: Proposal, *, by: str) -> str:
    """Say yes: WAITS for more, APPLIED, or OVERTAKEN. Raises OwnProposal, Ended, Malformed."""
    open_now = _open(proposal)
    if by == open_now.by:
        raise OwnProposal
    row = _record_of(open_now)
    if is_overtaken(open_now):
        return _end(open_now, OVERTAKEN, by)
    _, is_new = Verdict.objects.get_or_create(proposal=open_now, by=by, defaults={"agreed": True})
    if is_new:
        audit(actor=by, verb=Verb.DIRECTORY_AGREED, target=str(open_now.record))
    due = guarding.needed(row, open_now.changes, open_now.source) if row else 1
    if open_now.verdict_set.filter(agreed=True).count() < max(open_now.needs, due):
        return WAITS
    _apply(open_now, row)
    return _end(open_now, APPLIED, by)


@transaction.atomic
def refuse(proposal: Proposal, *, by: str) -> str:
    """Say no, or take back one's own. Raises Ended."""
    open_now = _open(proposal)
    Verdict.objects.update_or_create(proposal=open_now, by=by, defaults={"agreed": False})
    audit(actor=by, verb=Verb.DIRECTORY_REFUSED, target=str(open_now.record))
    return _end(open_now, REFUSED, by)


@transaction.atomic
def anew(proposal: Proposal, *, by: str) -> Put:
    """An overtaken one once more, on the newest version, by whoever presses. Raises Malformed."""
    row = _record_of(proposal)
    goes_with_import = proposal.batch_id is not None
    if row is None or goes_with_import or not is_overtaken(proposal) or not begins_anew(proposal):
        raise Ended
    if not hasattr(proposal, "ending"):
        _end(proposal, OVERTAKEN, by)
    if actions.PLACES in proposal.changes:
        return place(row, proposal.changes[actions.PLACES], by=by)  # type: ignore[arg-type]
    if merging.MERGED in proposal.changes:
        return merge(row, merging.named(row, proposal.changes[merging.MERGED]), by=by)
    if merging.UNMERGED in proposal.changes:
        return unmerge(merging.merge_of(proposal.changes[merging.UNMERGED]), by=by)
    return put(row, proposal.changes, by=by)


@transaction.atomic
def undo(change: Change, *, by: str) -> Put:
    """Put back what stood there before one change; later changes of other fields stay."""
    row = fields.KINDS[change.kind].objects.get(pk=change.record)  # type: ignore[attr-defined]
    if change.why == merging.WHY:
        raise Malformed("is put back by undoing the merge, as a whole")
    if actions.PLACES in change.before:
        return place(row, change.before[actions.PLACES], by=by, why="undone")
    return put(row, change.before, by=by, why="undone")


@transaction.atomic
def merge(kept: Record, gone: Record, *, by: str) -> Put:
    """Two records are one: at once, or, where somebody sleeps at either, proposed. Malformed."""
    merging.look(kept, gone)
    if guarding.is_guarded(kept) or guarding.is_guarded(gone):
        return Put(proposal=propose(kept, {merging.MERGED: str(gone.pk)}, by=by))
    return Put(change=merging.merge(kept, gone, by=by))


@transaction.atomic
def unmerge(made: Merge, *, by: str) -> Put:
    """They are two after all; by the same rule. Raises Malformed."""
    kept, gone = merging.both(made)
    merging.look_back(made)
    if guarding.is_guarded(kept) or guarding.is_guarded(gone):
        return Put(proposal=propose(kept, {merging.UNMERGED: str(made.pk)}, by=by))
    return Put(change=merging.unmerge(made, by=by))


@transaction.atomic
def verify(row: Organization, address: str, *, by: str) -> Put:
    """They spoke with them: this address, which they looked at, is theirs. Raises Malformed."""
    now = trust.look(_locked(row), {trust.VERIFIED: address})
    if now.address_is_verified:
        return Put()
    if not trust.may_verify_alone(now, by):
        return Put(proposal=propose(now, {trust.VERIFIED: address}, by=by))
    actions.verify_address(now, by=by)
    return Put(done=True)


@transaction.atomic
def lift(row: Organization, suspension: str, *, by: str) -> Put:
    """It may be turned to again, by the same rule; `suspension` is the one they looked at."""
    now = trust.look(_locked(row), {trust.LIFTED: suspension})
    if not trust.may_lift_alone(now, by):
        return Put(proposal=propose(now, {trust.LIFTED: suspension}, by=by))
    actions.lift(now, by=by)
    return Put(done=True)


def waiting() -> QuerySet[Proposal]:
    """Every proposal that nobody is done with, the oldest first."""
    return Proposal.objects.filter(ending=None, batch=None).order_by("at", "id")


def is_overtaken(proposal: Proposal) -> bool:
    """Whether one of its fields was changed since, or its record is there already, or nowhere."""
    row = _record_of(proposal)
    if proposal.base == 0 or row is None:
        return (proposal.base == 0) == (row is not None)
    if not trust.KEYS.isdisjoint(proposal.changes):
        return trust.is_past(row, proposal.changes)
    since = Change.objects.filter(record=proposal.record, version__gt=proposal.base)
    changed = {name for after in since.values_list("after", flat=True) for name in after}
    return not proposal.changes or not changed.isdisjoint(proposal.changes)


def begins_anew(proposal: Proposal) -> bool:
    """Nothing is left of it where an address was sealed since; and a word is given, not moved on:
    of another address, somebody speaks with them again."""
    return bool(proposal.changes) and trust.KEYS.isdisjoint(proposal.changes)


def _propose(
    kind: str, record: uuid.UUID, base: int, changes: dict[str, Any], *, by: str, **of: Any
) -> Proposal:
    for same in waiting().filter(record=record, by=by, base=base):
        if same.changes == changes:
            return same  # the button was pressed twice
    audit(actor=by, verb=Verb.DIRECTORY_PROPOSED, target=str(record))
    return Proposal.objects.create(
        kind=kind, record=record, base=base, changes=changes, by=by, **of
    )


def _apply(proposal: Proposal, row: Record | None) -> None:
    how: dict[str, Any] = {"by": proposal.by, "why": "proposed"}
    if row is None:
        values = {n: v for n, v in proposal.changes.items() if n not in (ORGANIZATION, KEY)}
        owner = fields.KINDS[fields.ORGANIZATION].objects.get(  # type: ignore[attr-defined]
            pk=proposal.changes[ORGANIZATION]
        )
        actions.add(
            proposal.kind, values, key=proposal.changes[KEY], id=proposal.record,
            organization=owner, **how,
        )  # fmt: skip
    elif isinstance(row, Service) and actions.PLACES in proposal.changes:
        actions.settle_at(row, proposal.changes[actions.PLACES], **how)
    elif not trust.KEYS.isdisjoint(proposal.changes):
        trust.apply(row, proposal.changes, by=proposal.by)
    elif merging.MERGED in proposal.changes:
        gone = merging.named(row, proposal.changes[merging.MERGED])
        merging.merge(row, gone, by=proposal.by)
    elif merging.UNMERGED in proposal.changes:
        merging.unmerge(merging.merge_of(proposal.changes[merging.UNMERGED]), by=proposal.by)
    else:
        as_said = _SAID.get(proposal.source, actions.HUMAN)
        actions.change(row, proposal.changes, as_said=as_said, **how)


def _end(proposal: Proposal, outcome: str, by: str) -> str:
    ProposalEnding.objects.create(proposal=proposal, outcome=outcome, by=by)
    return outcome


def _open(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.batch_id is not None or ProposalEnding.objects.filter(proposal=found).exists():
        raise Ended  # what goes with an import is agreed to as a whole, by two
    return found


def _record_of(proposal: Proposal) -> Record | None:
    rows = fields.KINDS[proposal.kind].objects  # type: ignore[attr-defined]
    found: Record | None = rows.select_for_update().filter(pk=proposal.record).first()
    return found


def _locked(row: Record) -> Any:
    return type(row).objects.select_for_update().get(pk=row.pk)  # type: ignore[attr-defined]
