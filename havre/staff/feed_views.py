"""The address of one's own calendar: made, ended, and what it answers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from havre.staff import feed
from havre.staff.access import LISTENERS, DeskRequest, audience, public


@audience(LISTENERS)
@require_POST
@sensitive_variables()
def make(request: DeskRequest) -> HttpResponse:
    """Make an address and show it, this once; the one before ends."""
    token = feed.open_feed(request.staff.member)
    address = settings.DESK_URL + reverse("times", args=[token])
    return render(request, "desk/feed.html", {"address": address, "life": feed.LIFE.days})


@audience(LISTENERS)
@require_POST
def close(request: DeskRequest) -> HttpResponse:
    """The address opens nothing any more."""
    feed.close_feed(request.staff.member)
    return redirect("/rota/")


@public
@require_safe
@sensitive_variables()
def times(request: HttpRequest, token: str) -> HttpResponse:
    """When somebody is busy, for their calendar. Any other address is as if it were not."""
    found = feed.behind(token)
    if found is None:
        raise Http404
    response = HttpResponse(feed.calendar_of(found), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return response
