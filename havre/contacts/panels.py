"""The way back to the page after something was written: to its panel, with a sentence if needed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise


def done(request: HttpRequest, contact: UUID, panel: str) -> HttpResponse:
    """It is written: show the panel again (htmx), or the whole page."""
    if "HX-Request" in request.headers:
        return redirect(reverse("panel", args=[contact, panel]))
    return redirect(f"{reverse('workspace', args=[contact])}#panel-{panel}")


def closed(request: HttpRequest, then: str = "/?closed=yes") -> HttpResponse:
    """It is closed: on to the board, or to what comes after."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": then})
    return redirect(then)


def not_done(
    request: HttpRequest, contact: UUID, panel: str, sentence: str | Promise
) -> HttpResponse:
    """Nothing was written: say why beside the form, which keeps what was typed."""
    context = {"sentence": sentence, "contact_id": contact, "panel": panel}
    if "HX-Request" in request.headers:
        response = render(request, "contacts/_sentence.html", context, status=422)
        response.headers["HX-Retarget"] = f"#say-{panel}"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "contacts/sentence.html", context, status=422)
