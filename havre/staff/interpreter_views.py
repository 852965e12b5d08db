"""The list of interpreters, kept by who supervises."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from havre.staff import interpreters
from havre.staff.access import SUPERVISORS, DeskRequest, audience
from havre.staff.interpreter_forms import EntryForm, StrikeForm


@audience(SUPERVISORS)
def show(request: DeskRequest) -> HttpResponse:
    """Who is on the list, and who of them is here now."""
    return _page(request, EntryForm())


@audience(SUPERVISORS)
@require_POST
def enlist(request: DeskRequest) -> HttpResponse:
    """Put somebody on the list; a member who stands on it already stands there anew."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    interpreters.enlist(form.entry, by=request.staff.actor)
    return redirect("interpreters")


@audience(SUPERVISORS)
@require_POST
def strike(request: DeskRequest) -> HttpResponse:
    """Off the list."""
    form = StrikeForm(request.POST)
    if form.is_valid():
        interpreters.strike(form.cleaned_data["interpreter"], by=request.staff)
    return redirect("interpreters")


def _page(request: DeskRequest, form: EntryForm, *, status: int = 200) -> HttpResponse:
    context = {
        "listed": interpreters.listed(),
        "here": {each.id for each in interpreters.here()},
        "form": form,
    }
    return render(request, "staff/interpreters.html", context, status=status)
