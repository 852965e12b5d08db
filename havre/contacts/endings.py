"""The endings of a conversation that need more than closing it, at the desk."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.contacts import access, actions, ending, transport
from havre.contacts.forms import ApartForm, EndForm, WarningForm
from havre.contacts.panels import closed, done, not_done
from havre.staff.access import LISTENERS, DeskRequest, audience

_NOT_NOW = gettext_lazy(
    "Not now: they have written nothing since, or a colleague was first. Look at the page again."
)
_NOT_YOURS = gettext_lazy("Only the colleague who took it answers in it.")
_IN_DANGER = gettext_lazy(
    "They said that they are in danger, so their browser is not paused. You can end the "
    "conversation without a pause, or ask who supervises."
)


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


@audience(LISTENERS)
@require_POST
def let_rest(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Nobody wrote: let it rest, with a kind sentence, counted apart."""
    contact = access.held(contact_id, by=request.staff)
    try:
        ending.let_rest(contact, by=request.staff)
    except ending.Wrote:
        return not_done(request, contact_id, "silence", _("They have written meanwhile."))
    except actions.Closed:
        return not_done(request, contact_id, "silence", _("It is closed already."))
    return closed(request)


@audience(LISTENERS)
@require_POST
def warn(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Give the warning that comes next, in fixed words."""
    contact = access.held(contact_id, by=request.staff)
    form = WarningForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "warnings", _NOT_NOW)
    number = form.cleaned_data["number"]
    try:
        key = form.once(contact_id, "warning", number)
        ending.warn(contact, number, by=request.staff, key=key)
    except (ending.NotNow, actions.Closed):
        return not_done(request, contact_id, "warnings", _NOT_NOW)
    except transport.NotCleared:
        return not_done(request, contact_id, "warnings", _NOT_YOURS)
    return done(request, contact_id, "warnings")


@audience(LISTENERS)
@require_POST
def end(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """It went on after two warnings: end it, and pause that browser if need be."""
    contact = access.held(contact_id, by=request.staff)
    form = EndForm(request.POST)
    form.is_valid()
    pause = form.cleaned_data["pause"] and transport.can_pause(contact)
    key = form.once(contact_id, "end")
    if actions.is_said(contact, key):
        return closed(request)  # a double click
    try:
        ending.end_after_warnings(contact, by=request.staff, key=key, pause=pause)
    except (ending.NotNow, actions.Closed):
        return not_done(request, contact_id, "warnings", _NOT_NOW)
    except ending.InDanger:
        return not_done(request, contact_id, "warnings", _IN_DANGER)
    except transport.NotCleared:
        return not_done(request, contact_id, "warnings", _NOT_YOURS)
    return closed(request)
