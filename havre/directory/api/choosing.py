"""Which records are asked for. Everything that is asked must fit (AND)."""

from collections.abc import Callable
from dataclasses import dataclass

from havre.directory.api import answers
from havre.directory.api.answers import Asked
from havre.directory.api.asking import Misasked
from havre.directory.api.source import Row, Source
from havre.directory.finder.index import MOST
from havre.directory.finder.places import gazetteer, key, kilometres
from havre.directory.finder.wanted import Wanted
from havre.directory.hsds.parts import Json
from havre.lib import clock


@dataclass(frozen=True, slots=True)
class Resource:
    """A list and what is in it: whose schema, what may be asked of the list and of one."""

    schema: str
    of_list: str
    ids: Callable[[Source, Asked], list[str]]
    made: Callable[[Source, str, Asked], Json]
    parameters: tuple[str, ...]
    of_one: tuple[str, ...] = ()
    about: str = ""


def service_ids(source: Source, asked: Asked) -> list[str]:
    """Services; what closed or is gone only where one asks what changed."""
    rows = [*source.services, *(source.closed if "modified_after" in asked else [])]
    return sorted(row.id for row in _fitting(source, rows, asked))


def organization_ids(source: Source, asked: Asked) -> list[str]:
    """Organizations with any service that fits."""
    fitting = _fitting(source, source.services, {**asked, "search": ""})
    found = sorted({row.organization for row in fitting})
    if not asked.get("search"):
        return found
    return [id for id in found if answers.name_says(_names(source, id), asked)]


def at_location_ids(source: Source, asked: Asked) -> list[str]:
    """Services given somewhere; by distance to the shown point, or else the settlement's middle."""
    found = source.at_locations(_fitting(source, source.services, asked))
    if "postcode" not in asked:
        return found
    if not gazetteer().is_code(asked["postcode"]):
        raise Misasked("postcode is no Canadian postal code")
    middle = gazetteer().find(asked["postcode"])
    if middle is None:
        return []
    most, at = asked["proximity"] / 1000, (middle.lat, middle.lon)
    return [id for id in found if (point := _point(source, id)) and kilometres(at, point) <= most]


def _fitting(source: Source, rows: list[Row], asked: Asked) -> list[Row]:
    if "organization_id" in asked:
        rows = [row for row in rows if row.organization == asked["organization_id"]]
    if "taxonomy_term_id" in asked:
        rows = [row for row in rows if asked["taxonomy_term_id"] in row.terms]
    if "taxonomy_id" in asked:
        known = answers.terms_of(asked["taxonomy_id"])
        rows = [row for row in rows if row.terms & known]
    if "modified_after" in asked:
        rows = [row for row in rows if row.since >= asked["modified_after"]]
    if asked.get("search"):
        found = _searched(source, asked["search"])
        rows = [row for row in rows if row.id in found]
    return rows


def _searched(source: Source, words: str) -> frozenset[str]:
    """The first thousand that the finder finds; what it only found by widening does not fit."""
    found = source.index.find(Wanted(words=words, limit=MOST), clock.now())
    return frozenset() if found.widened else frozenset(str(hit.id) for hit in found.hits)


def _names(source: Source, organization: str) -> Json:
    card = source.found(source.organizations[organization][0]) or {}
    names: Json = card.get("organization", {}).get("names", {})
    return names


def _point(source: Source, tie: str) -> tuple[float, float] | None:
    row, place = source.at_location(tie) or (None, "")
    card = (source.found(row) if row else None) or {}
    found: Json = next((each for each in card.get("places", ()) if each["id"] == place), {})
    if "lat" in found and "lon" in found:
        return found["lat"], found["lon"]
    middle = gazetteer().settlement(key(found.get("settlement", "")), found.get("province", ""))
    return (middle.lat, middle.lon) if middle else None


_PAGED = ("search", "page", "per_page", "format")
_TERMS = ("taxonomy_term_id", "taxonomy_id")
RESOURCES = {
    "services": Resource(
        "service.json", "compiled/service_list.json", service_ids, answers.service,
        (*_PAGED, *_TERMS, "organization_id", "modified_after", "minimal", "full"),
        about="Services",
    ),
    "organizations": Resource(
        "organization.json", "compiled/organization_list.json", organization_ids,
        answers.organization, (*_PAGED, *_TERMS, "full", "full_service"), ("full_service",),
        about="Organizations that have a service here",
    ),
    "service_at_locations": Resource(
        "service_at_location.json", "compiled/service_at_location_list.json", at_location_ids,
        answers.at_location,
        (*_PAGED, *_TERMS, "organization_id", "modified_after", "full", "postcode", "proximity"),
        about="Services given at a place",
    ),
    "taxonomies": Resource(
        "taxonomy.json", "taxonomy.json", answers.taxonomies, answers.taxonomy, _PAGED,
        about="Taxonomies",
    ),
    "taxonomy_terms": Resource(
        "taxonomy_term.json", "taxonomy_term.json", answers.term_ids, answers.term,
        (*_PAGED, "taxonomy_id", "top_only", "parent_id"),
        about="Terms",
    ),
}  # fmt: skip
