"""What is answered: HSDS objects, whole or with their plain properties only."""

from functools import cache
from typing import Any

from havre.directory.api.source import Absent, Row, Source
from havre.directory.hsds import nested, terms
from havre.directory.hsds.parts import Json
from havre.directory.models import PUBLIC
from havre.lib import lang

Asked = dict[str, Any]
_GONE = "No longer published"


def service(source: Source, id: str, asked: Asked) -> Json:
    """A service; of one that is gone, that it is."""
    row = source.row(id)
    if row is None:
        raise Absent
    changed = row.since.isoformat()
    if asked.get("minimal"):
        return {"id": id, "status": row.status, "modified_date": changed}
    found = source.found(row)
    if found is None:
        return {"id": id, "name": _GONE, "status": row.status, "last_modified": changed}
    made = nested.service(found, tier=PUBLIC, language=_language()) | {"last_modified": changed}
    return made if asked.get("full") else plain(made)


def organization(source: Source, id: str, asked: Asked) -> Json:
    """An organization with its places and its services; their names alone, unless more is asked."""
    rows = source.organizations.get(id)
    if rows is None:
        raise Absent
    cards = [card for card in (source.found(row) for row in rows) if card]
    places = {place["id"]: place for card in cards for place in card.get("places", ())}
    found = cards[0]["organization"] | {"places": [places[each] for each in sorted(places)]}
    made = nested.organization(found, tier=PUBLIC, language=_language())
    if not asked.get("full") and not asked.get("full_service"):
        return plain(made)
    whole = asked.get("full_service", False)
    made["services"] = [_of_organization(source, row, whole=whole) for row in rows]
    return made


def at_location(source: Source, id: str, asked: Asked) -> Json:
    """A service given at a place."""
    tied = source.at_location(id)
    if tied is None:
        raise Absent
    row, place = tied
    whole = service(source, row.id, {"full": True})
    tie: Json = next(one for one in whole.pop("service_at_locations") if one["id"] == id)
    made: Json = tie | {"service_id": row.id, "location_id": place, "service": whole}
    if asked.get("full"):
        return made
    return {name: plain(value) if isinstance(value, dict) else value
            for name, value in made.items()}  # fmt: skip


def taxonomy(_source: Source, id: str, _asked: Asked) -> Json:
    """One of our taxonomies."""
    return _one_of(_taxonomies(), id)


def term(_source: Source, id: str, _asked: Asked) -> Json:
    """One term of them."""
    return _one_of(_terms(), id)


def plain(made: Json) -> Json:
    """An object with its direct and one-to-one properties alone."""
    return {
        name: plain(value) if name == "organization" else value
        for name, value in made.items()
        if not isinstance(value, list)
    }


def taxonomies(_source: Source, asked: Asked) -> list[str]:
    """The ids of our taxonomies that fit."""
    return [id for id, made in _taxonomies().items() if _says(made, asked)]


def term_ids(_source: Source, asked: Asked) -> list[str]:
    """The ids of the terms that fit. None has a parent."""
    if "parent_id" in asked:
        return []
    wanted = asked.get("taxonomy_id")
    return [id for id, made in _terms().items()
            if _says(made, asked) and wanted in (None, made["taxonomy_id"])]  # fmt: skip


def terms_of(taxonomy_id: str) -> frozenset[str]:
    """The ids of the terms of a taxonomy."""
    return frozenset(id for id, made in _terms().items() if made["taxonomy_id"] == taxonomy_id)


def name_says(names: Json, asked: Asked) -> bool:
    """Whether one of these names holds what is searched for, if anything is."""
    wanted = lang.fold(asked.get("search", ""))
    return not wanted or any(wanted in lang.fold(name) for name in names.values())


def _says(made: Json, asked: Asked) -> bool:
    return name_says(made.get("x_translations", {}).get("name") or {"": made["name"]}, asked)


def _of_organization(source: Source, row: Row, *, whole: bool) -> Json:
    made = service(source, row.id, {"full": whole})
    made.pop("organization")
    return made if whole else {name: made[name] for name in ("id", "name", "status")}


def _one_of(known: dict[str, Json], id: str) -> Json:
    if id not in known:
        raise Absent
    return known[id]


def _language() -> str:
    return lang.languages()[0]


@cache
def _taxonomies() -> dict[str, Json]:
    return {made["id"]: made for made in terms.taxonomies(_language())}


@cache
def _terms() -> dict[str, Json]:
    return {made["id"]: made for made in terms.terms(_language())}
