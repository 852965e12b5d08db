"""What the whole directory lacks: words in a language, services for a need somewhere."""

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.directory import actions, coverage
from havre.directory.curating import lists, pages, translations
from havre.directory.curating.remembered import remembered
from havre.directory.curating.views import may_edit, of
from havre.directory.shapes import Malformed
from havre.lib import lang
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience


@audience(CURATION)
@require_safe
def words(request: DeskRequest) -> HttpResponse:
    """Words that are missing, a machine's or stale, of one language or of all."""
    rows = remembered(("words", lang.current()), translations.due)
    counts = translations.counts(rows)
    language, state = _chosen(request.GET.get("language", ""), request.GET.get("state", ""), counts)
    wanted = [
        each
        for each in rows
        if language in {"", each.language} and state in {"", each.state}
    ]  # fmt: skip
    start = min(pages.figure(request.GET.get("from", "")), len(wanted))
    after = start + lists.PAGE
    context = {
        "rows": wanted[start:after],
        "total": len(wanted),
        "following": after if after < len(wanted) else 0,
        "counts": [(code, lang.name_of(code), told) for code, told in counts.items()],
        "language": language,
        "state": state,
        "edits": may_edit(request),
        "done": request.GET.get("done") == "right",
    }
    return render(request, "directory/words_due.html", context)


@audience(CURATORS)
@require_POST
def vouch(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Somebody read the words: they say what the other language says."""
    language, state = request.POST.get("language", ""), request.POST.get("state", "")
    try:
        actions.vouch(
            of(record_id), request.POST.get("field", ""), language, by=request.staff.actor
        )
    except Malformed:
        raise Http404 from None
    kept = {"language": language, "state": state} if state in translations.STATES else {}
    return redirect(f"/directory/words/?{urlencode(kept | {'done': 'right'})}")


@audience(CURATION)
@require_safe
def covered(request: DeskRequest) -> HttpResponse:
    """Need by jurisdiction, need by size of community, the gaps, and what was sought in vain."""
    found, chosen = remembered("offers", coverage.offers), request.GET.get("in", "")
    province = chosen if chosen in coverage.provinces() else ""
    reaches = remembered(("reaches", province), lambda: coverage.reaches(found, province))
    cells = coverage.cells(found)
    gaps = [
        cell
        for row in cells.values()
        for cell in row
        if cell.state in {coverage.NOBODY, coverage.NATIONAL} and province in {"", cell.province}
    ]
    context = {
        "provinces": coverage.provinces(),
        "province": province,
        "states": coverage.STATES,
        "cells": cells.items(),
        "gaps": sorted(gaps, key=lambda cell: cell.state == coverage.NATIONAL),
        "total": len(found),
        "sizes": list(zip(coverage.SIZES, [*coverage.SIZES[1:], 0], strict=True)),
        "reaches": reaches.items(),
        "near_km": coverage.NEAR_KM,
        "unmet": coverage.unmet(),
    }
    return render(request, "directory/coverage.html", context)


def _chosen(language: str, state: str, counts: dict[str, dict[str, int]]) -> tuple[str, str]:
    """What the address asks for, where it is one of those there are."""
    return (
        language if language in counts else "",
        state if state in translations.STATES else "",
    )
