"""Tips at the desk, for whoever has the role: a list, and one with its words."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.staff.access import TIP_READERS, DeskRequest, audience
from havre.tips import access, actions
from havre.tips.models import KEPT, STANDINGS, Tip


@audience(TIP_READERS)
@require_safe
def tips(request: DeskRequest) -> HttpResponse:
    """The newest first, without a word of them."""
    said = request.GET.get("from", "")
    start = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
    rows, total = access.listed(start)
    page = {
        "tips": rows,
        "total": total,
        "unseen": access.unseen(),
        "days": KEPT.days,
        "start": start,
        "more": start + access.PAGE if start + access.PAGE < total else 0,
        "done": request.GET.get("done") == "forgotten",
    }
    return render(request, "tips/tips.html", page)


@audience(TIP_READERS)
@require_safe
def tip(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """One of them, opened."""
    opened = access.opened(_tip(tip_id), by=request.staff)
    return render(request, "tips/tip.html", {"opened": opened, "days": KEPT.days})


@audience(TIP_READERS)
@require_POST
def assess(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """What to make of it."""
    standing = request.POST.get("standing", "")
    if standing not in STANDINGS:
        raise Http404
    actions.assess(_tip(tip_id), standing, by=request.staff)
    return redirect("tip", tip_id)


@audience(TIP_READERS)
@require_POST
def take_back(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """Whoever left it lets it be passed on no longer."""
    actions.take_back(_tip(tip_id), by=request.staff)
    return redirect("tip", tip_id)


def _tip(tip_id: uuid.UUID) -> Tip:
    found = access.one(tip_id)
    if found is None:
        raise Http404
    return found
