"""What colleagues bring, kept true by who supervises."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from havre.staff import bringing
from havre.staff.access import SUPERVISORS, Denied, DeskRequest, audience
from havre.staff.forms import BringForForm, BringForm
from havre.staff.models import Member


@audience(SUPERVISORS)
def show(request: DeskRequest) -> HttpResponse:
    """Who listens, what they bring, and who said so; `who`: the colleague to say it for."""
    if "who" not in request.GET:
        return _page(request)
    member = _named(request.GET["who"])
    return _page(request, member, BringForForm.of(member))


@audience(SUPERVISORS)
@require_POST
def bring_for(request: DeskRequest) -> HttpResponse:
    """Say what a colleague brings."""
    member = _named(request.POST.get("member", ""))
    form = BringForForm.of(member, request.POST)
    if not form.is_valid():
        return _page(request, member, form, status=422)
    said = form.cleaned_data
    try:
        bringing.bring_for(
            member,
            languages=said["languages"],
            skills=said["skills"],
            seen=said["seen"],
            by=request.staff.member,
        )
    except bringing.SaidMeanwhile:
        member = _named(str(member.id))  # as it stands by now
        return _page(request, member, BringForForm.of(member), status=409)
    return redirect("/colleagues/?kept=yes")


def _named(said: str) -> Member:
    try:
        member = bringing.listener(uuid.UUID(said))
    except ValueError:
        member = None
    if member is None:
        raise Denied
    return member


def _page(
    request: DeskRequest,
    member: Member | None = None,
    form: BringForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "colleagues": bringing.listeners(),
        "member": member,
        "form": form,
        "meanwhile": status == 409,
        "kept": "kept" in request.GET,
    }
    return render(request, "desk/colleagues.html", context, status=status)
