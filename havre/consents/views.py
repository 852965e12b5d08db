"""A yes, a no, and taking it back, at the desk."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.consents import access, actions
from havre.consents.forms import ConsentForm
from havre.contacts import access as contacts
from havre.contacts.panels import done, not_done
from havre.lib import lang
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_POST
def give(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down a yes, or a no: both are good answers."""
    contact = contacts.held(contact_id, by=request.staff)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "consent", _("Something here is not on the list."))
    given = form.given()
    try:
        if request.POST.get("answer") == "no":
            key = form.once(contact_id, "no", given)
            actions.refuse(contact, given.act, given.recipient, by=request.staff, key=key)
        else:
            actions.give(contact, given, by=request.staff, key=form.once(contact_id, given))
    except actions.Incomplete as error:
        return not_done(request, contact_id, "consent", _missing(error.missing))
    except lang.TooLong:
        return not_done(request, contact_id, "consent", _("The limits are too long."))
    return done(request, contact_id, "consent")


@audience(LISTENERS)
@require_POST
def withdraw(request: DeskRequest, consent_id: uuid.UUID) -> HttpResponse:
    """One click. Everything that stood on it stops in the same moment."""
    consent = access.held(consent_id, by=request.staff)
    actions.withdraw(consent, by=request.staff)
    return done(request, access.contact_of(consent), "consent")


@audience(LISTENERS)
@require_POST
def say_whose(request: DeskRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Whose a yes was that is in doubt."""
    consent = access.held(consent_id, by=request.staff)
    contact_id = access.contact_of(consent)
    try:
        actions.say_whose(consent, request.POST.get("whose", ""), by=request.staff)
    except actions.Incomplete as error:
        return not_done(request, contact_id, "consent", _missing(error.missing))
    return done(request, contact_id, "consent")


def _missing(what: str) -> str:
    return {
        "recipient": _("Choose to whom. A yes names one recipient only."),
        "items": _("Choose what exactly. A yes names its items."),
        "purpose": _(
            "This purpose does not fit this recipient. Police are told only with a yes that "
            "names the police."
        ),
        "whose": _(
            "Not written down. Somebody else says yes only to what is about themselves. If the "
            "person concerned said this yes here, choose so under “Whose yes it is”."
        ),
    }.get(what, _("Something is missing in this yes."))
