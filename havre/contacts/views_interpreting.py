"""An interpreter beside the conversation, as whoever listens asks for one and lets them in."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.contacts import access, interpreting, stepping_back
from havre.contacts.forms import InterpreterForm, ServiceForm
from havre.contacts.interpreted import asked_since
from havre.contacts.models import Contact, InterpreterCall, Interpreting
from havre.contacts.panels import done, not_done
from havre.lib import lang
from havre.staff import interpreters
from havre.staff.access import LISTENERS, DeskRequest, audience
from havre.staff.models import Interpreter
from havre.staff.signin import SignedIn

PANEL = "interpreter"


@audience(LISTENERS)
@require_POST
def ask(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Ask for a language, a dialect, a woman or a man."""
    contact = access.held(contact_id, by=request.staff)
    form = InterpreterForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, PANEL, _("Choose the language."))
    wish = interpreting.Wish(**form.cleaned_data)
    return _do(request, contact, lambda: interpreting.ask(contact, wish, by=request.staff))


@audience(LISTENERS)
@require_POST
def let_in(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Nothing ties the two together, as far as one knows: they come in."""
    contact = access.held(contact_id, by=request.staff)
    return _do(request, contact, lambda: interpreting.let_in(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def another(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Somebody else, please: the next one is asked."""
    contact = access.held(contact_id, by=request.staff)
    return _do(request, contact, lambda: interpreting.another(contact, by=request.staff))


@audience(LISTENERS)
@require_POST
def outside(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """A service interprets by phone from now on."""
    contact = access.held(contact_id, by=request.staff)
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, PANEL, _("One of the choices is not on the list."))
    service = form.cleaned_data["service"]
    return _do(
        request, contact, lambda: interpreting.begin_outside(contact, service, by=request.staff)
    )


@audience(LISTENERS)
@require_POST
def end(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """None is needed any more."""
    contact = access.held(contact_id, by=request.staff)
    return _do(request, contact, lambda: interpreting.need_no_more(contact, by=request.staff))


def panel_of(contact: Contact, by: SignedIn) -> dict[str, Any]:
    """What the panel shows: what was asked, who comes, and what is possible if nobody does."""
    call, row = stepping_back.standing(contact), stepping_back.current(contact)
    here = interpreting.free_now()
    shown: dict[str, Any] = {
        "interpreter_call": call,
        "interpreter": row,
        "interpreters_here": here,
        "interpreter_form": InterpreterForm(),
        "interpreter_left": _left(contact) if row is None else None,
    }
    if call:
        shown |= _possible(call, here) | {
            "dialect": access.dialect_of(call, by=by),
            "asked_since": asked_since(call),
            "said_before": row and interpreting.in_it_before(contact, row.interpreter),
        }
    return shown


def _possible(call: InterpreterCall, here: list[Interpreter]) -> dict[str, Any]:
    """Who is asked now; if nobody is, what else there is."""
    free = [each for each in here if interpreting.may_help(call, each)]
    speak = [each for each in free if call.language in each.speaks]
    others = {code for each in free for code in each.speaks} - {call.language}
    return {
        "asked_now": [each for each in speak if call.gender in ("", each.gender)],
        "another_gender": [each for each in speak if call.gender not in ("", each.gender)],
        "other_languages": " ".join(sorted(others)),
        "services": interpreters.outside(call.language),
    }


def _left(contact: Contact) -> Interpreting | None:
    """Who left last and may know the person: whoever listens has to know."""
    rows = Interpreting.objects.filter(call__contact=contact, call__over_at=None)
    last = rows.exclude(ended_at=None).select_related("interpreter__member").last()
    return last if last and last.how in ("may_know", "stepped_back", "lost") else None


def _do(request: DeskRequest, contact: Contact, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except interpreting.Over:
        sentence = _("This changed in the same moment. The panel shows how it stands now.")
        return not_done(request, contact.id, PANEL, sentence)
    except lang.TooLong:
        return not_done(request, contact.id, PANEL, _("The dialect is too long. A word is enough."))
    return done(request, contact.id, PANEL)
