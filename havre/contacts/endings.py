"""The endings of a conversation that need more than closing it, at the desk."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.contacts import access, actions, ending
from havre.contacts.forms import ApartForm
from havre.contacts.panels import closed, not_done
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_POST
def set_apart(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Not a request for help: out of the queue, with a kind sentence, counted apart."""
    contact = access.held(contact_id, by=request.staff)
    form = ApartForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "close", _("One of the choices is not on the list."))
    try:
        ending.set_apart(contact, form.cleaned_data["kind"], by=request.staff)
    except actions.Closed:
        return not_done(request, contact_id, "close", _("It is closed already."))
    return closed(request)
