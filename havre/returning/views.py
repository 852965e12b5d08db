"""At the desk: a reply for somebody who may come back, a question for whoever left a tip."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.contacts import access as contacts
from havre.contacts.models import Contact
from havre.contacts.panels import done, not_done
from havre.lib import lang
from havre.returning import access, actions
from havre.returning.forms import ReplyForm
from havre.staff.access import LISTENERS, TIP_READERS, DeskRequest, audience
from havre.staff.signin import SignedIn
from havre.tips.access import one as tip_of
from havre.vault.models import Compartment


@audience(LISTENERS)
@require_POST
def reply(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Leave a reply that waits, sealed to their six words."""
    contact = contacts.held(contact_id, by=request.staff)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "back", _first(form))
    words = form.words(contact_id)
    try:
        actions.leave(contact, words, by=request.staff)
    except actions.NoWay:
        return not_done(
            request, contact_id, "back", _("They have no six words, or these are over.")
        )
    except actions.StillHere:
        sentence = _("Their page is open: answer in the conversation.")
        return not_done(request, contact_id, "back", sentence)
    except Compartment.DoesNotExist:
        return not_done(request, contact_id, "back", _("This was forgotten; nothing can be added."))
    except lang.TooLong as error:
        return not_done(request, contact_id, "back", _too_long(error))
    return done(request, contact_id, "back")


@audience(TIP_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """What was asked about a tip and answered; a question, if whoever left it can come back."""
    tip = tip_of(tip_id)
    if tip is None:
        raise Http404
    why, text = "", ""
    if request.method == "POST":
        form = ReplyForm(request.POST)
        text = lang.clean(request.POST.get("text", ""))
        why = str(_first(form)) if not form.is_valid() else ""
        if not why and not (why := _asked(tip, form, request.staff)):
            return redirect("tip_questions", tip_id)
    page = {
        "tip": tip,
        "asked": access.asked_of(tip, by=request.staff),
        "has_way": access.has_way(tip),
        "form": ReplyForm(),
        "why": why,
        "text": text,
    }
    return render(request, "returning/questions.html", page, status=422 if why else 200)


def panel_of(contact: Contact, by: SignedIn) -> dict[str, Any]:
    """What stands beside a conversation: whether they came back, and whether they can."""
    found = access.came_back_from(contact, by=by)
    ways = access.known_of(contact)
    return {
        "came_back": found is not None,
        "back_from": found.before if found else None,
        "ways_back": ways,
        "waiting_replies": access.left_of(contact),
        "reply_form": ReplyForm() if ways else None,
    }


def _asked(tip: Any, form: ReplyForm, by: SignedIn) -> str:
    """Ask; why not, if not."""
    words = form.words(tip.id)
    try:
        actions.ask(tip, words.text, key=words.key, by=by)
    except actions.NoWay:
        return _("Whoever left it has no six words, or these are over.")
    except Compartment.DoesNotExist:
        return _("This was forgotten; nothing can be added.")
    except lang.TooLong as error:
        return _too_long(error)
    return ""


def _first(form: ReplyForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _too_long(error: lang.TooLong) -> str:
    return _("That is too long: {n} of {most} signs. Nothing was kept.").format(
        n=error.length, most=lang.LONGEST
    )
