"""Looking at a pause, at the desk: for who supervises."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from havre.channels.webchat import pausing
from havre.contacts import access
from havre.staff.access import SUPERVISORS, DeskRequest, audience


@audience(SUPERVISORS)
@require_POST
def review(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """It stands until its end, or is lifted now; anything else changes nothing."""
    contact = access.contact(contact_id, by=request.staff)
    how = request.POST.get("how", "")
    if how in (pausing.KEPT, pausing.LIFTED):
        pausing.review(contact, how, by=request.staff)
    return redirect("board")
