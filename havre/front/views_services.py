"""Services anybody may look for. It answers from a file: also while the database is stopped."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from havre.channels.webchat.views import SEE_OTHER
from havre.directory import finding
from havre.directory.access import search_in
from havre.directory.finder.index import Index
from havre.directory.finder.snapshot import Refused
from havre.directory.forms import SearchForm
from havre.front.speaking import person_side
from havre.vault import passing

_METHODS = ["GET", "HEAD", "POST"]
_AT_ONCE = 20
_LONGEST = 200  # signs of one answer, as the form has it


@require_http_methods(_METHODS)
@person_side
def services(request: HttpRequest) -> HttpResponse:
    """Search by place, need, language and words; what is typed stands in no address, no log.

    A page that answers a post stays in the browser's files with what was typed, and Back asks to
    send it again. So the post leads on to a page whose address holds the search as noise, for ten
    minutes or until somebody leaves (`vault.passing`).
    """
    try:
        index = finding.published()
    except (FileNotFoundError, Refused):
        return render(request, "front/services.html", {"here": "services"}, status=503)
    if request.method == "POST":
        return _lead_on(SearchForm(request.POST, index=index))
    token = request.META.get("QUERY_STRING", "")
    asked = passing.take_up(token)
    if asked is None:
        page = {"here": "services", "form": SearchForm(index=index), "is_over": bool(token)}
        return render(request, "front/services.html", page)
    return _found(request, SearchForm(QueryDict(asked), index=index), index)


def _lead_on(form: SearchForm) -> HttpResponse:
    """Only what the page asks for goes on, and no more of it than the page takes."""
    asked = QueryDict(mutable=True)
    for field in form.asked_of_everybody:
        if said := str(field.data or "")[:_LONGEST]:
            asked[field.name] = said
    to = f"{reverse('services')}?{passing.hand_on(asked.urlencode())}#found"
    return HttpResponse(status=SEE_OTHER, headers={"Location": to})


def _found(request: HttpRequest, form: SearchForm, index: Index) -> HttpResponse:
    results = search_in(index, form.wanted())
    page = {
        "here": "services",
        "form": form,
        "results": results,
        "services": results.services[:_AT_ONCE],
        "exit_with": request.META["QUERY_STRING"],
    }
    return render(request, "front/services.html", page)
