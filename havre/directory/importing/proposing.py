"""One import on its way: each draft becomes a proposal, or a sentence in the report."""

import hashlib
import json
import uuid
from typing import Any

from django.utils.text import slugify

from havre.directory import actions, fields, hiding, proposals, tiers
from havre.directory.importing import applying
from havre.directory.importing.differing import Difference, compare
from havre.directory.importing.drafts import Draft, Note, Refusal, salvage
from havre.directory.importing.matching import Matcher
from havre.directory.importing.reporting import Report
from havre.directory.models import ACTIVE, Batch, Location, Organization, Origin, Proposal, Service

_SPACE = uuid.UUID("9b9a2f7e-6f0b-5f6e-8f0a-3f0b1c1f7a52")  # ours, drawn once
_SOURCE, _TWO, _WITH_BATCH = proposals.IMPORT, 2, 0
_STREET = {"address_1": str, "address_2": str, "postal_code": str, "lat": float, "lon": float}
_LONGEST_STREET = 120
Values = dict[str, Any]


class Run:
    """Takes drafts in any order; whatever waits for its organization or its services waits here."""

    def __init__(self, batch: Batch, *, by_key: bool) -> None:
        self.batch, self.report = batch, Report()
        self.matcher = Matcher(batch.system, by_key=by_key)
        self.by_key = by_key
        self.met: dict[tuple[str, str], uuid.UUID | None] = {}  # None: that row was refused
        self.names: dict[
            uuid.UUID | None, Values
        ] = {}  # of organizations, for places without a name
        self.waiting: list[Draft] = []
        self.guarded: dict[uuid.UUID, bool] = {}  # organizations that were there before
        self.ties: dict[uuid.UUID, set[uuid.UUID]] = {}  # a service that shelters → new places
        self.unnamed = 0
        self.given: set[uuid.UUID] = set()  # ids of new records

    def take(self, item: Draft | Refusal | Note) -> None:
        """One row."""
        if isinstance(item, Note):
            self.report.note(item.sentence)
        elif isinstance(item, Refusal):
            self._refuse(item.row, item.why, item.kind, item.external)
        elif (item.kind, item.external) in self.met:
            self._refuse(item.row, f"has the id {item.external[:60]}, which stood there before")
        elif item.kind == fields.LOCATION or (item.of and self._owner(item) is None):
            self.waiting.append(item)  # its organization, or its services, may come yet
        else:
            self._take(item)

    def finish(self, *, is_whole: bool) -> None:
        """After the last row: who waited, then what is missing."""
        for kind in (fields.SERVICE, fields.LOCATION):
            for draft in [each for each in self.waiting if each.kind == kind]:
                if (draft.kind, draft.external) in self.met:
                    self._refuse(draft.row, f"has the id {draft.external[:60]} a second time")
                else:
                    self._take(draft)
        self._tie()
        if not is_whole:
            self.report.note("This is not everything that is there; nothing is taken for missing.")
        elif self.unnamed:
            self.report.note("Rows without a readable id: nothing is taken for missing.")
        else:
            self._missing()

    def _take(self, draft: Draft) -> None:
        values, spoilt = salvage(draft)
        values |= {"hidden": draft.hidden} if draft.hidden else {}
        owner = None if draft.kind == fields.ORGANIZATION else self._owner(draft)
        if owner is None and draft.kind != fields.ORGANIZATION:
            why = f"names the organization {draft.of[:60] or '(none)'}, which did not come in"
            self._refuse(draft.row, why, draft.kind, draft.external)
            return
        if draft.kind == fields.LOCATION and not values.get("names"):
            values["names"] = self._names_of(owner)
        if not values.get("names"):
            self._refuse(draft.row, "has no name", draft.kind, draft.external)
            return
        self.report.counts[f"read_{draft.kind}"] += 1
        record, origin = self.matcher.find(draft, values, owner)
        if record is None:
            self._new(draft, values, owner)
        else:
            self.met[draft.kind, draft.external] = record.id
            self._known(draft, record, origin, compare(
                record, values, spoilt, None if origin is None else origin.values
            ))  # fmt: skip
        if draft.kind == fields.ORGANIZATION:
            self.names[self.met[draft.kind, draft.external]] = values["names"]
        for note in draft.notes:
            self.report.note(note)

    def _new(self, draft: Draft, values: Values, owner: uuid.UUID | None) -> None:
        own = self._new_id(draft)
        self.given.add(own)
        self.met[draft.kind, draft.external] = own
        of = {"organization": str(owner) if owner else "", "key": self._key(draft, values, own)}
        if draft.kind == fields.SERVICE and owner is not None and self._shelters(owner):
            beside = {proposals.ORGANIZATION: of["organization"], proposals.KEY: of["key"]}
            self._apart(
                draft.kind, own, 0, applying.whole(draft.kind, values) | beside, row=draft.row
            )
            return
        about = self._about(draft, values) | of | {"services": self._new_ties(draft, own, None)}
        self._seal(draft, self._propose(draft.kind, own, 0, values, about=about))
        self.report.counts["new"] += 1

    def _known(self, draft: Draft, record: Any, origin: Origin | None, found: Difference) -> None:
        for name in found.conflicts:
            self.report.conflict(draft.row, str(record.id), name)
        about = self._about(draft, found.seen)
        seals = False
        if isinstance(record, Location):
            about["services"] = self._new_ties(draft, record.id, record)
            seals = bool(draft.exact) and not record.is_hidden  # ours is not sealed for nothing
        if found.apart:
            self._apart(draft.kind, record.id, record.version, found.apart, row=draft.row)
        does = bool(found.changes or about.get("services") or seals)
        if does or origin is None or origin.values != found.seen:
            made = self._propose(draft.kind, record.id, record.version, found.changes, about=about)
            if seals:
                self._seal(draft, made)
        self.report.counts["changed" if does else "unchanged"] += 1

    def _propose(
        self, kind: str, record: uuid.UUID, base: int, changes: Values, *, about: Values
    ) -> Proposal:
        """One that goes with the import."""
        return Proposal.objects.create(
            kind=kind, record=record, base=base, changes=changes, about=about, source=_SOURCE,
            needs=_WITH_BATCH, batch=self.batch, by=self.batch.by,
        )  # fmt: skip

    def _apart(self, kind: str, record: uuid.UUID, base: int, changes: Values, *, row: str) -> None:
        """One that does not: it waits for two people of its own, once."""
        waits = proposals.waiting().filter(record=record, source=_SOURCE)
        if not any(each.changes == changes for each in waits):
            Proposal.objects.create(
                kind=kind, record=record, base=base, changes=changes, source=_SOURCE,
                needs=_TWO, by=self.batch.by, about={"row": row, "batch": str(self.batch.id)},
            )  # fmt: skip
        self.report.counts["apart"] += 1

    def _new_ties(self, draft: Draft, place: uuid.UUID, there: Location | None) -> list[str]:
        """Services that are newly given at a place. One that shelters is tied by two people."""
        known = set() if there is None else set(there.services.values_list("id", flat=True))
        closed = there is not None and tiers.is_guarded(there)
        free = []
        for own in self._services(draft):
            row = Service.objects.filter(id=own).first()
            if own not in known and row is not None and (closed or row.is_guarded):
                self.ties.setdefault(own, set()).add(place)
            elif own not in known:
                free.append(str(own))
        return free

    def _tie(self) -> None:
        for own, places in self.ties.items():
            service = Service.objects.get(id=own)
            every = {*actions.places_of(service), *map(str, places)}
            changes = {actions.PLACES: sorted(every)}
            self._apart(fields.SERVICE, own, service.version, changes, row=str(service.id))

    def _about(self, draft: Draft, seen: Values) -> Values:
        digest = hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()
        return {
            "external": draft.external,
            "row": draft.row,
            "seen": seen,
            "digest": digest,
        }

    def _seal(self, draft: Draft, proposal: Proposal) -> None:
        """An address that must not be known is sealed now; nobody reads it on its way."""
        if draft.exact is None:
            return
        exact = {
            name: draft.exact[name]
            for name, kind in _STREET.items()
            if isinstance(draft.exact.get(name), kind)
            and len(str(draft.exact[name])) <= _LONGEST_STREET
        }
        if not exact:
            draft.notes.append(f"{draft.row}: its address is sealed there and did not travel.")
        proposal.file, proposal.exact = hiding.sealed_for(proposal.record, exact)
        proposal.save(update_fields=["file", "exact"])
        self.report.counts["sealed"] += 1

    def _services(self, draft: Draft) -> list[uuid.UUID]:
        """The services given at a place; those that did not come in are a note."""
        found = []
        for external in dict.fromkeys(draft.services):
            own = self._known_id(fields.SERVICE, external)
            if own is None:
                draft.notes.append(f"{draft.row}: the service {external[:60]} did not come in.")
            else:
                found.append(own)
        return found

    def _owner(self, draft: Draft) -> uuid.UUID | None:
        return self._known_id(fields.ORGANIZATION, draft.of)

    def _known_id(self, kind: str, external: str) -> uuid.UUID | None:
        if (kind, external) in self.met:
            return self.met[kind, external]
        origin = Origin.objects.filter(
            system=self.batch.system, kind=kind, external=external
        ).first()
        if origin is not None:
            return origin.record
        rows = fields.KINDS[kind].objects  # type: ignore[attr-defined]
        found = rows.filter(key=external).first() if self.by_key and external else None
        return found and found.id

    def _shelters(self, owner: uuid.UUID) -> bool:
        """Whether an organization was there before and somebody could be found by it."""
        if owner not in self.guarded:
            row = Organization.objects.filter(id=owner).first()
            self.guarded[owner] = row is not None and tiers.is_guarded(row)
        return self.guarded[owner]

    def _names_of(self, owner: uuid.UUID | None) -> Values:
        if owner in self.names:
            return self.names[owner]
        row = Organization.objects.filter(id=owner).first() if owner else None
        return {} if row is None else row.names

    def _new_id(self, draft: Draft) -> uuid.UUID:
        """The other side's own id where that is a UUID nobody has here; or one made of it."""
        made = uuid.uuid5(_SPACE, json.dumps([self.batch.system, draft.kind, draft.external]))
        try:
            own = uuid.UUID(draft.external)
        except ValueError:
            return made
        taken = any(
            kind.objects.filter(id=own).exists()  # type: ignore[attr-defined]
            for kind in fields.KINDS.values()
        )
        return made if taken or own in self.given else own

    def _key(self, draft: Draft, values: Values, own: uuid.UUID) -> str:
        if self.by_key:
            return draft.external
        name = next(iter(values["names"].values()))
        return f"{slugify(name)[:60].strip('-') or draft.kind}-{own.hex[:12]}"

    def _refuse(self, row: str, why: str, kind: str = "", external: str = "") -> None:
        self.report.refuse(row, why)
        if external:
            self.met.setdefault((kind, external), None)
        elif kind:
            self.unnamed += 1

    def _missing(self) -> None:
        """What came from there before and is there no longer: perhaps closed. Never deleted."""
        known = Origin.objects.filter(system=self.batch.system)
        gone = [each for each in known if (each.kind, each.external) not in self.met]
        met = {each.record for each in known if (each.kind, each.external) in self.met}
        for origin in gone:
            if origin.record in met:
                continue  # it was merged here, and one of the two stands there still
            record = fields.KINDS[origin.kind].objects.filter(id=origin.record).first()  # type: ignore[attr-defined]
            if record is not None and record.status == ACTIVE:
                about = {"external": origin.external, "missing": True}
                changes = {"status": "inactive"}
                self._propose(origin.kind, record.id, record.version, changes, about=about)
                self.report.counts["missing"] += 1
        if gone and len(gone) * 2 > len(known):
            self.report.note(
                "More than half of what came from there before is missing. Is it whole?"
            )
