"""Apply one proposal of an import, whole: its values, its place, its keys, where it came from.

`deciding` calls it once two agreed to the import. What needs two people of its own is applied by
`proposals.agree` as every other proposal is.
"""

from typing import Any

from django.db import transaction

from havre.directory import actions, fields, proposals
from havre.directory.models import (
    Location,
    Organization,
    Origin,
    Proposal,
    ProposalEnding,
    Service,
    ServiceAtLocation,
)
from havre.vault import keys

_WHY = "imported"


@transaction.atomic
def apply(proposal: Proposal, *, by: str) -> str:
    """applied; or overtaken, where somebody else changed one of its fields meanwhile."""
    record = _rows(proposal.kind).select_for_update().filter(id=proposal.record).first()
    gone = (record is None) != (proposal.base == 0)
    if gone or (proposal.changes and proposals.is_overtaken(proposal)):
        return _end(proposal, proposals.OVERTAKEN, by)
    if record is None:
        record = _add(proposal, by)
        if record is None:
            return _end(proposal, proposals.OVERTAKEN, by)
    else:
        actions.change(record, proposal.changes, by=by, why=_WHY, as_said=actions.SOURCE)
    _beside(proposal, record, by)
    _came_from(proposal, by)
    return _end(proposal, proposals.APPLIED, by)


def whole(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Values of a new record, with what every record must have."""
    known = fields.catalogue(kind)
    return {name: known[name].default() for name in ("kind", "reach") if name in known} | values


@transaction.atomic
def turn_down(proposal: Proposal, *, by: str) -> str:
    """It ends refused; an address that came sealed with it is forgotten."""
    if proposal.file is not None:
        keys.destroy(proposal.file)
        proposal.file = proposal.exact = None
        proposal.save(update_fields=["file", "exact"])
    return _end(proposal, proposals.REFUSED, by)


def _add(proposal: Proposal, by: str) -> Any:
    about = proposal.about
    of: dict[str, Any] = {}
    if proposal.kind != fields.ORGANIZATION:
        of["organization"] = _owner(about)
        if of["organization"] is None:
            return None
    key = about["key"]
    if _rows(proposal.kind).filter(key=key).exists():
        key = f"{key[:60]}-{proposal.record.hex[:12]}"
    values = whole(proposal.kind, proposal.changes)
    return actions.add(
        proposal.kind, values, key=key, by=by, why=_WHY, id=proposal.record,
        as_said=actions.SOURCE, **of,
    )  # fmt: skip


def _owner(about: dict[str, Any]) -> Organization | None:
    of = about.get("organization")
    return Organization.objects.filter(id=of).first() if of else None


def _beside(proposal: Proposal, record: Any, by: str) -> None:
    if isinstance(record, Location):
        if proposal.exact is not None and proposal.file is not None:
            box = bytes(proposal.exact)
            actions.take_sealed(record, proposal.file, box, by=by)
        for each in Service.objects.filter(id__in=proposal.about.get("services", [])):
            _place(each, record, by)


def _place(service: Service, location: Location, by: str) -> None:
    """As a version of the service, so that it stands in its history and can be undone."""
    now = Service.objects.select_for_update().get(pk=service.pk)
    before = actions.places_of(now)
    ServiceAtLocation.objects.get_or_create(service=now, location=location)
    after = {actions.PLACES: actions.places_of(now)}
    actions.keep(now, {actions.PLACES: before}, after, by=by, why=_WHY)


def _came_from(proposal: Proposal, by: str) -> None:
    about, batch = proposal.about, proposal.batch
    if batch is None or "external" not in about:
        return
    if about.get("missing"):  # as if the source had said so: it may come back
        known = Origin.objects.get(
            system=batch.system, kind=proposal.kind, external=about["external"]
        )
        known.values |= proposal.changes
        known.save(update_fields=["values"])
        return
    Origin.objects.update_or_create(
        system=batch.system, kind=proposal.kind, external=about["external"],
        defaults={
            "record": proposal.record, "licence": batch.licence, "by": by,
            "digest": about["digest"], "values": about.get("seen", {}), "at": batch.at,
        },
    )  # fmt: skip


def _end(proposal: Proposal, outcome: str, by: str) -> str:
    ProposalEnding.objects.create(proposal=proposal, outcome=outcome, by=by)
    return outcome


def _rows(kind: str) -> Any:
    return fields.KINDS[kind].objects  # type: ignore[attr-defined]
