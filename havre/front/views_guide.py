"""The guides, the rehearsal and the library: read by links alone. No cookie, no database."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from havre.front.guides import library as shelf
from havre.front.guides import pages, rehearsal
from havre.front.guides.outline import MODULES
from havre.front.guides.pages import Guide
from havre.front.speaking import of_the_house

FILE_NAME = "notes.html"  # says nothing in a folder of downloads


@require_safe
@gzip_page  # nothing secret stands in it, so its length tells nothing
@of_the_house
def guide(request: HttpRequest) -> HttpResponse:
    """All guides: the four steps, then the others."""
    others = [each for each in pages.published() if each.slug not in MODULES]
    page = {"modules": pages.modules(), "others": others}
    return _drawn(request, "index", page | {"here": "guide"})


@require_safe
@gzip_page
@of_the_house
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide; what waits for a review is not there."""
    found = _guide(slug)
    steps = [*MODULES, ""]
    after = steps[steps.index(slug) + 1] if slug in MODULES else ""
    page = {"guide": found, "next": pages.guides()[after] if after else None}
    return _drawn(request, "page", page | {"here": "guide_page"})


@require_safe
@gzip_page
@of_the_house
def guide_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as one file to keep: its name, its title and its links tell nothing."""
    response = _drawn(request, "file", {"guide": _guide(slug)})
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@require_safe
@gzip_page
@of_the_house
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
@of_the_house
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


def _drawn(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    return render(request, f"front/guide/{template}.html", page)
