"""HSDS 3.x objects as drafts: the other way round of `havre.directory.hsds.nested`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.importing import drafts, files, hsds3_parts, leftovers
from havre.directory.importing.drafts import Draft, Refusal, Stream, Unreadable
from havre.directory.importing.hsds3_parts import Json, listed, nested, text
from havre.directory.models import PARTNER, PUBLIC, RESPONDER

_TERMS = "taxonomy"  # which a record has is told by the record
_NAMES = {
    ORGANIZATION: ("organizations", "organization"),
    SERVICE: ("services", "service"),
    LOCATION: ("locations", "location"),
    _TERMS: ("taxonomies", "taxonomy", "taxonomy_terms", "taxonomy_term"),
}
_SUFFIXES = {".json", ".ndjson"}
Object = tuple[str, str, Any]  # where it stands, its table, the object


def read(path: Path, language: str) -> Stream:
    """Drafts of a JSON file (an object, a list, a page of the interface), or of a folder."""
    found = [each for each in files.all_of(path) if each.suffix in _SUFFIXES]
    if not found:
        raise Unreadable(f"{path.name} holds no JSON; its name ends in .json or .ndjson.")
    files.count_lines([each for each in found if each.suffix == ".ndjson"])
    left = leftovers.Leftovers()
    yield from taken(leftovers.of_hsds3(_objects(found), left), language)
    yield from left.notes()


def is_whole(path: Path) -> bool:
    """Whether it is a list of everything there, and not one record alone."""
    if path.is_dir() or path.suffix == ".ndjson":
        return True
    return not any(isinstance(_inside(value), dict) for _, value in files.documents(path))


def taken(objects: Iterable[Object], language: str, *, uuids: bool = True) -> Stream:
    """Drafts of objects; `uuids`: whether ids must be UUIDs, as HSDS 3 wants."""
    reader = _Reader(language, uuids)
    for where, table, made in objects:
        yield from reader.take(where, table, made)
    yield from reader.places()


def _objects(found: list[Path]) -> Iterator[Object]:
    by_table = sorted((_table_of(path), path) for path in found)
    order = (ORGANIZATION, SERVICE, LOCATION, _TERMS, "")
    for _, path in sorted(by_table, key=lambda pair: order.index(pair[0])):
        for where, value in files.documents(path):
            inside = _inside(value)
            many = inside if isinstance(inside, list) else [inside]
            if len(many) > files.MOST_ROWS:
                raise Unreadable(f"{where} has more than {files.MOST_ROWS:,} entries.")
            for number, each in enumerate(many, start=1):
                at = f"{where}, entry {number}" if isinstance(inside, list) else where
                yield at, _table_of(path) or _shape(each), each


def _inside(value: Any) -> Any:
    """What a page of the interface holds."""
    return value["contents"] if isinstance(value, dict) and "contents" in value else value


def _table_of(path: Path) -> str:
    return next((table for table, names in _NAMES.items() if path.stem in names), "")


def _shape(made: Any) -> str:
    """Which table an object is of, by what it has."""
    if not isinstance(made, dict):
        return ""
    if "location_type" in made:
        return LOCATION
    if "status" in made or "service_at_locations" in made or "organization" in made:
        return SERVICE
    if {"taxonomy", "taxonomy_id", "code", "version"} & made.keys():
        return _TERMS
    return ORGANIZATION


class _Reader:
    """Remembers which organizations were met, and gathers places until all services are known."""

    def __init__(self, language: str, uuids: bool) -> None:
        self.language, self.uuids = language, uuids
        self.met: set[str] = set()
        self.waiting: dict[str, Draft] = {}

    def take(self, where: str, table: str, made: Any) -> Stream:
        """Drafts of one object and of what is nested in it."""
        if table == _TERMS or (table == "" and not isinstance(made, dict)):
            return
        fault = self._fault(made)
        if fault:
            external = text(made.get("id"))[: drafts.LONGEST_ID] if isinstance(made, dict) else ""
            yield Refusal(where, fault, table, external)
        elif table == ORGANIZATION:
            yield from self._organization(where, made)
        elif table == SERVICE:
            yield from self._service(where, made)
        else:
            self._place(where, made, text(made.get("organization_id")))

    def places(self) -> Stream:
        """The places, each with all services that are given there."""
        for draft in self.waiting.values():
            if draft.values:
                yield draft
            else:
                why = f"names the location {draft.external[:60]}, which is not there"
                yield Refusal(draft.row, why, LOCATION, draft.external)

    def _fault(self, made: Any) -> str:
        if not isinstance(made, dict):
            return "is no object"
        own = made.get("id")
        if not isinstance(own, str) or not own or len(own) > drafts.LONGEST_ID:
            return "has no id"
        if self.uuids and not hsds3_parts.is_uuid(own):
            return "has an id that is no UUID, as HSDS 3 wants it to be"
        return ""

    def _organization(self, where: str, made: Json) -> Stream:
        self.met.add(made["id"])
        values, notes = hsds3_parts.organization(made, self.language)
        yield Draft(ORGANIZATION, made["id"], where, _for(made, values), notes=notes)
        for each in listed(made.get("locations")):
            self._place(where, each, made["id"])

    def _service(self, where: str, made: Json) -> Stream:
        owner = nested(made.get("organization"))
        of = text(made.get("organization_id")) or text(owner.get("id"))
        if owner and text(owner.get("id")) not in self.met:
            yield from self.take(f"{where} (its organization)", ORGANIZATION, owner)
        values, notes = hsds3_parts.service(made, self.language)
        yield Draft(SERVICE, made["id"], where, _for(made, values), of, notes=notes)
        for given in listed(made.get("service_at_locations")):
            place = nested(given.get("location")) or {"id": given.get("location_id")}
            known = self._place(where, place, text(place.get("organization_id")) or of)
            if known is None:
                yield Refusal(where, "is given at a place that has no id; the place is left out")
            else:
                known.services.append(made["id"])

    def _place(self, where: str, made: Json, of: str) -> Draft | None:
        fault = self._fault(made)
        if fault:
            return None
        known = self.waiting.get(made["id"])
        if known is None or (not known.values and len(made) > 1):
            values, notes = hsds3_parts.location(made, self.language)
            draft = Draft(LOCATION, made["id"], where, _for(made, values), of, notes=notes)
            if made.get("x_hidden") is True:
                draft.exact = {}  # nobody's to know: here no more than there
            draft.services = known.services if known else []
            self.waiting[made["id"]] = known = draft
        beside = made.get("x_services")  # of tables, where a place is tied from elsewhere
        known.services += [own for own in beside if text(own)] if isinstance(beside, list) else []
        return known


def _for(made: Json, values: Json) -> Json:
    """A copy that was made for few stays with those few."""
    tier = made.get("x_tier") or PUBLIC
    if tier in (PARTNER, RESPONDER):
        return values | {"visibility": tier}
    return values if tier == PUBLIC else values | {"visibility": RESPONDER}
