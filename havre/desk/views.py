"""The pages of the desk. Each shows several rooms at once; none of them writes."""

import datetime as dt
import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from havre.audit.access import newest
from havre.audit.actions import verify
from havre.contacts import access
from havre.contacts.listening import hours_of
from havre.desk import panels
from havre.desk.days import week_of
from havre.lib import wire
from havre.retention.health import can_receive
from havre.staff import care
from havre.staff.access import (
    AUDITORS,
    COUNTERS,
    EVERYONE,
    LISTENERS,
    DeskRequest,
    audience,
    public,
)
from havre.staff.forms import OnceKey
from havre.staff.names import aliases
from havre.statistics import measures

_PAGE = 50
_NIGHT = dt.timedelta(hours=12)


@audience(LISTENERS)
def care_page(request: DeskRequest) -> HttpResponse:
    """What is theirs alone: after a hard contact, and how much there was lately."""
    who = request.staff
    meter = care.meter_of(who)
    hours = hours_of(who, care.DAYS)
    context = {
        "was_hard": "hard" in request.GET,
        "total": sum(meter.hard),
        "hours": round(sum(hours)),
        "days": week_of(meter, hours),
        "wishes": care.wishes_to_talk(who),
        "once": OnceKey(),
    }
    return render(request, "desk/care.html", context)


@audience(LISTENERS)
def workspace(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """One conversation and all that belongs to it. Opening it is recorded."""
    contact = access.contact(contact_id, by=request.staff)
    if contact.taken_by is None and not contact.is_closed:
        return render(request, "desk/take_first.html", {"contact": contact})
    if not access.may_read(contact, by=request.staff):
        return render(request, "desk/read_along.html", {"contact": contact})
    context = {
        "contact": contact,
        "said": access.said_in(contact, by=request.staff),
        "mine": contact.taken_by == request.staff.member,
        "key": uuid.uuid4(),
        **panels.all_of(contact, by=request.staff),
    }
    return render(request, "desk/workspace.html", context)


@audience(LISTENERS)
def panel(request: DeskRequest, contact_id: uuid.UUID, panel: str) -> HttpResponse:
    """One panel, fetched again after something was written in it."""
    if panel not in panels.NAMES:
        raise Http404
    contact = access.readable(contact_id, by=request.staff)
    context = {"contact": contact, **panels.one_of(panel, contact, by=request.staff)}
    response = render(request, f"desk/panels/_{panel}.html", context)
    response.headers["HX-Trigger-After-Swap"] = f"shown-{panel}"  # others may follow from it
    return response


@audience(COUNTERS)
def numbers(request: DeskRequest) -> HttpResponse:
    """Months that were cut loose, and the running one with small counts hidden."""
    months = measures.months()
    month = request.GET.get("month", "")
    month = month if month in months else (months[0] if months else "")
    context = {
        "months": months,
        "month": month,
        "total": measures.total_of(month),
        "tables": [t for t in measures.tables_of(month) if t.rows] if month else [],
        "interpretation": measures.interpretation_of(month) if month else [],
        "calls": measures.calls_of(month) if month else {},
        "running": [t for t in measures.tables_of_running_month() if t.rows],
        "running_month": measures.running_month(),
        "small": measures.SMALL,
        "few": _("few"),
    }
    return render(request, "desk/numbers.html", context)


@audience(AUDITORS)
def audit(request: DeskRequest) -> HttpResponse:
    """Who did what: ids and verbs, never content."""
    try:
        before = int(request.GET.get("before", "0"))
    except ValueError:
        before = 0
    entries = newest(_PAGE, before=before)
    names = aliases(entry.actor for entry in entries)
    context = {
        "rows": [(entry, names.get(entry.actor, entry.actor)) for entry in entries],
        "older": entries[-1].n if len(entries) == _PAGE else 0,
        "finding": verify() if "verify" in request.GET else None,
    }
    return render(request, "desk/audit.html", context)


@audience(LISTENERS)
def outbox(request: DeskRequest) -> HttpResponse:
    """The demo's outbox: what left, kept in memory only. There is none where real mail goes."""
    if settings.SMTP_URL != wire.IN_MEMORY:
        raise Http404
    return render(request, "desk/outbox.html", {"letters": wire.SENT_IN_MEMORY[::-1]})


@audience(EVERYONE)
def design(request: DeskRequest) -> HttpResponse:
    """Every component on one page, for those who build."""
    return render(request, "desk/design.html")


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 and nothing else when it can take a message."""
    return HttpResponse(status=200 if can_receive() else 503)


@public
def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Unknown, or not for this member: the same page."""
    return render(request, "desk/not_here.html", status=404)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """Something failed; nothing of it stands on the page."""
    return render(request, "desk/not_stored.html", status=500)
