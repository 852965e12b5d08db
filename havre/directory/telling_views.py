"""What whoever listens tells the directory in passing: a dead number, places that are free."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.directory import capacity, doubts, reports
from havre.directory.access import cards_of, service_of
from havre.directory.shown import Shown
from havre.directory.views import SEEKERS
from havre.lib import clock
from havre.staff.access import DeskRequest, audience

FREE = ("0", "1", "2", "3", "4", "5", "6", "8")


@audience(SEEKERS)
@require_POST
def number(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """A number that this member sees does not lead there."""
    card = _card(record_id).card
    what, _sep, written = request.POST.get("number", "").partition(":")
    if what not in reports.WHATS or written not in doubts.numbers_on(card):
        raise Http404
    reports.report(service_of(record_id), written, what, by=request.staff.actor)
    return _noted(request, _("Noted. Whoever keeps the directory looks after it."))


@audience(SEEKERS)
@require_POST
def places(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Somebody there said how many places are free."""
    free = request.POST.get("free", "")
    if free not in FREE or not _card(record_id).has_places:
        raise Http404
    made = capacity.tap(service_of(record_id), int(free), by=request.staff.actor)
    until = date_format(clock.line_time(made.expires), "TIME_FORMAT")
    words = _("Noted. It is shown until %(time)s; after that nobody knows.") % {"time": until}
    return _noted(request, words)


def _card(service: uuid.UUID) -> Shown:
    for found in cards_of([str(service)]):
        return found
    raise Http404


def _noted(request: DeskRequest, words: str) -> HttpResponse:
    whole = "HX-Request" not in request.headers
    page = "directory/noted.html" if whole else "directory/_noted.html"
    return render(request, page, {"noted": words})
