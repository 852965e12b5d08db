"""What a member says of themselves: what they bring, and where they are called when on call."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from havre.staff import actions, calling
from havre.staff.access import LISTENERS, SUPERVISORS, DeskRequest, audience
from havre.staff.forms import BringForm, CallAddressForm


@audience(LISTENERS)
def show(request: DeskRequest) -> HttpResponse:
    """Both, as they stand. The address is shown to its owner alone."""
    return _page(request, BringForm.of(request.staff.member), _address_form(request))


@audience(LISTENERS)
@require_POST
def bring(request: DeskRequest) -> HttpResponse:
    """Say in which languages one answers, and what one brings."""
    form = BringForm.of(request.staff.member, request.POST)
    if not form.is_valid():
        return _page(request, form, _address_form(request), status=422)
    said = form.cleaned_data
    actions.bring(request.staff.member, languages=said["languages"], skills=said["skills"])
    return redirect("/yourself/?kept=yes")


@audience(SUPERVISORS)
@require_POST
@sensitive_post_parameters("address")
def call_me_at(request: DeskRequest) -> HttpResponse:
    """Say where one is called when on call, or nowhere."""
    form = CallAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, BringForm.of(request.staff.member), form, status=422)
    calling.call_me_at(request.staff.member, form.cleaned_data["address"])
    return redirect("/yourself/?kept=yes")


def _address_form(request: DeskRequest) -> CallAddressForm:
    return CallAddressForm(initial={"address": calling.address_of(request.staff.member)})


def _page(
    request: DeskRequest, bring: BringForm, address: CallAddressForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "bring": bring,
        "address": address,
        "supervises": "supervisor" in request.staff.roles,
        "kept": "kept" in request.GET,
    }
    return render(request, "desk/yourself.html", context, status=status)
