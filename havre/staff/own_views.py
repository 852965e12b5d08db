"""One's own desk: what one brings, where one is called, colours, sound and keys."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from havre.staff import bringing, calling
from havre.staff.access import EVERYONE, LISTENERS, SUPERVISORS, DeskRequest, audience, listening
from havre.staff.forms import BringForm, CallAddressForm

_SCHEMES = (("", _("As the device")), ("light", _("Light")), ("dark", _("Dark")))


@audience(EVERYONE)
def show(request: DeskRequest) -> HttpResponse:
    """All of it as it stands. The address is shown to its owner alone."""
    return _page(request, BringForm.of(request.staff.member), _address_form(request))


@audience(LISTENERS)
@require_POST
def bring(request: DeskRequest) -> HttpResponse:
    """Say in which languages one answers, and what one brings."""
    form = BringForm.of(request.staff.member, request.POST)
    if not form.is_valid():
        return _page(request, form, _address_form(request), status=422)
    said = form.cleaned_data
    bringing.bring(request.staff.member, languages=said["languages"], skills=said["skills"])
    return redirect("/yours/?kept=yes")


@audience(SUPERVISORS)
@require_POST
@sensitive_post_parameters("address")
def call_me_at(request: DeskRequest) -> HttpResponse:
    """Say where one is called when on call, or nowhere."""
    form = CallAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, BringForm.of(request.staff.member), form, status=422)
    calling.call_me_at(request.staff.member, form.cleaned_data["address"])
    return redirect("/yours/?kept=yes")


def _address_form(request: DeskRequest) -> CallAddressForm:
    return CallAddressForm(initial={"address": calling.address_of(request.staff.member)})


def _page(
    request: DeskRequest, bring: BringForm, address: CallAddressForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "bring": bring,
        "said_for": bringing.said_for(request.staff.member),
        "address": address,
        "schemes": _SCHEMES,
        "listens": listening(request.staff),
        "supervises": "supervisor" in request.staff.roles,
        "kept": "kept" in request.GET,
    }
    return render(request, "desk/yours.html", context, status=status)
