"""Logging a contact, at the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from havre.channels.offline import actions
from havre.channels.offline.forms import LogForm
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: DeskRequest) -> HttpResponse:
    """The form; posted, the record of a contact that came another way."""
    form = LogForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "offline/log.html", {"form": form}, status=status)
    given = form.cleaned_data
    key = form.once("log", request.staff.id)
    happened = actions.Happened(given["way"], given["language"], given["day"], given["part"])
    try:
        contact_id = actions.log(happened, by=request.staff, key=key)
    except actions.NotYet:
        form.add_error("day", _("This day is still to come."))
        return render(request, "offline/log.html", {"form": form}, status=422)
    return redirect("workspace", contact_id)
