"""Numbers that do not lead there, as whoever curates looks after them."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.directory import reports
from havre.directory.curating import pages
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience
from havre.staff.names import aliases

_SAID = (reports.MENDED, reports.RIGHT, "stands", "settled")


@audience(CURATION)
@require_safe
def waiting(request: DeskRequest) -> HttpResponse:
    """Every number that somebody dialled in vain, and who said so."""
    found = reports.waiting()
    said = request.GET.get("said", "")
    context = {
        "doubts": found,
        "names": aliases(row.by for doubt in found for row in doubt.reports),
        "said": said if said in _SAID else "",
        "edits": bool(request.staff.roles & CURATORS),
    }
    return render(request, "directory/numbers.html", context)


@audience(CURATORS)
@require_POST
def settling(request: DeskRequest, report_id: uuid.UUID) -> HttpResponse:
    """A curator looked after one of them."""
    report, outcome = pages.report(report_id), request.POST.get("outcome", "")
    if report is None or outcome not in (reports.MENDED, reports.RIGHT):
        raise Http404
    said = outcome
    try:
        reports.settle(report, outcome, by=request.staff.actor)
    except reports.StandsThere:
        said = "stands"
    except reports.Settled:
        said = "settled"
    return redirect(f"/directory/numbers/?said={said}")
