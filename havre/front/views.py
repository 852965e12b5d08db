"""The pages around the conversation: how to reach the line, what is kept, and the way out."""

import calendar as months

from babel.dates import get_day_names, get_month_names
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_safe

from havre.channels.webchat import access, crowd
from havre.channels.webchat.views import SEE_OTHER, let_go
from havre.front import planning, policy
from havre.front.speaking import person_side, vouched_for
from havre.lib import clock, lang
from havre.vault import passing


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Go to the page in the browser's language."""
    response = redirect("reach")
    response.status_code = SEE_OTHER
    return response


@require_safe
@gzip_page  # nothing secret stands in it, so its length tells nothing
def reach(request: HttpRequest) -> HttpResponse:
    """How to reach the line: the number, then writing."""
    return render(
        request,
        "front/reach.html",
        {
            "here": "reach",
            "is_answered": access.is_answered(lang.current()),
            "is_shut": crowd.is_shut(),
        },
    )


@require_safe
@gzip_page
@vouched_for
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept and for how long, as the policy itself says it."""
    page = {"here": "privacy", "compartments": policy.compartments(), "others": policy.others()}
    return render(request, "front/privacy.html", page)


@require_safe
@gzip_page
@vouched_for
def safer(request: HttpRequest) -> HttpResponse:
    """What stays on a device and on a bill, whatever we do, and what may be safer."""
    return render(request, "front/safer.html", {"here": "safer"})


@require_safe
@gzip_page
@vouched_for
def plan(request: HttpRequest) -> HttpResponse:
    """A safety plan that never leaves the device: the page is empty, and takes nothing back."""
    return render(request, "front/plan.html", {"here": "plan", "parts": planning.parts()})


@require_safe
@gzip_page
@person_side
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Media, training, working with us: where to write, so that the queue stays free."""
    if not settings.OFFICE_EMAIL:
        raise Http404
    return render(request, "front/elsewhere.html", {"here": "elsewhere"})


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit by its plain link: a blank page, and then on, as `leave_now`.

    A page that runs no script cannot empty itself, and Back would show it from the browser's
    memory with what was being typed: tried. That memory is cleared only by an answer that comes
    once another page stands there. A browser that has one says what it will do with the answer
    (Sec-Fetch-Dest); all others are led on at once.
    """
    if request.headers.get("Sec-Fetch-Dest") != "document" or _is_from_elsewhere(request):
        return leave_now(request)
    passing.end(request.META.get("QUERY_STRING", ""))
    blank = let_go(request, render(request, "front/leaving.html"))
    blank.headers["Refresh"] = f"0;url={reverse('exit_now')}"
    return blank


@require_GET
def leave_now(request: HttpRequest) -> HttpResponse:
    """Quick exit: end what is open, clear the browser, go somewhere that knows nothing of us."""
    response = HttpResponseRedirect(settings.EXIT_URL)
    response.status_code = SEE_OTHER
    if _is_from_elsewhere(request):
        return response  # another site's page ends nobody's conversation (register 55)
    passing.end(request.META.get("QUERY_STRING", ""))  # the search that was on the page
    return let_go(request, response)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """This month, and nothing else: where the demo's exit leads."""
    today = clock.line_time(clock.now()).date()
    names = get_day_names("abbreviated", "stand-alone", lang.locale())
    page = {
        "month": get_month_names("wide", "stand-alone", lang.locale())[today.month],
        "year": today.year,
        "today": today.day,
        "days": [names[day] for day in (6, 0, 1, 2, 3, 4, 5)],
        "weeks": months.Calendar(firstweekday=6).monthdayscalendar(today.year, today.month),
    }
    return render(request, "front/calendar.html", page)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when a message would be kept, else 503; nothing else is told."""
    return HttpResponse(status=200 if access.can_take() else 503)


def missing(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Nothing is at this address, or only in another spelling."""
    meant = request.path.lower().rstrip("/") + "/"
    if meant != request.path and is_valid_path(meant):
        return redirect(meant)
    return render(request, "front/missing.html", status=404)


def misread(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What came is not what one of our pages sends."""
    return render(request, "havre/refused.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed before a view could answer for it."""
    return render(request, "front/broken.html", status=500)
