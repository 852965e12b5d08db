"""Services anybody may look for. It answers from a file: also while the database is stopped."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from havre.directory import finding
from havre.directory.access import search_in
from havre.directory.finder.snapshot import Refused
from havre.directory.forms import SearchForm

_METHODS = ["GET", "HEAD", "POST"]
_AT_ONCE = 20


@csrf_exempt  # nothing is changed, and no cookie tells that somebody searched
@require_http_methods(_METHODS)
def services(request: HttpRequest) -> HttpResponse:
    """Search by place, need, language and words; what is typed stands in no address, no log."""
    try:
        index = finding.published()
    except (FileNotFoundError, Refused):
        return render(request, "front/services.html", {"here": "services"}, status=503)
    if request.method != "POST":
        return render(
            request, "front/services.html", {"here": "services", "form": SearchForm(index=index)}
        )
    form = SearchForm(request.POST, index=index)
    results = search_in(index, form.wanted())
    page = {"here": "services", "form": form, "results": results}
    return render(request, "front/services.html", page | {"services": results.services[:_AT_ONCE]})
