"""How the interface describes itself: its root, its profile and schemas, and OpenAPI.

All of it is made of what the views use (`choosing.RESOURCES`, `asking.PARAMETERS`), so that it
says what is so.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from havre.directory.api.asking import PARAMETERS
from havre.directory.api.choosing import RESOURCES, Resource
from havre.directory.hsds.parts import Json
from havre.directory.hsds.profile import PROPERTIES

VERSION = "1.0.0"  # of this interface and its profile
HSDS = "3.1.1"
PLACE = "/api/hsds/v3/"
_OFFICIAL = Path(__file__).parents[1] / "hsds" / "vendored" / "schema"
_LEFT_OUT = {"metadata.json", "meta_table_description.json", "openapi.json"}
_LICENCE = (
    "The schemas are those of the Human Services Data Specification: an Open Referral resource"
    " (https://openreferral.org/), by the Open Referral project, stewarded with fiscal sponsorship"
    " from Aspiration, CC BY-SA 4.0; the properties that begin with x_ were added. What is added"
    " has the same licence."
)
_OTHERWISE = [
    "search, postcode and proximity are taken in the body of a POST (a JSON object or a form) and"
    " refused in an address: what people look for is kept in no address and no log.",
    "postcode and proximity belong together; no more of a postal code is used than its first three"
    " signs, whose middle may be far off in the country.",
    "A search tells a thousand services at most, and no police.",
    "Everything that is asked must fit. A parameter that is not known is refused.",
    "last_modified, modified_date and modified_after are moments of publication here, so that who"
    " asks what changed misses nothing.",
    "What closed (status inactive, defunct or temporarily closed) is told to whoever gives"
    " modified_after, and by its id. What may no longer be said at all is told by id, as defunct.",
    "minimal tells id, status and modified_date, all on one page.",
    "An address that must not be known is not there: no address object, no point; x_settlement and"
    " x_province say where it is.",
    "metadata (old values) is never told.",
    "Plain properties are in the first language of the line; x_translations has all of them.",
]


def root() -> Json:
    """Which version this is, and where the rest is."""
    return {"version": HSDS, "profile": _at("profile"), "openapi_url": _at("openapi.json")}


@cache
def patches() -> dict[str, Json]:
    """table → what is added to its official schema, as a merge patch."""
    return {table: {"properties": own} for table, own in PROPERTIES.items()}


@cache
def schemas() -> dict[str, Json]:
    """name → an official schema with what we add to it. They name each other beside themselves."""
    names = [path.relative_to(_OFFICIAL).as_posix() for path in sorted(_OFFICIAL.rglob("*.json"))]
    return {name: _patched(_read(name)) for name in names if name not in _LEFT_OUT}


def profile() -> Json:
    """What is added and what is otherwise."""
    return {
        "name": "Havre",
        "version": VERSION,
        "extends": f"HSDS {HSDS}",
        "description": "The public directory of a line for people in situations of human"
        " trafficking, in two languages, with addresses that nobody may know.",
        "licence": _LICENCE,
        "otherwise": _OTHERWISE,
        "patches": {table: _at(f"profile/{table}.json") for table in sorted(patches())},
        "schemas": {name: _at(f"schema/{name}") for name in schemas()},
    }


def openapi() -> Json:
    """OpenAPI 3.1."""
    paths: Json = {
        "/": {"get": _operation("Which version this is", [], _answer(_ROOT))},
        "/openapi.json": {"get": _operation("This description", [], _answer(_OBJECT))},
        "/profile": {"get": _operation("What is added to HSDS", [], _answer(_OBJECT))},
        "/profile/{table}.json": {"get": _operation(
            "What is added to one schema", [_in_path("table")], _answer(_OBJECT), 404)},
        "/schema/{name}": {"get": _operation(
            "A schema with what is added to it", [_in_path("name")], _answer(_OBJECT), 404)},
    }  # fmt: skip
    for name, resource in RESOURCES.items():
        paths |= _paths(name, resource)
    about = " ".join(_OTHERWISE)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Havre: the public directory", "version": VERSION, "description": about,
                 "license": {"name": "Schemas: CC BY-SA 4.0. Data: as the line says."}},
        "servers": [{"url": _at("").rstrip("/")}],
        "paths": paths,
    }  # fmt: skip


def _paths(name: str, resource: Resource) -> Json:
    inside = resource.of_list
    if "full" in resource.parameters:
        item: Json = {"anyOf": [_ref(inside), _ref(resource.schema)]}
    else:
        item = _ref(inside)
    if "minimal" in resource.parameters:
        item["anyOf"].append(_MINIMAL)
    answer = _answer(_page_of(item)) | {"304": {"description": "Unchanged since that ETag"}}
    answer["200"]["content"]["application/x-ndjson"] = {"schema": item}
    plain = [one for one in resource.parameters if not PARAMETERS[one].typed]
    body = {"type": "object", "additionalProperties": False, "properties": {
        one: {**PARAMETERS[one].schema, "description": PARAMETERS[one].about}
        for one in resource.parameters}}  # fmt: skip
    whole = _answer(_ref(resource.schema)) | {"304": {"description": "Unchanged since that ETag"}}
    asked = [_in_path("id"), *_in_query(resource.of_one)]
    posted = _operation(resource.about, _in_query(plain), answer, 400, 429, 503)
    posted["requestBody"] = {"content": {
        kind: {"schema": body} for kind in ("application/json", "application/x-www-form-urlencoded")
    }}  # fmt: skip
    return {
        f"/{name}": {
            "get": _operation(resource.about, _in_query(plain), answer, 400, 429, 503),
            "post": posted,
        },
        f"/{name}/{{id}}": {"get": _operation("One, whole", asked, whole, 400, 404, 429, 503)},
    }


_OBJECT: Json = {"type": "object"}
_ROOT: Json = {
    "type": "object",
    "required": ["version", "profile", "openapi_url"],
    "properties": {
        "version": {"type": "string"},
        "profile": {"type": "string", "format": "uri"},
        "openapi_url": {"type": "string", "format": "uri"},
    },
}
_MINIMAL: Json = {
    "type": "object",
    "required": ["id", "status", "modified_date"],
    "properties": {name: {"type": "string"} for name in ("id", "status", "modified_date")},
}
_ERROR: Json = {
    "type": "object", "required": ["error"], "properties": {"error": {"type": "string"}},
}  # fmt: skip
_FAILURES = {
    400: "The question cannot be answered; the sentence says why",
    404: "Nothing is here",
    429: "Programs ask too much for now (Retry-After)",
    503: "Nothing has been published yet",
}


def _page_of(item: Json) -> Json:
    whole, yes_no = {"type": "integer"}, {"type": "boolean"}
    properties: Json = {
        "total_items": whole, "total_pages": whole, "page_number": whole, "size": whole,
        "first_page": yes_no, "last_page": yes_no, "empty": yes_no,
        "contents": {"type": "array", "items": item},
    }  # fmt: skip
    return {"type": "object", "required": list(properties), "properties": properties}


def _operation(about: str, asked: list[Json], answer: Json, *failures: int) -> Json:
    failed = {
        str(code): {"description": _FAILURES[code], "content": _json(_ERROR)} for code in failures
    }
    return {"summary": about, "parameters": asked, "responses": answer | failed}


def _answer(schema: Json) -> Json:
    return {"200": {"description": "The answer", "content": _json(schema)}}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _in_query(names: Iterable[str]) -> list[Json]:
    return [
        {"name": name, "in": "query", "required": False, "schema": dict(PARAMETERS[name].schema),
         "description": PARAMETERS[name].about}
        for name in names
    ]  # fmt: skip


def _in_path(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _ref(name: str) -> Json:
    return {"$ref": _at(f"schema/{name}")}


def _at(what: str) -> str:
    return f"{settings.FRONT_URL}{PLACE}{what}"


def _read(name: str) -> Json:
    made: Json = json.loads((_OFFICIAL / name).read_text(encoding="utf-8"))
    return made


def _patched(made: Any) -> Any:
    """A schema with what is added to it and to whatever stands whole inside it; no old values."""
    if isinstance(made, list):
        return [_patched(each) for each in made]
    if not isinstance(made, dict):
        return made
    whole = {name: _patched(value) for name, value in made.items()}
    if isinstance(whole.get("properties"), dict):
        own = {**whole["properties"], **PROPERTIES.get(str(whole.get("name", "")), {})}
        own.pop("metadata", None)
        whole["properties"] = own
    return whole
