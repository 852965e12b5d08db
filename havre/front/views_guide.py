"""The guides, the rehearsal and the library: read by links alone. No cookie, no database."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from havre.front.guides import library as shelf
from havre.front.guides import pages, rehearsal
from havre.front.guides.outline import MODULES
from havre.front.guides.pages import Guide
from havre.front.speaking import View, person_side, vouched_for

FILE_NAME = "notes.html"  # says nothing in a folder of downloads


@require_safe
@gzip_page  # nothing secret stands in it, so its length tells nothing
@person_side
def guide(request: HttpRequest) -> HttpResponse:
    """All guides: the four steps, then the others."""
    others = [each for each in pages.published() if each.slug not in MODULES]
    page = {"modules": pages.modules(), "others": others}
    return _drawn(request, "index", page | {"here": "guide"})


@require_safe
@gzip_page
@person_side
def guide_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One guide; what waits for a review is not there, nor a law in words that nobody checked."""
    found = _guide(slug)
    steps = [*MODULES, ""]
    after = steps[steps.index(slug) + 1] if slug in MODULES else ""
    page = {"guide": found, "next": pages.guides()[after] if after else None}
    return _as_it_may(found)(request, "page", page | {"here": "guide_page"})


@require_safe
@gzip_page
@person_side
def guide_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same as one file to keep: its name, its title and its links tell nothing."""
    found = _guide(slug)
    response = _as_it_may(found)(request, "file", {"guide": found})
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@require_safe
@gzip_page
@person_side
def rehearse(request: HttpRequest, scene: str = "", opener: str = "") -> HttpResponse:
    """Situations; one of them with ways to begin; or how one of these may land."""
    page: dict[str, Any] = {
        "scenes": list(rehearsal.scenes().values()),
        "reviewed": rehearsal.reviewed(),
    }
    try:
        if scene:
            page["scene"] = rehearsal.scenes()[scene]
        if opener:
            page["opener"] = page["scene"].opener(opener)
    except KeyError:
        raise Http404 from None
    names = ("rehearsal", "rehearsal_scene", "rehearsal_opener")
    return _drawn(request, "rehearsal", page | {"here": names[bool(scene) + bool(opener)]})


@require_safe
@gzip_page
@person_side
def library(request: HttpRequest) -> HttpResponse:
    """Pages and tools of others, with what is known of each."""
    looked = shelf.looked()
    known = [replace(each, looked=looked.get(each.address)) for each in shelf.entries()]
    page = {"entries": known[: shelf.NAMED], "others": known[shelf.NAMED :]}
    return _drawn(request, "library", page | {"here": "library"})


def _guide(slug: str) -> Guide:
    found = pages.guides().get(slug)
    if found is None or not found.is_published:
        raise Http404
    return found


def _as_it_may(found: Guide) -> View:
    return vouched_for(_drawn) if found.is_detail else _drawn


def _drawn(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    return render(request, f"front/guide/{template}.html", page)
