"""Entries that may be one: looked at side by side, merged, told apart, and taken apart again."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.directory import duplicates, proposals
from havre.directory.curating import twins
from havre.directory.shapes import Malformed
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience

_SAID = ("merged", "waits", "two", "undone", "cannot", "looked")


@audience(CURATION)
@require_safe
def waiting(request: DeskRequest) -> HttpResponse:
    """Every pair of which nobody said anything, and the newest merges."""
    return _page(request, "directory/likenesses.html", twins.listed())


@audience(CURATION)
@require_safe
def pair(request: DeskRequest, likeness_id: uuid.UUID) -> HttpResponse:
    """Two of them side by side, field by field."""
    found = twins.pair(likeness_id)
    if found is None:
        raise Http404
    return _page(request, "directory/likeness.html", {"pair": found})


@audience(CURATORS)
@require_POST
def looking(request: DeskRequest) -> HttpResponse:
    """All entries are compared with each other."""
    duplicates.find(by=request.staff.actor)
    return _back("looked")


@audience(CURATORS)
@require_POST
def verdict(request: DeskRequest, likeness_id: uuid.UUID) -> HttpResponse:
    """They are two, or the one that was chosen takes in the other."""
    found, keep = twins.pair(likeness_id), request.POST.get("keep", "")
    if found is None:
        raise Http404
    if keep == "two":
        duplicates.are_two(found.likeness, by=request.staff.actor)
        return _back("two")
    rows = {str(each.pk): each for each in found.rows}
    if keep not in rows:
        raise Http404
    gone = next(each for id, each in rows.items() if id != keep)
    try:
        put = proposals.merge(rows[keep], gone, by=request.staff.actor)
    except Malformed:
        return _back("cannot")
    return _back("waits" if put.proposal else "merged")


@audience(CURATORS)
@require_POST
def undoing(request: DeskRequest, merge_id: uuid.UUID) -> HttpResponse:
    """They are two after all."""
    made = twins.merge(merge_id)
    if made is None:
        raise Http404
    try:
        put = proposals.unmerge(made, by=request.staff.actor)
    except Malformed:
        return _back("cannot")
    return _back("waits" if put.proposal else "undone")


def _page(request: DeskRequest, name: str, context: dict[str, object]) -> HttpResponse:
    said = request.GET.get("said", "")
    also = {
        "said": said if said in _SAID else "",
        "edits": bool(request.staff.roles & CURATORS),
    }
    return render(request, name, context | also)


def _back(said: str) -> HttpResponse:
    return redirect(f"/directory/alike/?said={said}")
