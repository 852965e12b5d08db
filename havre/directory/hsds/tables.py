"""Nested objects as rows of the HSDS tables, each once, tied by ids instead of by nesting."""

from collections.abc import Iterator
from typing import Any

from havre.directory.hsds.parts import Json

Row = tuple[str, Json]
# property → (table of what stands in it, its column that names the owner; none: `link` says which)
_MANY = {
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
    "languages": "language",
    "contacts": "contact",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "capacities": "service_capacity",
    "attributes": "attribute",
    "service_at_locations": "service_at_location",
    "locations": "location",
    "addresses": "address",
    "accessibility": "accessibility",
    "organization_identifiers": "organization_identifier",
}
_ONE = {
    "organization": ("organization", "organization_id"),
    "location": ("location", "location_id"),
    "unit": ("unit", "unit_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
}
_BY_ITSELF = "attribute"  # it carries link_id and link_entity
_SHARED = {"organization", "location", "taxonomy", "taxonomy_term", "unit"}  # met again and again


def rows(table: str, made: Json, written: set[str]) -> Iterator[Row]:
    """(table, row) of an object and of all that is nested in it, those it points to first.

    `written`: ids of what was met before and is not repeated; they are added here.
    """
    if table in _SHARED:
        if made["id"] in written:
            return
        written.add(made["id"])
    own: Json = {}
    below: list[tuple[str, Json]] = []
    for name, value in made.items():
        if name in _ONE:
            its_table, column = _ONE[name]
            own[column] = value["id"]
            yield from rows(its_table, value, written)
        elif name in _MANY:
            below += [(_MANY[name], _tied(table, made, _MANY[name], each)) for each in value]
        else:
            own[name] = value
    yield table, own
    for its_table, each in below:
        yield from rows(its_table, each, written)


def _tied(table: str, owner: Json, its_table: str, each: Any) -> Json:
    tied: Json = each if its_table == _BY_ITSELF else each | {f"{table}_id": owner["id"]}
    return tied
