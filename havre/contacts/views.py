"""What a responder does in a conversation: take, answer, write down, close."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.contacts import access, actions, hiding, offering, reading, signs, transport
from havre.contacts.forms import AnswerForm, AskedForm, CloseForm, NoteForm, PersonForm, WishForm
from havre.contacts.panels import closed, done, not_done
from havre.lib import clock, lang
from havre.staff.access import LISTENERS, DeskRequest, audience

_SLIPPED = gettext_lazy(
    "Your desk did not answer for a while, so this conversation was offered to others. "
    "Your words are still in the box: take it again from the board, in another tab, then send."
)
_SIGN_STANDS = gettext_lazy(
    "Not sent: they said that they cannot write now, or that somebody is with them. Your words are "
    "still in the box. To send them all the same, tick it above the box first."
)


@audience(LISTENERS)
@require_POST
def take(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Take a waiting conversation; if a colleague was first, say so."""
    contact = access.contact(contact_id, by=request.staff)
    try:
        actions.take(contact, by=request.staff)
    except actions.NotWanted:
        return render(request, "contacts/not_wanted.html", status=409)
    except actions.SomebodyIsAsked as asked:
        return render(request, "contacts/wish_is_asked.html", {"wish": asked.wish}, status=409)
    except actions.Closed:
        return redirect("workspace", contact_id)
    except actions.AlreadyTaken:
        if contact.id in access.held_by(request.staff):  # a double click: it is theirs
            return redirect("workspace", contact_id)
        return render(request, "contacts/already_taken.html", status=409)
    return redirect("workspace", contact_id)


@audience(LISTENERS)
@require_POST
def pass_on(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Not me, now: the next colleague is asked at once."""
    offering.pass_on(access.contact(contact_id, by=request.staff), by=request.staff)
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)  # their own bell rings, and the page looks
    return redirect("board")


@audience(LISTENERS)
@require_POST
def give_back(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Cannot go on: somebody else takes over, and the person is told."""
    offering.give_back(access.held(contact_id, by=request.staff), by=request.staff)
    return redirect("board")


@audience(LISTENERS)
@require_POST
def ask(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down whom the person wants to talk with: a wish, or not with oneself any more."""
    contact = access.held(contact_id, by=request.staff)
    form = AskedForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "give", _("One of the choices is not on the list."))
    what = form.cleaned_data["what"]
    member = request.staff.member if what == "not" else None
    offering.ask(contact, what, by=request.staff, member=member)
    offering.give_back(contact, by=request.staff)
    return redirect("board")


@audience(LISTENERS)
def messages(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """What was said since a moment the page names, but what it shows; nothing is empty.

    `seen`: the page is in somebody's sight, so whatever it shows and gets now has been read.
    """
    contact = access.readable(contact_id, by=request.staff)
    if "seen" in request.GET:
        reading.read(contact, by=request.staff)
    since = clock.moment(request.GET.get("since", ""))
    shown = frozenset(request.GET.get("shown", "").split("."))
    said = access.said_in(contact, by=request.staff, since=since, shown=shown)
    return render(request, "contacts/_messages.html", {"said": said, "contact": contact})


@audience(LISTENERS)
@require_POST
def hide(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Fold a message for everybody at the desk, so that nobody reads it twice."""
    contact = access.readable(contact_id, by=request.staff)
    message = access.message_of(contact, request.POST.get("message", ""))
    if message:
        hiding.hide(message, by=request.staff)
    if "X-Background" not in request.headers:
        return redirect("workspace", contact_id)
    said = access.folded(message) if message else []
    return render(request, "contacts/_messages.html", {"said": said, "contact": contact})


@audience(LISTENERS)
def hidden(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Open one that was hidden, on purpose. The others stay folded, and so does this for others."""
    contact = access.readable(contact_id, by=request.staff)
    message = access.message_of(contact, request.GET.get("message", ""))
    said = [access.opened_all_the_same(message, by=request.staff)] if message else []
    name = "_messages" if "X-Background" in request.headers else "opened"
    context = {"said": said, "contact": contact, "opened": True}
    return render(request, f"contacts/{name}.html", context)


@audience(LISTENERS)
@require_POST
def answer(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Answer live. What cannot be sent stays in the box, with a sentence."""
    if access.contact(contact_id, by=request.staff).taken_by is None:
        return _unsent(request, contact_id, _SLIPPED)
    contact = access.held(contact_id, by=request.staff)
    if not transport.has_way_back(contact):
        return _unsent(request, contact_id, _("Nothing can be sent to them from here."))
    if transport.is_by_voice(contact):
        return _unsent(request, contact_id, _("They are on the phone: say it to them."))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _unsent(request, contact_id, _("There is nothing to send yet."))
    if not signs.heard(contact, form.cleaned_data["told"]):
        return _unsent(request, contact_id, _SIGN_STANDS)
    text = form.cleaned_data["text"]
    kind = "yes_no" if form.cleaned_data["yes_no"] else "words"
    words = actions.Words(text, form.once(contact_id, text), kind, form.mark)
    try:
        message = actions.answer(contact, words, by=request.staff)
    except lang.TooLong as error:
        return _unsent(request, contact_id, _too_long(error))
    except actions.Closed:
        return _unsent(request, contact_id, _("This conversation is closed. Reopen it to go on."))
    except transport.NotCleared:
        return _unsent(request, contact_id, _("Only the colleague who took it answers in it."))
    if "X-Background" in request.headers:
        said = [access.just_said(message, lang.clean_short(text), by=request.staff)]
        return render(request, "contacts/_messages.html", {"said": said, "contact": contact})
    return redirect("workspace", contact_id)


@audience(LISTENERS)
@require_POST
def note(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write a short note."""
    contact = access.held(contact_id, by=request.staff)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "notes", _("The note is empty."))
    text = form.cleaned_data["text"]
    try:
        key = form.once(contact_id, "note", text)
        actions.note(contact, text, by=request.staff, key=key, form=form.mark)
    except lang.TooLong as error:
        return not_done(request, contact_id, "notes", _too_long(error))
    return done(request, contact_id, "notes")


@audience(LISTENERS)
@require_POST
def wish(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down what the person wants, in their words."""
    contact = access.held(contact_id, by=request.staff)
    form = WishForm(request.POST)
    form.is_valid()
    try:
        actions.learn(contact.person, by=request.staff, wish=form.cleaned_data["wish"])
    except lang.TooLong as error:
        return not_done(request, contact_id, "wish", _too_long(error))
    return done(request, contact_id, "wish")


@audience(LISTENERS)
@require_POST
def person(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write down what they chose to say of themselves."""
    contact = access.held(contact_id, by=request.staff)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "person", _("One of the choices is not on the list."))
    facts = {**form.cleaned_data, "needs": " ".join(form.cleaned_data["needs"])}
    try:
        actions.learn(contact.person, by=request.staff, **facts)
    except lang.TooLong as error:
        return not_done(request, contact_id, "person", _too_long(error))
    return done(request, contact_id, "person")


@audience(LISTENERS)
@require_POST
def close(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Close with an outcome. The wish is asked for, or why there is none."""
    contact = access.held(contact_id, by=request.staff)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return not_done(request, contact_id, "close", _("Choose how it ended."))
    facts = access.learned_of(contact.person, by=request.staff).facts
    try:
        actions.close(contact, by=request.staff, facts=facts, **form.cleaned_data)
    except actions.WishMissing:
        sentence = _("Their wish is empty. Write it in their words, or say why there is none.")
        return not_done(request, contact_id, "close", sentence)
    except actions.Closed:
        return not_done(request, contact_id, "close", _("It is closed already."))
    hard = form.cleaned_data["hard"] or "danger" in contact.asked_for
    return closed(request, "/care/?hard=yes" if hard else "/?closed=yes")


@audience(LISTENERS)
@require_POST
def reopen(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Go on with a closed conversation."""
    actions.reopen(access.held(contact_id, by=request.staff), by=request.staff)
    return redirect("workspace", contact_id)


def _unsent(request: DeskRequest, contact_id: uuid.UUID, sentence: str | Promise) -> HttpResponse:
    return not_done(request, contact_id, "composer", sentence)


def _too_long(error: lang.TooLong) -> str:
    return _("Too long: %(n)s characters of at most %(max)s. Your text is still in the box.") % {
        "n": error.length,
        "max": lang.LONGEST,
    }
