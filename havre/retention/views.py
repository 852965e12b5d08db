"""Forgetting at the desk: at the person's wish, or a tip that names somebody innocent."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.contacts import access
from havre.contacts.panels import not_done
from havre.retention import actions
from havre.staff.access import SUPERVISORS, TIP_READERS, DeskRequest, audience
from havre.tips.access import one as tip_of


@audience(SUPERVISORS)
@require_POST
def forget(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Destroy the keys for good: asked twice, and only once the conversation is closed."""
    contact = access.contact(contact_id, by=request.staff)
    if not contact.is_closed:
        return not_done(request, contact_id, "close", _("Close the conversation first."))
    if request.POST.get("sure") != "yes":
        return not_done(request, contact_id, "close", _("Tick the box: this cannot be undone."))
    actions.forget(contact, by=request.staff.actor)
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": "/?forgotten=yes"})
    return redirect("/?forgotten=yes")


@audience(TIP_READERS)
@require_POST
def forget_tip(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """Destroy a tip's keys before its time. Pressed twice, it is forgotten as well."""
    if tip := tip_of(tip_id):
        actions.forget_tip(tip, by=request.staff.actor)
    return redirect("/tips/?done=forgotten")
