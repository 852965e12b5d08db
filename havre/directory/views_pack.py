"""The page of a pack: the search, on the laptop that holds it, asking nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from havre.directory.access import search_in
from havre.directory.finder.index import Index
from havre.directory.forms import SearchForm

AT_ONCE = 30
_held: dict[str, Index] = {}


def hold(index: Index) -> None:
    """From now on the page answers from this index."""
    _held["index"] = index


@csrf_exempt  # nothing is changed, and only this machine reaches it
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Search the pack."""
    index = _held["index"]
    form = SearchForm(request.POST or None, index=index, places=[])
    page: dict[str, object] = {"form": form, "services": None}
    if request.method == "POST":
        results = search_in(index, form.wanted())
        page |= {"results": results, "services": results.services[:AT_ONCE]}
    return render(request, "directory/pack.html", page)


urlpatterns = [path("", look, name="look")]
