"""One's own telephone on the table: what to type into it, shown once; where calls ring."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from havre.channels.phone import tables
from havre.channels.phone.views_voices import has_phone
from havre.staff.access import INTERPRETERS, LISTENERS, DeskRequest, audience

MAY = LISTENERS | INTERPRETERS


@audience(MAY)
@require_safe
def show(request: DeskRequest) -> HttpResponse:
    """Whether there is one, whether it is connected, and where calls ring."""
    return _page(request)


@audience(MAY)
@require_POST
@sensitive_variables()
def make(request: DeskRequest) -> HttpResponse:
    """Make what it signs in with, and show it, this once; what was before is out."""
    _must_have_a_phone()
    try:
        return _page(request, signs_in=tables.make(by=request.staff))
    except tables.NotPossible:
        return _page(request, status=409)


@audience(MAY)
@require_POST
def take_away(request: DeskRequest) -> HttpResponse:
    """It registers no more, from this moment."""
    tables.take_away(by=request.staff)
    return redirect("telephone")


@audience(MAY)
@require_POST
def choose(request: DeskRequest) -> HttpResponse:
    """Where calls ring: on the table, or in the browser."""
    try:
        tables.choose(by=request.staff, on_the_table=request.POST.get("where") == "table")
    except tables.InACall:
        return _page(
            request, says=_("You are in a call: it goes on. Choose again once it is over.")
        )
    return redirect("telephone")


def _page(request: DeskRequest, *, status: int = 200, says: str = "", **more: Any) -> HttpResponse:
    _must_have_a_phone()
    context = {
        "telephone": tables.of(request.staff.member),
        "is_possible": tables.is_possible(),
        "life": tables.LIFE.days,
        "says": says,
    }
    status = 409 if says else status
    return render(request, "phone/table.html", context | more, status=status)


def _must_have_a_phone() -> None:
    if not has_phone():
        raise Http404
