"""Tables of HSDS as objects, so that one reader reads both: rows are nested by their ids."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.hsds import profile, writing
from havre.directory.importing import files, hsds3, leftovers
from havre.directory.importing.drafts import Refusal, Stream, Unreadable
from havre.directory.importing.hsds3_parts import Json

_BELOW = {
    "phone": "phones", "schedule": "schedules", "service_area": "service_areas",
    "language": "languages", "contact": "contacts", "cost_option": "cost_options",
    "required_document": "required_documents", "address": "addresses",
    "accessibility": "accessibility", "organization_identifier": "organization_identifiers",
}  # fmt: skip
_TABLES = {each["path"] for each in writing.data_package("public")["resources"]}
_OWNERS = ("phone", "contact", "service", "location", "organization")


def read(path: Path, language: str) -> Stream:
    """Drafts of a folder of HSDS 3 tables."""
    rows, strays = _nested(path)
    left = leftovers.Leftovers()
    yield from hsds3.taken(leftovers.of_hsds3(_objects(rows), left), language)
    yield from left.notes()
    yield from leftovers.strange_tables(path, _TABLES)
    yield from strays


def load(path: Path, names: dict[str, str]) -> dict[str, list[Json]]:
    """table → its rows, each with where it stands (`_at`); `names`: file → table."""
    found = [each for each in files.all_of(path) if each.name in names]
    if not found:
        raise Unreadable(f"{path.name} holds none of {', '.join(sorted(names)[:4])} …")
    files.count_rows(found)
    loaded: dict[str, list[Json]] = {}
    for each in found:
        rows = [row | {"_at": where} for where, row in files.rows(each)]
        loaded.setdefault(names[each.name], []).extend(rows)
    return loaded


def hang(rows: dict[str, list[Json]]) -> list[Refusal]:
    """Put every row under the one it names, phones' and contacts' own first.

    Returns a sentence for each row whose owner is not there.
    """
    strays = []
    by_id = {owner: {row.get("id"): row for row in rows.get(owner, [])} for owner in _OWNERS}
    for table, name in _BELOW.items():
        for row in rows.get(table, []):
            for owner in _OWNERS:
                above = by_id[owner].get(row.get(f"{owner}_id"))
                if above is not None and above is not row:
                    if not isinstance(above.get(name), list):
                        above[name] = []
                    above[name].append(row)
                    break
            else:
                strays += _stray(row, {owner: f"{owner}_id" for owner in _OWNERS})
    return strays


def _nested(path: Path) -> tuple[dict[str, list[Json]], list[Refusal]]:
    package = writing.data_package("public")["resources"]
    rows = load(path, {each["path"]: each["name"] for each in package})
    for each in package:
        types = {field["name"]: field["type"] for field in each["schema"]["fields"]}
        types |= {
            name: schema["type"]
            for name, schema in profile.PROPERTIES.get(each["name"], {}).items()
        }
        rows[each["name"]] = [_typed(row, types) for row in rows.get(each["name"], [])]
    strays = hang(rows)
    return rows, strays + _tie(rows)


def _objects(rows: dict[str, list[Json]]) -> Iterator[hsds3.Object]:
    for table in (ORGANIZATION, SERVICE, LOCATION):
        for row in rows[table]:
            yield row.pop("_at"), table, row


def _stray(row: Json, named: dict[str, str]) -> list[Refusal]:
    for owner, column in named.items():
        if row.get(column):
            why = f"names the {owner} {str(row[column])[:60]}, which is not there"
            return [Refusal(row["_at"], why)]
    return []


def _tie(rows: dict[str, list[Json]]) -> list[Refusal]:
    strays = []
    terms = {row.get("id"): row for row in rows["taxonomy_term"]}
    services = {row.get("id"): row for row in rows["service"]}
    places = {row.get("id"): row for row in rows["location"]}
    for row in rows["attribute"]:
        owner = services.get(row.get("link_id"))
        if owner is not None:
            term = terms.get(row.get("taxonomy_term_id"), {})
            owner.setdefault("attributes", []).append(row | {"taxonomy_term": term})
        elif row.get("link_entity", SERVICE) == SERVICE:
            strays += _stray(row, {SERVICE: "link_id"})
    for row in rows["service_at_location"]:
        place = places.get(row.get("location_id"))
        if place is None:
            strays += _stray(row, {LOCATION: "location_id"})
        else:
            place.setdefault("x_services", []).append(row.get("service_id"))
    return strays


def _typed(row: Json, types: dict[str, str]) -> Json:
    return {name: _value(words, types.get(name, "string")) for name, words in row.items()}


def _value(words: str, kind: str) -> Any:
    if kind in {"array", "object", "boolean"}:
        return _json(words)
    if kind == "number":
        found = _json(words)
        return found if isinstance(found, (int, float)) else words
    return words


def _json(words: str) -> Any:
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return words
