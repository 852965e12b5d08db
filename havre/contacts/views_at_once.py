"""What lets one responder hold several conversations: what is new in each, drafts that are kept,
and signs of writing.
"""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from havre.contacts import access, board, drafts, writing
from havre.contacts.forms import DraftForm
from havre.lib import lang
from havre.lib.doorbell import ring_softly
from havre.staff.access import LISTENERS, DeskRequest, audience

KEPT, TOO_LATE, NOT_KEPT = 204, 409, 422


@audience(LISTENERS)
def in_hand(request: DeskRequest) -> HttpResponse:
    """Every conversation they hold, with what is new in it, fetched again at every ring."""
    return render(request, "contacts/_in_hand.html", held_by(request))


def held_by(request: DeskRequest) -> dict[str, Any]:
    """What stands at the top of every page."""
    return {"talks": board.in_hand(by=request.staff), "most": request.staff.member.at_once}


@audience(LISTENERS)
@require_POST
def draft(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Keep what stands in a box of one's own conversation. The page says whether it was kept."""
    contact = access.own(contact_id, by=request.staff)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=NOT_KEPT)
    place, text = form.cleaned_data["place"], form.cleaned_data["text"]
    try:
        kept = drafts.keep(contact, place, text, by=request.staff, form=form.mark)
    except lang.TooLong:
        return HttpResponse(status=NOT_KEPT)
    return HttpResponse(status=KEPT if kept else TOO_LATE)


@audience(LISTENERS)
@require_POST
def writes(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Their page shows for some seconds that somebody writes. Nothing is stored or recorded."""
    contact = access.own(contact_id, by=request.staff)
    if not contact.is_closed:
        ring_softly(writing.by_the_line(contact.id))
    return HttpResponse(status=204)
