"""The directory as one JSON document of our own: taken in by key, written out whole.

Its fields are the catalogue's. Other forms (HSDS, AIRS, tables) have modules of their own.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from havre.directory import actions, fields, sealing, tiers
from havre.directory.models import Location, Organization, Record, Service
from havre.directory.shapes import Malformed

Document = dict[str, Any]
KEY = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
REMARKS = frozenset({"fictitious", "kind_said_by_source", "names_given_in"})  # of who wrote it
BESIDE = frozenset({"key", "hidden", "organization", "email_verified", "services", "exact"})

__all__ = ["Malformed", "Taken", "take_in", "written"]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were taken in."""

    organizations: int
    services: int
    locations: int


@transaction.atomic
def take_in(document: Any, *, by: str) -> Taken:
    """Add what is new and change what is known, by key; deletes nothing. All of it or nothing.

    An address counts as verified only where the document says so. Raises Malformed.
    """
    organizations = _entries(document, "organizations")
    services = _entries(document, "services")
    locations = _entries(document, "locations") if "locations" in document else []
    for entry in organizations:
        _take_organization(entry, by)
    for entry in services:
        _take(entry, fields.SERVICE, by)
    for entry in locations:
        _take_location(entry, by)
    return Taken(len(organizations), len(services), len(locations))


def written(tier: str) -> Document:
    """All that a tier may see of the directory, in the order of its keys."""
    organizations = Organization.objects.order_by("key").prefetch_related("service_set")
    services = Service.objects.order_by("key").select_related("organization")
    locations = Location.objects.order_by("key").select_related("organization")
    return {
        "organizations": [
            entry | _verified(one, entry) for one in organizations if (entry := _entry(one, tier))
        ],
        "services": [entry for one in services if (entry := _entry(one, tier))],
        "locations": [
            entry
            | {"services": sorted(each.key for each in _shown(one, tier))}
            | ({"exact": {}} if one.is_hidden else {})  # that there is one, and not a word of it
            for one in locations.prefetch_related("services")
            if (entry := _entry(one, tier))
        ],
    }


def _verified(one: Organization, entry: Document) -> Document:
    return {"email_verified": one.address_is_verified} if "email" in entry else {}


def _shown(place: Location, tier: str) -> list[Service]:
    return [one for one in place.services.all() if tiers.sees(tier, one.visibility)]


def _take_organization(entry: Document, by: str) -> None:
    row: Organization = _take(entry, fields.ORGANIZATION, by)
    if row.email and entry.get("email_verified") is True and not row.address_is_verified:
        actions.verify_address(row, by=by)


def _take_location(entry: Document, by: str) -> None:
    row: Location = _take(entry, fields.LOCATION, by)
    for key in entry.get("services") or []:
        service = Service.objects.filter(key=key, organization=row.organization).first()
        if service is None:
            raise Malformed(f"{entry['key']}: one of its services is not its organization’s.")
        actions.place_at(service, row, by=by)
    exact = entry.get("exact")
    stands = bool(sealing.standing(row))  # which is not sealed away for an address nobody told
    if exact is not None and not row.is_hidden and (exact or not stands):
        if not isinstance(exact, dict) or len(json.dumps(exact)) > 1000:
            raise Malformed(f"{entry['key']}: exact is a short record.")
        actions.seal_place(row, exact, by=by)


def _take(entry: Document, kind: str, by: str) -> Any:
    key = entry["key"]
    values = {n: v for n, v in entry.items() if n not in BESIDE | REMARKS and v is not None}
    of: dict[str, Any] = {}
    if kind != fields.ORGANIZATION:
        of["organization"] = Organization.objects.filter(key=entry.get("organization")).first()
        if of["organization"] is None:
            raise Malformed(f"{key}: its organization is not in the directory.")
    row = fields.KINDS[kind].objects.filter(key=key).first()  # type: ignore[attr-defined]
    try:
        if row is None:
            row = actions.add(kind, values, key=key, by=by, why="imported", **of)
        else:
            actions.change(row, values, by=by, why="imported")
        if entry.get("hidden"):
            actions.show_to(row, entry["hidden"], by=by)
    except Malformed as error:
        raise Malformed(f"{key}: {error}.") from error
    return row


def _entries(document: Any, name: str) -> list[Document]:
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Malformed(f"The document has no list of {name}.")
    for one in found:
        if not isinstance(one.get("key"), str) or not KEY.fullmatch(one["key"]):
            raise Malformed(f"One of the {name} has no key.")
    return found


def _entry(one: Record, tier: str) -> Document | None:
    found = tiers.seen(one, tier)
    entry: Document = {"key": one.key}
    if not isinstance(one, Organization):
        owner: Organization = one.organization  # type: ignore[attr-defined]
        entry["organization"] = owner.key
        found = found if tiers.sees(tier, owner.visibility) else None
    if found is None:
        return None
    known = fields.catalogue(fields.kind_of(one))
    entry |= {name: value for name, value in found.items() if value != known[name].empty}
    hidden = {name: said for name, said in one.hidden.items() if name in entry}
    return entry | ({"hidden": hidden} if hidden else {})
