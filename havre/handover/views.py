"""The page of the hand-over: leave what is open, and say «I have it»."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from havre.contacts.actions import AlreadyTaken, NotWanted
from havre.handover import access, actions
from havre.handover.forms import TaskForm
from havre.handover.models import CONVERSATION
from havre.staff.access import LISTENERS, Denied, DeskRequest, audience
from havre.staff.views import out


@audience(LISTENERS)
def page(request: DeskRequest) -> HttpResponse:
    """What would be left, what was left, and who has it."""
    who = request.staff
    context = {
        "open": access.open_with(who),
        "left": access.left(by=who),
        "taken_over": access.taken_over(by=who),
        "was_left": "left" in request.GET,
    }
    return render(request, "handover/page.html", context)


@audience(LISTENERS)
@require_POST
def leave(request: DeskRequest) -> HttpResponse:
    """Leave it to whoever comes; and sign out, if that was asked."""
    if "and_out" in request.POST:
        actions.go(by=request.staff)
        return out(request)
    actions.leave(by=request.staff)
    return redirect("/handover/?left=yes")


@audience(LISTENERS)
@require_POST
def have(request: DeskRequest) -> HttpResponse:
    """«I have it.»"""
    form = TaskForm(request.POST)
    if not form.is_valid():
        raise Denied
    task = access.task(form.cleaned_data["task"], by=request.staff)
    try:
        actions.have(task, by=request.staff)
    except NotWanted:
        return render(request, "contacts/not_wanted.html", status=409)
    except AlreadyTaken:
        return render(request, "contacts/already_taken.html", status=409)
    if task.kind == CONVERSATION:
        return redirect("workspace", task.contact_id)
    return redirect("handover")


@audience(LISTENERS)
def leaving(request: DeskRequest) -> HttpResponse:
    """Before they go: hand over first, or not. Both ways lead out."""
    return render(request, "handover/leaving.html", {"open": access.open_with(request.staff)})
