"""What an interpreter sees and does: who asks, the words of one conversation, and the way out."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.contacts import access, actions, interpreting, signs, stepping_back, transport
from havre.contacts.forms import AnswerForm
from havre.contacts.models import Contact, InterpreterCall
from havre.contacts.panels import not_done
from havre.lib import clock, lang
from havre.staff import interpreters
from havre.staff.access import INTERPRETERS, Denied, DeskRequest, audience

_NOT_ALONE = gettext_lazy(
    "Not sent: they are not alone, or cannot write now. Whoever answers them decides when it goes "
    "on. Your words are still in the box."
)


@audience(INTERPRETERS)
def call(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """Who asks, for which language, and what is to be asked of oneself first."""
    found = _asked(request, call_id)
    entry = interpreters.entry_of(request.staff.member)
    said = entry is not None and interpreting.in_it_before(found.contact, entry)
    context = {"call": found, "said_before": said}
    return render(request, "contacts/interpreter_call.html", context)


@audience(INTERPRETERS)
@require_POST
def come(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """I can, and I know nobody in it."""
    try:
        interpreting.answer(_asked(request, call_id), by=request.staff)
    except interpreting.Over:
        return render(request, "contacts/interpreter_over.html", status=409)
    return redirect("board")


@audience(INTERPRETERS)
@require_POST
def pass_by(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """Not now, or I may know this person. Nobody asks why."""
    may_know = request.POST.get("why") == "may_know"
    interpreting.pass_by(_asked(request, call_id), by=request.staff, may_know=may_know)
    return redirect("board")


@audience(INTERPRETERS)
def show(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The words of the conversation one was let into, and nothing beside them."""
    contact = access.interpreted(contact_id, by=request.staff)
    row = stepping_back.current(contact)
    context = {
        "contact": contact,
        "said": access.said_for_words(contact, by=request.staff),
        "interprets": True,
        "call": row and row.call,
        "dialect": row and access.dialect_of(row.call, by=request.staff),
        "key": uuid.uuid4(),
    }
    return render(request, "contacts/interpreter.html", context)


@audience(INTERPRETERS)
def messages(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """What was said since a moment the page names, but what it shows."""
    contact = access.interpreted(contact_id, by=request.staff)
    since = clock.moment(request.GET.get("since", ""))
    shown = frozenset(request.GET.get("shown", "").split("."))
    said = access.said_for_words(contact, by=request.staff, since=since, shown=shown)
    return _messages(request, contact, said)


@audience(INTERPRETERS)
@require_POST
def say(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write as the interpreter. What cannot be sent stays in the box, with a sentence."""
    contact = access.interpreted(contact_id, by=request.staff)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _unsent(request, contact_id, _("There is nothing to send yet."))
    if not signs.heard(contact):
        return _unsent(request, contact_id, _NOT_ALONE)
    text = form.cleaned_data["text"]
    words = actions.Words(text, form.once(contact_id, text))
    try:
        message = interpreting.say(contact, words, by=request.staff)
    except lang.TooLong:
        return _unsent(request, contact_id, _("That is too long. Send it in two parts."))
    except transport.NotCleared:
        return _unsent(request, contact_id, _("Nothing can be sent to them from here."))
    if "X-Background" not in request.headers:
        return redirect("interpret", contact_id)
    return _messages(
        request, contact, [access.just_said(message, lang.clean(text), by=request.staff)]
    )


@audience(INTERPRETERS)
@require_POST
def leave(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """One press, at once, and nobody asks why."""
    contact = Contact.objects.filter(id=contact_id).first()
    row = stepping_back.current(contact) if contact else None
    if contact is None or row is None or row.member_id != request.staff.id:
        raise Denied
    may_know = request.POST.get("why") == "may_know"
    interpreting.leave(contact, by=request.staff, may_know=may_know)
    return redirect("board")


def asked_of(request: DeskRequest) -> dict[str, object]:
    """What the strip at the top of every page shows an interpreter."""
    return {
        "interpreter_calls": interpreting.calls_for(request.staff),
        "interprets_in": interpreting.now_of(request.staff),
    }


def _asked(request: DeskRequest, call_id: uuid.UUID) -> InterpreterCall:
    found = InterpreterCall.objects.select_related("contact", "member").filter(id=call_id).first()
    entry = interpreters.entry_of(request.staff.member)
    if found is None or found.over_at or entry is None or not interpreting.is_asked(found, entry):
        raise Denied
    return found


def _messages(request: DeskRequest, contact: Contact, said: list[access.Said]) -> HttpResponse:
    context = {"said": said, "contact": contact, "interprets": True}
    return render(request, "contacts/_messages.html", context)


def _unsent(request: DeskRequest, contact_id: uuid.UUID, sentence: str | Promise) -> HttpResponse:
    if "HX-Request" in request.headers:
        return not_done(request, contact_id, "composer", sentence)
    context = {"sentence": sentence, "contact_id": contact_id}
    return render(request, "contacts/interpreter_unsent.html", context, status=422)
