"""What colleagues do for each other: ask, come, hand over, read along, say a word beside."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.contacts import access, interpreting, offering, together
from havre.contacts.forms import AsideForm, HelpForm
from havre.contacts.models import Help
from havre.contacts.panels import done, not_done
from havre.contacts.views_interpreter import asked_of
from havre.lib import lang
from havre.staff import presence
from havre.staff.access import (
    INTERPRETERS,
    LISTENERS,
    SUPERVISORS,
    Denied,
    DeskRequest,
    audience,
    listening,
)
from havre.staff.models import Member


@audience(LISTENERS)
@require_POST
def ask(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Ask colleagues to help in a conversation one holds, or to take it over."""
    contact = access.held(contact_id, by=request.staff)
    form = HelpForm(request.POST)
    if not form.is_valid() or contact.taken_by != request.staff.member:
        return not_done(request, contact_id, "give", _("Choose whom you ask."))
    member = _on_duty(form.member)
    if form.member and member is None:
        return not_done(request, contact_id, "give", _("They are not on duty any more."))
    try:
        together.ask_help(
            form.cleaned_data["kind"],
            by=request.staff,
            contact=contact,
            to_member=member,
            to_team=form.team,
            note=form.cleaned_data["note"],
        )
    except together.NotWanted:
        sentence = _("The person asked to talk with somebody else than this colleague.")
        return not_done(request, contact_id, "give", sentence)
    except lang.TooLong:
        return not_done(request, contact_id, "give", _("The note is too long. Keep it short."))
    return done(request, contact_id, "give")


@audience(LISTENERS)
@require_POST
def ask_all(request: DeskRequest) -> HttpResponse:
    """A silent alarm to all who are on duty. Nothing on this screen changes but a quiet word."""
    together.ask_help(together.ALARM, by=request.staff)
    return _back(request)


@audience(LISTENERS | INTERPRETERS)
def calls(request: DeskRequest) -> HttpResponse:
    """What colleagues ask of this member now, fetched again at every ring."""
    return render(request, "contacts/_calls.html", calls_of(request))


def calls_of(request: DeskRequest) -> dict[str, object]:
    """What the strip at the top of every page shows: to each what their role concerns."""
    interprets = asked_of(request) if INTERPRETERS & request.staff.roles else {}
    if not listening(request.staff):
        return interprets
    return interprets | {
        "can_come": interpreting.answered_for(request.staff),
        "calls": [
            (each, together.concerns(each, request.staff))
            for each in together.seen_by(request.staff)
        ],
        "along": together.reading_along_with(request.staff),
    }


@audience(LISTENERS)
def call(request: DeskRequest, help_id: uuid.UUID) -> HttpResponse:
    """One of them, with its note."""
    help = _mine(request, help_id)
    note = access.note_with(help, by=request.staff)
    return render(request, "contacts/call.html", {"call": help, "note": note})


@audience(LISTENERS)
@require_POST
def come(request: DeskRequest, help_id: uuid.UUID) -> HttpResponse:
    """Come and help; a hand-over is taken over."""
    help = _mine(request, help_id)
    try:
        together.come(help, by=request.staff)
    except (together.Over, together.NotWanted):
        return render(request, "contacts/call_over.html", status=409)
    return redirect("workspace", help.contact_id) if help.contact_id else redirect("board")


@audience(LISTENERS)
@require_POST
def decline(request: DeskRequest, help_id: uuid.UUID) -> HttpResponse:
    """Not now."""
    together.decline(_mine(request, help_id), by=request.staff)
    return redirect("board")


@audience(LISTENERS)
@require_POST
def call_off(request: DeskRequest, help_id: uuid.UUID) -> HttpResponse:
    """It is all right."""
    together.call_off(_mine(request, help_id), by=request.staff)
    return _back(request)


@audience(LISTENERS)
@require_POST
def beside(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Read along in a colleague's conversation, openly."""
    together.sit_beside(access.contact(contact_id, by=request.staff), by=request.staff)
    return redirect("workspace", contact_id)


@audience(LISTENERS)
@require_POST
def leave(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Read along no more."""
    together.leave(access.contact(contact_id, by=request.staff), by=request.staff)
    return redirect("board")


@audience(LISTENERS)
@require_POST
def aside(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """A word to the colleagues in this conversation."""
    contact = access.readable(contact_id, by=request.staff)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "give", _("There is nothing to send yet."))
    text = form.cleaned_data["text"]
    try:
        together.aside(contact, text, by=request.staff, key=form.once(contact_id, "aside", text))
    except lang.TooLong:
        return not_done(request, contact_id, "give", _("That is too long for a word beside."))
    except together.Over:
        sentence = _("This conversation is closed. Reopen it to go on.")
        return not_done(request, contact_id, "give", sentence)
    return done(request, contact_id, "give")


@audience(SUPERVISORS)
@require_POST
def switchboard(request: DeskRequest) -> HttpResponse:
    """Open or close the switchboard."""
    offering.switchboard(is_open=request.POST.get("open") == "yes", by=request.staff)
    return redirect("board")


def _mine(request: DeskRequest, help_id: uuid.UUID) -> Help:
    help = Help.objects.select_related("member", "contact").filter(id=help_id).first()
    if help is None or not (
        help.member_id == request.staff.id or together.concerns(help, request.staff)
    ):
        raise Denied
    return help


def _on_duty(member: uuid.UUID | None) -> Member | None:
    there = {each.member.id: each.member for each in presence.on_duty()}
    return there.get(member) if member else None


def _back(request: DeskRequest) -> HttpResponse:
    """The page stays as it is, and what is being written in it; without its script, the board."""
    return HttpResponse(status=204) if "X-Background" in request.headers else redirect("board")
