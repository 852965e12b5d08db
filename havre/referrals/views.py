"""Offering options and putting somebody in touch, at the desk."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.consents.refusals import NotPermitted
from havre.contacts import access as contacts
from havre.contacts import actions as conversation
from havre.contacts import transport
from havre.contacts.forms import OnceForm
from havre.contacts.panels import done, not_done
from havre.directory.access import by_ids
from havre.lib import lang
from havre.referrals import access, actions
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_POST
def offer(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Tell the person of the chosen services; «not now» is always among the options."""
    contact = contacts.held(contact_id, by=request.staff)
    services = by_ids(request.POST.getlist("service"))
    key = _once(request, contact_id, *(service.id for service in services))
    try:
        actions.offer(contact, services, by=request.staff, key=key)
    except actions.NothingToOffer:
        return not_done(request, contact_id, "options", _("Choose at least one service to offer."))
    except (transport.NotCleared, conversation.Closed):
        return not_done(
            request, contact_id, "options", _("The conversation is not yours, or closed.")
        )
    except lang.TooLong:
        sentence = _("Too much at once for one message. Offer fewer services.")
        return not_done(request, contact_id, "options", sentence)
    return done(request, contact_id, "options")


@audience(LISTENERS)
@require_POST
def put_in_touch(request: DeskRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Through the door: what was chosen, if the person said yes to it. Else a sentence why not."""
    referral = access.held(referral_id, by=request.staff)
    share = frozenset(request.POST.getlist("share"))
    try:
        actions.put_in_touch(referral, share, by=request.staff)
    except NotPermitted as refusal:
        actions.note_refusal(referral, by=request.staff)
        return not_done(request, referral.contact_id, "touch", refusal.sentence)
    except actions.NotThatWay:
        return not_done(request, referral.contact_id, "touch", _("This has been sent, or is over."))
    return done(request, referral.contact_id, "touch")


@audience(LISTENERS)
@require_POST
def decline(request: DeskRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The person said no, or not now. A good answer."""
    referral = access.held(referral_id, by=request.staff)
    try:
        actions.decline(referral, by=request.staff)
    except actions.NotThatWay:
        return not_done(request, referral.contact_id, "touch", _("This has been sent, or is over."))
    return done(request, referral.contact_id, "touch")


@audience(LISTENERS)
@require_POST
def hear_back(request: DeskRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What the service or the person said afterwards."""
    referral = access.held(referral_id, by=request.staff)
    try:
        actions.hear_back(referral, request.POST.get("state", ""), by=request.staff)
    except actions.NotThatWay:
        sentence = _("That step does not follow from where this referral is.")
        return not_done(request, referral.contact_id, "touch", sentence)
    return done(request, referral.contact_id, "touch")


@audience(LISTENERS)
@require_POST
def show_what_left(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Tell the person, in the conversation, what left and to whom."""
    contact = contacts.held(contact_id, by=request.staff)
    try:
        actions.show_what_left(contact, by=request.staff, key=_once(request, contact_id, "left"))
    except actions.NothingToOffer:
        return not_done(request, contact_id, "touch", _("Nothing has left."))
    except lang.TooLong:
        return not_done(request, contact_id, "touch", _("Too much for one message."))
    except (transport.NotCleared, conversation.Closed):
        return not_done(
            request, contact_id, "touch", _("The conversation is not yours, or closed.")
        )
    return done(request, contact_id, "touch")


def _once(request: DeskRequest, *said: object) -> uuid.UUID:
    form = OnceForm(request.POST)
    form.is_valid()
    return form.once(*said)
