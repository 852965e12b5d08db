"""Two records that are one: one is kept, the other becomes part of it, and that can be undone.

No row is deleted: the one that is gone stays for the offers and consents that name it, defunct, and
leads to the kept one. A telephone, a street, who may see it are never taken over by themselves.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import actions, fields, moving
from havre.directory.models import (
    TIERS,
    Change,
    Location,
    Merge,
    Organization,
    Record,
    Unmerge,
)
from havre.directory.shapes import Malformed
from havre.directory.tiers import tier_of

WHY, DEFUNCT = "merged", "defunct"
OWNER = moving.OWNER
MERGED, UNMERGED = "_merged", "_unmerged"  # in a history and in proposals, beside the fields
_TAKEN_OVER = {"website", "contacts"}  # where somebody sleeps, two look at the merge anyway
_ITS_OWN = {"names", "kind", "status", "needs", "reach", "source"}
_RANK = {tier: rank for rank, tier in enumerate(TIERS)}


@transaction.atomic
def merge(kept: Record, gone: Record, *, by: str) -> Change:
    """`gone` becomes part of `kept`, which takes over what it did not know. Raises Malformed."""
    kept, gone = _locked(kept, gone)
    look(kept, gone)
    was, took = gone.status, _filling(kept, gone)
    before = {"status": was, "filled": took, **moving.over(kept, gone, by=by)}
    if took:
        actions.change(kept, took, by=by, why=WHY)
    if was != DEFUNCT:
        actions.change(gone, {"status": DEFUNCT}, by=by, why=WHY)
    was_in = taken_in(kept)
    kind = fields.kind_of(kept)
    Merge.objects.create(kind=kind, record=kept.pk, gone=gone.pk, before=before, by=by)
    audit(actor=by, verb=Verb.DIRECTORY_MERGED, target=str(kept.pk))
    kept.refresh_from_db()
    return actions.keep(kept, {MERGED: was_in}, {MERGED: taken_in(kept)}, by=by, why=WHY)


@transaction.atomic
def unmerge(made: Merge, *, by: str) -> Change:
    """Both are as they were; what was changed since stays as it is (`left`). Raises Malformed."""
    kept, gone = _locked(*both(made))
    look_back(made)
    was_in = taken_in(kept)
    Unmerge.objects.create(merge=made, by=by)
    empty = {n: f.default() for n, f in fields.catalogue(made.kind).items()}
    back = {n: empty[n] for n, v in made.before["filled"].items() if fields.value_of(kept, n) == v}
    if back:
        actions.change(kept, back, by=by, why=WHY)
    if gone.status == DEFUNCT and made.before["status"] != DEFUNCT:
        actions.change(gone, {"status": made.before["status"]}, by=by, why=WHY)
    moving.back(made, kept, gone, by=by)
    audit(actor=by, verb=Verb.DIRECTORY_UNMERGED, target=str(kept.pk))
    kept.refresh_from_db()
    return actions.keep(kept, {MERGED: was_in}, {MERGED: taken_in(kept)}, by=by, why=WHY)


def look(kept: Record, gone: Record) -> None:
    """Whether these may be one. Raises Malformed: a merge shows nothing to more people, lifts no
    suspension, and makes no police anything else."""
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise Malformed("is another kind of entry, or the same one", "merge")
    if open_of(kept) or open_of(gone):
        raise Malformed("is part of another entry already", "merge")
    if kept.status == DEFUNCT or _RANK[kept.visibility] < _RANK[gone.visibility]:
        raise Malformed("would be shown to more people, or is defunct", "merge")
    if isinstance(kept, Organization) and isinstance(gone, Organization):
        if kept.kind != gone.kind or kept.is_suspended or gone.is_suspended:
            raise Malformed("is of another kind, or suspended", "merge")
    elif kept.organization_id != gone.organization_id:  # type: ignore[attr-defined]
        raise Malformed("belongs to another organization: merge those first", "merge")
    if isinstance(gone, Location) and gone.is_hidden and not kept.is_hidden:  # type: ignore[attr-defined]
        raise Malformed("is sealed, and what is kept is not", "merge")


def look_back(made: Merge) -> None:
    """Whether it may be undone now. Raises Malformed."""
    if Unmerge.objects.filter(merge=made).exists():
        raise Malformed("was undone already", "merge")
    kept, _gone = both(made)
    if open_of(kept):
        raise Malformed("became part of another entry since: undo that first", "merge")


def left(made: Merge) -> list[str]:
    """What undoing would leave: fields (and `status`, `moved`) that somebody changed since."""
    kept, gone = both(made)
    filled = made.before["filled"].items()
    found = [name for name, value in filled if fields.value_of(kept, name) != value]
    found += ["status"] if gone.status != DEFUNCT else []
    return found + (["moved"] if moving.stays(made, kept) else [])


def open_of(row: Record) -> Merge | None:
    """The merge by which it became part of another, if it is."""
    return Merge.objects.filter(gone=row.pk, unmerge=None).first()


def successor(row: Record) -> Record:
    """The record that stands for this one now."""
    while found := open_of(row):
        row = both(found)[0]
    return row


def taken_in(row: Record) -> list[str]:
    """Ids of what is part of it."""
    found = Merge.objects.filter(record=row.pk, unmerge=None).values_list("gone", flat=True)
    return sorted(map(str, found))


def both(made: Merge) -> tuple[Any, Any]:
    """(kept, gone)."""
    return row_of(made.kind, made.record), row_of(made.kind, made.gone)


def row_of(kind: str, id: UUID) -> Any:
    """A record that is there."""
    return fields.KINDS[kind].objects.get(pk=id)  # type: ignore[attr-defined]


def named(like: Record, id: str) -> Any:
    """The record of the same kind with this id. Raises Malformed."""
    found = type(like).objects.filter(pk=id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Malformed("is not there", "merge")
    return found


def merge_of(id: str) -> Merge:
    """A merge by its id."""
    return Merge.objects.get(pk=id)


def name_of(id: str) -> str:
    """The name of a record, or of what a merge took in; nothing if there is none."""
    merged = Merge.objects.filter(pk=id).first()
    wanted = merged.gone if merged else id
    for kind in fields.KINDS.values():
        if found := kind.objects.filter(pk=wanted).first():  # type: ignore[attr-defined]
            return str(found.name)
    return ""


def _filling(kept: Record, gone: Record) -> dict[str, Any]:
    """What only the other one knew: never what leads somewhere, is hidden, or unvouched for."""
    found = {}
    for name, field in fields.catalogue(fields.kind_of(kept)).items():
        value = fields.value_of(gone, name)
        unsure = {gone.said.get(f"{name}.{code}", {}).get("as") for code in value} if (
            field.is_words
        ) else set()  # fmt: skip
        shows_more = _RANK[tier_of(kept, name)] < _RANK[tier_of(gone, name)]
        leads = field.twice and name not in _TAKEN_OVER
        if name in _ITS_OWN or leads or shows_more or unsure & {"machine", "stale"}:
            continue
        if value != field.empty and fields.value_of(kept, name) == field.empty:
            found[name] = value
    return found


def _locked(*rows: Record) -> tuple[Any, ...]:
    """In one order, so that two people at once do not wait for each other."""
    model = type(rows[0]).objects.select_for_update()  # type: ignore[attr-defined]
    found: dict[UUID, Any] = {each.pk: model.get(pk=each.pk)
                              for each in sorted(rows, key=lambda row: row.pk)}  # fmt: skip
    return tuple(found[each.pk] for each in rows)
