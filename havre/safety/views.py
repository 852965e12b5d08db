"""The safety question, at the desk."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.contacts import access
from havre.contacts.panels import done, not_done
from havre.safety import actions
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_POST
def check(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down the answer."""
    contact = access.held(contact_id, by=request.staff)
    try:
        actions.check(contact, request.POST.get("answer", ""), by=request.staff)
    except ValueError:
        return not_done(request, contact_id, "safety", _("Choose one of the answers."))
    return done(request, contact_id, "safety")
