"""An address that must not be known: sealed for its place, and taken out of wherever it stood open.

`actions.seal_place` and `actions.take_sealed` are the verbs; nothing else calls these but imports,
which seal an address as they read it, before there is a place for it.
"""

import json
import uuid
from typing import Any

from django.db import transaction

from havre.directory.models import Change, Location, Origin, Proposal
from havre.vault import keys, sealed

EXACT = frozenset({"address", "lat", "lon"})


def sealed_for(place: uuid.UUID, exact: dict[str, Any]) -> tuple[uuid.UUID, bytes]:
    """(file, box) of an address sealed for a place, which need not be there yet.

    The box opens in that place alone, for who holds the directory's key.
    """
    files = keys.make_file(keys.PLACES)  # the keystore commits first
    row = Location(id=place, file=files.file)
    with transaction.atomic():
        files.record()
        sealed.seal(row, "exact", json.dumps(exact), files.publics["place"])
    return files.file, row.exact.box


def put(location: Location, file: uuid.UUID, box: bytes) -> None:
    """Put a sealed address into its place, whose street and point go. Does not save."""
    column: Any = Location._meta.get_field("exact")
    location.file = file
    location.exact = sealed.Sealed(
        box, sealed.binding(location, column), file, column.compartment, None
    )
    location.lat = location.lon = None
    location.content.pop("address", None)


def take_out(place: uuid.UUID) -> None:
    """Take street and point out of the place's history, proposals and origins."""
    for change in Change.objects.filter(record=place):
        change.before, change.after = _without(change.before), _without(change.after)
        change.save(update_fields=["before", "after"])
    for proposal in Proposal.objects.filter(record=place):
        proposal.changes = _without(proposal.changes)
        if "seen" in proposal.about:
            proposal.about["seen"] = _without(proposal.about["seen"])
        proposal.save(update_fields=["changes", "about"])
    for origin in Origin.objects.filter(record=place):
        origin.values = _without(origin.values)
        origin.save(update_fields=["values"])


def _without(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in EXACT}
