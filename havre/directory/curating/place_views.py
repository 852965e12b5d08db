"""An address that must not be known: sealed at once, read with a reason that everybody sees."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from havre.directory import access, sealing
from havre.directory.curating.forms import AddressForm, ReadingForm
from havre.directory.curating.views import of
from havre.directory.models import Location
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience


@audience(CURATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Seal the address that stands there, or one that is typed now."""
    place = _place(record_id)
    if not sealing.may_seal(place):
        raise Http404
    form = AddressForm(request.POST or None)
    stands = sealing.standing(place)
    if request.method == "POST" and (stands or form.is_valid()):
        sealing.seal(place, stands or form.exact, by=request.staff.actor)
        return redirect(f"/directory/{place.id}/?done=sealed")
    context = {"row": place, "form": form, "stands": stands, "typed": sealing.may_type(place)}
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/seal.html", context, status=status)


@audience(CURATION)
@require_POST
def exact(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """The sealed address, on a page of its own that no browser keeps."""
    place, form = _place(record_id), ReadingForm(request.POST)
    if not place.is_hidden:
        raise Http404
    context: dict[str, object] = {"row": place, "form": form, "exact": None}
    if not form.is_valid():
        return render(request, "directory/exact.html", context, status=422)
    context["exact"] = access.exact_of(place, form.cleaned_data["why"], by=request.staff)
    return render(request, "directory/exact.html", context)


def _place(record_id: uuid.UUID) -> Location:
    found = of(record_id)
    if not isinstance(found, Location):
        raise Http404
    return found
