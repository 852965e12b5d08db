"""What the pages of a curator show of records: in words, with what waits and what needs care."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from havre.directory import actions, fields, inviting, links, merging, proposals, rounds, sealing
from havre.directory.curating import labels, parts, telling
from havre.directory.models import (
    Answer,
    Change,
    Confirmation,
    DeadNumber,
    Invitation,
    Location,
    Organization,
    Proposal,
    Reading,
    Record,
    Service,
    Verdict,
)
from havre.directory.tiers import is_guarded
from havre.staff.names import aliases

_HISTORY = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list. `asked`: how asking stands, for a service; `unsure`: unvouched words."""

    record: Record
    kind: str
    kind_word: str
    owner: Organization | None
    asked: rounds.Asked | None
    unsure: bool
    status: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as a page shows it. `yes`: who agreed; `owner`: of a new record."""

    proposal: Proposal
    record: Record | None
    owner: Record | None
    by: str
    yes: list[str]
    overtaken: bool
    differences: list[telling.Differs]
    guarded: bool
    begins_anew: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One change of the history."""

    change: Change
    by: str
    differences: list[telling.Differs]


def figure(said: str) -> int:
    """A number out of an address; 0 if it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0


def uuid_of(said: str) -> UUID | None:
    """An id out of a form; None if it is none."""
    try:
        return UUID(said)
    except ValueError:
        return None


def proposal(id: UUID) -> Proposal | None:
    """A proposal, done with or not."""
    return Proposal.objects.filter(pk=id).first()


def report(id: UUID) -> DeadNumber | None:
    """A report of a number, settled or not."""
    return DeadNumber.objects.filter(pk=id).first()


def answer(id: UUID) -> Answer | None:
    """What a provider said, done with or not."""
    return Answer.objects.filter(pk=id).first()


def undoable(row: Record, version: int) -> Change | None:
    """The change that made this version, if it took something's place."""
    made = Change.objects.filter(record=row.id, version=version).first()
    return made if made and made.before and made.why != merging.WHY else None


def rows(records: Iterable[Record]) -> list[Row]:
    """As a list shows them."""
    listed = list(records)
    asked = rounds.states(each for each in listed if isinstance(each, Service))
    return [_row(each, asked) for each in listed]


def whole(row: Record) -> dict[str, Any]:
    """All that the page of one record shows."""
    kind = fields.kind_of(row)
    owner = _owner(row)
    places = Location.objects.filter(organization=owner or row.id)
    return {
        "row": row,
        "kind": kind,
        "head": rows([row])[0],
        "owner": owner,
        "guarded": is_guarded(row),
        "parts": [(part, telling.facts(row, part.names)) for part in parts.parts(kind)],
        "proposals": waiting(proposals.waiting().filter(record=row.id)),
        "history": _history(row),
        "services": _services(row),
        "places": sorted(places, key=lambda each: each.name) if kind != fields.LOCATION else [],
        "at": actions.places_of(row) if isinstance(row, Service) else [],
        "confirmations": _confirmations(row),
        "readings": _readings(row),
        "link": links.of(row.id, row.content.get("website", "")),
        "invitations": _invitations(row),
        "may_be_written_to": isinstance(row, Organization) and inviting.may_be_written_to(row),
        "may_seal": isinstance(row, Location) and sealing.may_seal(row),
    }


def waiting(rows: Iterable[Proposal]) -> list[Waiting]:
    """Proposals with what they would change, against what stands there now."""
    found = list(rows)
    yes = {each.id: _yes(each) for each in found}
    names = aliases({*(each.by for each in found), *(by for each in yes.values() for by in each)})
    return [_waiting(each, names, yes[each.id]) for each in found]


def _row(each: Record, asked: dict[Any, rounds.Asked]) -> Row:
    kind = fields.kind_of(each)
    return Row(
        record=each,
        kind=kind,
        kind_word=labels.code(kind, "kind", each.kind),  # type: ignore[attr-defined]
        owner=_owner(each),
        asked=asked.get(each.id),
        unsure=any(how.get("as") in {actions.STALE, actions.MACHINE} for how in each.said.values()),
        status="" if each.status == "active" else labels.code(kind, "status", each.status),
    )


def _owner(row: Record) -> Organization | None:
    return row.organization if isinstance(row, (Service, Location)) else None


def _waiting(each: Proposal, names: dict[str, str], yes: list[str]) -> Waiting:
    model = fields.KINDS[each.kind].objects  # type: ignore[attr-defined]
    row: Record | None = model.filter(pk=each.record).first()
    now = {name: _now(row, name) for name in each.changes} if row else {}
    return Waiting(
        proposal=each,
        record=row,
        owner=telling.owner_of(each.kind, each.changes),
        by=names.get(each.by, each.by),
        yes=[names.get(by, by) for by in yes],
        overtaken=proposals.is_overtaken(each),
        differences=telling.difference(each.kind, now, each.changes),
        guarded=row is None or is_guarded(row),
        begins_anew=proposals.begins_anew(each),
    )


def _now(row: Record, name: str) -> Any:
    if name == actions.PLACES and isinstance(row, Service):
        return actions.places_of(row)
    return fields.value_of(row, name) if name in fields.catalogue(fields.kind_of(row)) else None


def _yes(each: Proposal) -> list[str]:
    found = Verdict.objects.filter(proposal=each, agreed=True).order_by("at")
    return list(found.values_list("by", flat=True))


def _history(row: Record) -> list[Past]:
    changes = list(Change.objects.filter(record=row.id).order_by("-version")[:_HISTORY])
    names = aliases(each.by for each in changes)
    kind = fields.kind_of(row)
    return [
        Past(each, names.get(each.by, each.by), telling.difference(kind, each.before, each.after))
        for each in changes
    ]


def _services(row: Record) -> list[Row]:
    if isinstance(row, Service):
        return []
    found = row.service_set if isinstance(row, Organization) else row.services  # type: ignore[attr-defined]
    return sorted(rows(found.select_related("organization")), key=lambda each: each.record.name)


def _confirmations(row: Record) -> list[tuple[Confirmation, str]]:
    found = list(Confirmation.objects.filter(record=row.id).order_by("-at")[:10])
    names = aliases(each.by for each in found)
    return [(each, names.get(each.by, each.by)) for each in found]


def _invitations(row: Record) -> list[tuple[Invitation, str]]:
    if not isinstance(row, Organization):
        return []
    found = list(inviting.sent_to(row)[:3])
    names = aliases(each.by for each in found)
    return [(each, names.get(each.by, each.by)) for each in found]


def _readings(row: Record) -> list[tuple[Reading, str]]:
    if not isinstance(row, Location):
        return []
    found = list(Reading.objects.filter(location=row).order_by("-at")[:10])
    names = aliases(each.by for each in found)
    return [(each, names.get(each.by, each.by)) for each in found]
