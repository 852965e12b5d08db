"""The rota: everybody who listens reads it, who supervises changes it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.lib import clock
from havre.staff import feed, picture, rostering, rota
from havre.staff.access import LISTENERS, SUPERVISORS, DeskRequest, audience
from havre.staff.rota_forms import AHEAD, BACK, DayForm, EndForm, ShiftForm, TakeOverForm

WEEKS = 4
_FORMS = {"shift": ShiftForm, "end": EndForm, "instead": TakeOverForm, "day": DayForm}


@audience(LISTENERS)
def show(request: DeskRequest) -> HttpResponse:
    """Some weeks of the rota as a picture and in words, what nobody covers first."""
    return _page(request)


@audience(SUPERVISORS)
@require_POST
def add(request: DeskRequest) -> HttpResponse:
    """Put a colleague on."""
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return _page(request, shift=form)
    said = form.cleaned_data
    try:
        rostering.roster(
            said["member"],
            said["duty"],
            form.whens(),
            by=request.staff.actor,
            channels=tuple(said["channels"]),
            languages=tuple(said["languages"]),
            place=said["place"] or 1,
        )
    except rostering.NotTheirs:
        form.add_error("member", _("They have no role for this."))
        return _page(request, shift=form)
    return redirect("/rota/")


@audience(SUPERVISORS)
@require_POST
def end(request: DeskRequest) -> HttpResponse:
    """A shift ends for good."""
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, end=form)
    said = form.cleaned_data
    rostering.end_shift(said["shift"], said["last"], by=request.staff.actor)
    return redirect("/rota/")


@audience(SUPERVISORS)
@require_POST
def take_over(request: DeskRequest) -> HttpResponse:
    """On one day somebody else is on, or nobody is yet."""
    form = TakeOverForm(request.POST)
    if not form.is_valid():
        return _page(request, instead=form)
    said = form.cleaned_data
    try:
        rostering.take_over(said["shift"], said["day"], said["member"], by=request.staff.actor)
    except rostering.NotTheirs:
        form.add_error("member", _("They have no role for this."))
    except rostering.NotThatDay:
        form.add_error("day", _("This shift is not on that day."))
    return _page(request, instead=form) if form.errors else redirect("/rota/")


@audience(SUPERVISORS)
@require_POST
def note_day(request: DeskRequest) -> HttpResponse:
    """Note a day of its own, or that it is an ordinary one again."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, day=form)
    said = form.cleaned_data
    if "ordinary" in request.POST:
        rostering.an_ordinary_day(said["day"], by=request.staff.actor)
    else:
        holds = said["holds"] == "yes"
        rostering.note_day(said["day"], said["note"], holds=holds, by=request.staff.actor)
    return redirect("/rota/")


def _page(request: DeskRequest, **wrong: Any) -> HttpResponse:
    now, today = clock.now(), rostering.today()
    zone = ZoneInfo(settings.TIME_ZONE)
    shown = rota.weeks(_asked_for(request, today), WEEKS)
    supervises = "supervisor" in request.staff.roles
    context = {
        "weeks": [picture.draw(week, now=now, zone=zone) for week in shown],
        "alone": [(gap, gap.minutes) for week in shown for gap in week.lanes[0].uncovered],
        "missing": sum(week.lanes[0].minutes for week in shown),
        "on_call": rota.on_call(now),
        "pattern": rota.standing(today),
        "earlier": shown[0].monday - dt.timedelta(weeks=WEEKS),
        "later": shown[0].monday + dt.timedelta(weeks=WEEKS),
        "supervises": supervises,
        "forms": {name: wrong.get(name) or form() for name, form in _FORMS.items()}
        if supervises
        else {},
        "wrong": next(iter(wrong), ""),
        "feed": feed.feed_of(request.staff.member),
        "zone": settings.TIME_ZONE,
    }
    return render(request, "desk/rota.html", context, status=422 if wrong else 200)


def _asked_for(request: DeskRequest, today: dt.date) -> dt.date:
    """The day the page is to begin with; today if none is named, or one too far away."""
    try:
        day = dt.date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return day if -BACK <= day - today <= AHEAD else today
