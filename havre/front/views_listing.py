"""A provider looks after its own entry, by the link that was sent to it; nobody else comes here."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from havre.directory import listing
from havre.directory.listing import Listing
from havre.front.forms import AnswerForm
from havre.front.speaking import of_the_house

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@of_the_house
def own_entry(request: HttpRequest, token: str) -> HttpResponse:
    """What its services say, and a form for each of them: right, changed, or there no more."""
    found = listing.opened(token)
    if found is None:
        return render(request, "front/listing_over.html", status=404)
    if request.method != "POST":
        return _page(request, token, found)
    form = AnswerForm(request.POST, services=[entry["id"] for entry in found.entries])
    if not form.is_valid():
        return _page(request, token, found, form, status=422)
    service: uuid.UUID = form.cleaned_data["service"]
    try:
        listing.receive(found, service, form.said, key=form.cleaned_data["key"])
    except listing.TooMany:
        return _page(request, token, found, form, many=True, status=422)
    response = redirect("listing", token)
    response.status_code = 303
    response["Location"] += f"#s-{service}"
    return response


def _page(
    request: HttpRequest, token: str, found: Listing, form: AnswerForm | None = None, *,
    many: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    asked = form.data.get("service") if form else ""
    entries = [
        {
            "entry": entry,
            "form": form if entry["id"] == asked else AnswerForm(initial={"service": entry["id"]}),
            "is_answered": entry["id"] in found.answered,
        }
        for entry in found.entries
    ]
    page = {
        "entries": entries,
        "until": found.invitation.until,
        "many": many,
        "token": token,
        "here": "listing",
    }
    return render(request, "front/listing.html", page, status=status)
