"""The interface's addresses. Nothing is changed by any, no cookie is looked at, nothing is kept."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from havre.directory.api import asking, description, source
from havre.directory.api.budget import BUDGET
from havre.directory.api.choosing import RESOURCES, Resource
from havre.directory.api.source import Source
from havre.directory.finder.snapshot import Refused
from havre.directory.hsds.parts import Json

_AT_ONCE = 100  # lines of one piece of a stream


@csrf_exempt  # nothing is changed, and no cookie tells that somebody searched
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, name: str) -> HttpResponseBase:
    """A list, in pages or one object a line; POST is the same as GET with words in its body."""
    resource = RESOURCES[name]
    try:
        asked = asking.asked(request, resource.parameters)
        found = source.current()
        ids = resource.ids(found, asked)
    except asking.Misasked as error:
        return _told({"error": f"{error}."}, status=400)
    except (FileNotFoundError, Refused):
        return _nothing_yet()
    tag = _tag(found, name, asked)
    if _has(request, tag):
        return _unchanged(tag)
    chosen, page = _page(ids, asked)
    if wait := BUDGET.take(len(chosen)):
        return _too_much(wait)
    if asked.get("format") == "ndjson":
        lines = _lines(found, resource, chosen, asked)
        response: HttpResponseBase = StreamingHttpResponse(lines, content_type=_LINES)
        return _marked(response, tag)
    page["contents"] = [resource.made(found, id, asked) for id in chosen]
    return _marked(_told(page), tag)


@require_safe
def one(request: HttpRequest, name: str, id: str) -> HttpResponseBase:
    """One record, whole."""
    resource = RESOURCES[name]
    try:
        asked = asking.asked(request, resource.of_one)
        found = source.current()
    except asking.Misasked as error:
        return _told({"error": f"{error}."}, status=400)
    except (FileNotFoundError, Refused):
        return _nothing_yet()
    tag = _tag(found, name, asked | {"id": id})
    if wait := BUDGET.take(1):
        return _too_much(wait)
    try:
        made = resource.made(found, id.lower(), asked | {"full": True})
    except source.Absent:
        return _missing()
    return _unchanged(tag) if _has(request, tag) else _marked(_told(made), tag)


@require_safe
def root(_request: HttpRequest) -> HttpResponse:
    """Which version this is, and where its profile and its description are."""
    return _told(description.root())


@require_safe
def profile(_request: HttpRequest) -> HttpResponse:
    """What we add to HSDS, and what we do otherwise."""
    return _told(description.profile())


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The description of the interface (OpenAPI 3.1)."""
    return _told(description.openapi())


@require_safe
def patch(_request: HttpRequest, table: str) -> HttpResponse:
    """What we add to one official schema, as a JSON merge patch (RFC 7386)."""
    made = description.patches().get(table)
    return _missing() if made is None else _told(made)


@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """An official schema with what we add to it."""
    made = description.schemas().get(name)
    return _missing() if made is None else _told(made)


_JSON, _LINES = "application/json", "application/x-ndjson"


def _page(ids: list[str], asked: dict[str, Any]) -> tuple[list[str], Json]:
    if asked.get("format") == "ndjson":
        return ids, {}
    size = asked.get("per_page") or asking.PAGE
    if asked.get("minimal"):
        size = max(1, len(ids))
    number, pages = asked.get("page", 1), -(-len(ids) // size)
    chosen = ids[(number - 1) * size : number * size]
    return chosen, {
        "total_items": len(ids),
        "total_pages": pages,
        "page_number": number,
        "size": len(chosen),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not chosen,
    }


def _lines(found: Source, of: Resource, ids: list[str], asked: dict[str, Any]) -> Iterator[bytes]:
    for start in range(0, len(ids), _AT_ONCE):
        made = (of.made(found, id, asked) for id in ids[start : start + _AT_ONCE])
        yield "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in made).encode()


def _tag(found: Source, name: str, asked: dict[str, Any]) -> str:
    said = json.dumps(
        [description.VERSION, found.version, name, asked], sort_keys=True, default=str
    )
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _has(request: HttpRequest, tag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return request.method != "POST" and tag in {each.strip() for each in given.split(",")}


def _marked(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    return response


def _told(made: Json, status: int = 200) -> HttpResponse:
    body = json.dumps(made, ensure_ascii=False).encode()
    response = HttpResponse(body, content_type=_JSON, status=status)
    response.headers["Content-Language"] = "en"
    response.headers["Cache-Control"] = "no-cache" if status == 200 else "no-store"
    return response


def _unchanged(tag: str) -> HttpResponseBase:
    return _marked(HttpResponse(status=304, headers={"Cache-Control": "no-cache"}), tag)


def _missing() -> HttpResponse:
    return _told({"error": "There is nothing with this id here."}, status=404)


def _nothing_yet() -> HttpResponse:
    return _told({"error": "No directory has been published here yet."}, status=503)


def _too_much(seconds: int) -> HttpResponse:
    said = f"Programs ask too much of this line for now. Ask again after {seconds} seconds."
    response = _told({"error": said}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
