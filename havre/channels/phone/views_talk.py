"""A call beside its conversation, as whoever listens has it: who is in it, and what can be done."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.channels.phone import outward, relayed, talk
from havre.channels.phone.limits import ABROAD, TOO_COSTLY, TOO_MANY, TOO_OFTEN, NotAllowed
from havre.channels.phone.models import Call, Pause, Transfer
from havre.consents.refusals import NotPermitted
from havre.contacts import access, stepping_back, together
from havre.contacts.models import Contact
from havre.contacts.panels import done, not_done
from havre.directory.numbers import to_dial
from havre.referrals import access as referrals
from havre.referrals import actions
from havre.referrals.models import Referral
from havre.staff.access import LISTENERS, DeskRequest, audience
from havre.staff.signin import SignedIn

PANEL = "call"


@audience(LISTENERS)
@require_POST
def let_wait(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The caller hears the sound of waiting, while somebody is asked."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.let_wait(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def come_back(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """All talk together."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.come_back(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def let_go(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The service leaves the call."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.let_go(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def leave(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The caller and the service talk on alone."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.leave(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def carried(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """A relay service carries this call."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.carried(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def not_carried(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """No relay service carries it."""
    contact = access.own(contact_id, by=request.staff)
    return _do(request, contact, lambda: talk.not_carried(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def put_through(request: DeskRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The directory's own number of this service is called, if the person said yes to it."""
    referral = referrals.held(referral_id, by=request.staff)
    contact = access.own(referral.contact_id, by=request.staff)
    share = frozenset(request.POST.getlist("share"))
    try:
        return _do(request, contact, lambda: talk.put_through(referral, share, by=request.staff))
    except NotPermitted as refusal:
        actions.note_refusal(referral, by=request.staff)
        return not_done(request, contact.id, PANEL, refusal.sentence)


def panel_of(contact: Contact, by: SignedIn) -> dict[str, Any]:
    """What the panel shows while the call is up; nothing of any other contact."""
    call = Call.objects.filter(contact=contact, ended_at=None).first()
    if call is None:
        return {"call": None}
    rows = Transfer.objects.filter(call=call).select_related("disclosure__recipient")
    last = rows.order_by("-at").first()
    interprets = stepping_back.current(contact)
    return {
        "call": call,
        "is_paused": Pause.objects.filter(call=call, ended_at=None).exists(),
        "is_relay": relayed.is_carried(call),
        "service": last if last and not last.ended_at else None,
        "not_called": _of_limits(last.refused) if last and last.refused else "",
        "sit_beside": together.beside(contact),
        "interprets": interprets if interprets and interprets.joined_at else None,
        "may_call": _may_call(contact) if outward.is_possible() else [],
    }


def _may_call(contact: Contact) -> list[Referral]:
    """What the person said yes to, and has a number that may be dialled."""
    rows = referrals.of_contact(contact)
    return [
        each
        for each in rows
        if each.state == "consented"
        and not each.disclosure_id
        and to_dial(each.service.organization)
    ]


def _of_limits(why: str) -> str:
    """What a limit of the line says, in words."""
    return {
        ABROAD: _("Nothing left. This line may not call where that number is. Tell who runs it."),
        TOO_MANY: _(
            "Nothing left. The line makes as many calls as it may. Try again once one has ended."
        ),
        TOO_OFTEN: _(
            "Nothing left. The line has made as many calls as it may in an hour. Try again later."
        ),
        TOO_COSTLY: _(
            "Nothing left. The line has spent on calls what it may in an hour. Try again later."
        ),
    }[why]


def _do(request: DeskRequest, contact: Contact, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except talk.NoLineOut:
        sentence = _(
            "No service can be called from this line: it has no carrier, or nobody set where it "
            "may call."
        )
        return not_done(request, contact.id, PANEL, sentence)
    except NotAllowed as why:
        return not_done(request, contact.id, PANEL, _of_limits(str(why)))
    except (talk.Over, talk.Engaged, actions.NotThatWay):
        sentence = _("This changed in the same moment. The panel shows how it stands now.")
        return not_done(request, contact.id, PANEL, sentence)
    return done(request, contact.id, PANEL)
