"""Searching the directory, beside a conversation or alone. By POST: what is typed is in no URL."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from havre.directory import facets
from havre.directory.access import cards_of, search
from havre.directory.drawing import drawn
from havre.directory.entries import entry_of
from havre.directory.forms import SearchForm
from havre.directory.models import PUBLIC
from havre.lib import lang
from havre.staff.access import LISTENERS, DeskRequest, audience

SEEKERS = LISTENERS | {"directory"}
AT_ONCE, COMPARED = 12, 3


@audience(LISTENERS)
@require_POST
def find(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The services found, as the options one may offer."""
    context = _found(request) | {"contact_id": contact_id, "key": uuid.uuid4()}
    return render(request, "directory/_found.html", context)


@audience(SEEKERS)
@require_safe
def services(request: DeskRequest) -> HttpResponse:
    """The directory by itself: nobody in particular is waiting for it."""
    return render(request, "directory/search.html", {"form": SearchForm()})


@audience(SEEKERS)
@require_POST
def look_up(request: DeskRequest) -> HttpResponse:
    """The services found, to look at; the whole page without htmx."""
    if "HX-Request" in request.headers:
        return render(request, "directory/_found.html", _found(request))
    page = {"form": SearchForm(request.POST), **_found(request)}
    return render(request, "directory/search.html", page)


@audience(SEEKERS)
@require_POST
def compare(request: DeskRequest) -> HttpResponse:
    """Two or three services side by side: what differs is seen at once."""
    services = cards_of(request.POST.getlist("service"))[:COMPARED]
    return render(request, "directory/_compared.html", {"services": services})


@audience(SEEKERS)
@require_POST
def handout(request: DeskRequest) -> HttpResponse:
    """Chosen services in the person's language: to read aloud, to copy, to print.

    Only what everybody may know stands on it: it leaves the desk in somebody's hand.
    """
    chosen = cards_of(request.POST.getlist("service"), viewer=PUBLIC)
    asked = request.POST.get("spoken", "")
    language = asked if asked in lang.languages() else lang.current()
    with override(language):
        return render(request, "directory/handout.html", {"services": chosen, "language": language})


@audience(SEEKERS)
@require_POST
def on_a_map(request: DeskRequest) -> HttpResponse:
    """The services of a list on a map drawn here, numbered as in the list."""
    services = cards_of(request.POST.getlist("listed"))[:AT_ONCE]
    points = [
        (point.lat, point.lon, point.settlement, number)
        for number, service in enumerate(services, start=1)
        for point in entry_of(service.card).points
        if service.card.get("reach") != "national"
    ]
    listed = [(service.name, service.place) for service in services]
    return render(request, "directory/_map.html", {"map": drawn(points), "listed": listed})


def _found(request: HttpRequest) -> dict[str, object]:
    form = SearchForm(request.POST)
    results = search(form.wanted())
    return {
        "results": results,
        "services": results.services[:AT_ONCE],
        "facets": facets.of(results.found, request.POST),
        "spoken": request.POST.get("spoken", ""),
        "alone": sorted(form.wanted().alone),
    }
