"""Passing a note on, at the desk: choose, look at the very letter, let it go."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.consents.refusals import SENTENCES, Missing, NotPermitted
from havre.onward import access, actions
from havre.onward.forms import LetterForm, PassOnForm
from havre.staff.access import TIP_READERS, DeskRequest, audience
from havre.tips import shortening
from havre.tips.access import one as tip_of
from havre.tips.models import Tip
from havre.vault.refusals import CannotRead

_MOST_NAMED = 8  # words that are not theirs, in one sentence


@audience(TIP_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """To whom, and how much of it; then the very letter. Nothing leaves by this."""
    tip = _tip(tip_id)
    if request.method != "POST" or "again" in request.POST:
        return _choosing(request, tip)
    note = access.read(tip, by=request.staff)
    if note is None:
        return redirect("tip", tip_id)
    form = PassOnForm(request.POST, seen=note.seen)
    if not form.is_valid():
        return _choosing(request, tip, why=_("Something has to be put right below."), form=form)
    try:
        kept = shortening.spans_of(note.seen, form.typed)
    except shortening.Added as error:
        return _choosing(request, tip, why=_added(error), form=form)
    if not kept:
        return _choosing(request, tip, why=SENTENCES[Missing.NOTHING_NAMED], form=form)
    shown = access.letter_of(note, kept, form.recipient, form.once(tip_id, "onward"))
    return render(request, "onward/letter.html", {"tip": tip, "shown": shown})


@audience(TIP_READERS)
@require_POST
def pass_on(request: DeskRequest, tip_id: uuid.UUID) -> HttpResponse:
    """Through the door: the letter that was looked at. Else a sentence why not."""
    tip, form = _tip(tip_id), LetterForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPermitted(Missing.FORGED)
        actions.pass_on(tip, form.chosen, by=request.staff)
    except NotPermitted as refusal:
        actions.note_refusal(tip, by=request.staff)
        return _choosing(request, tip, why=refusal.sentence)
    except actions.AlreadyPassedOn:
        return _choosing(request, tip, why=_("Nothing left now: this was passed on already."))
    except CannotRead:
        raise Http404 from None
    return redirect("tip", tip_id)


def _choosing(
    request: DeskRequest, tip: Tip, *, why: Any = "", form: PassOnForm | None = None
) -> HttpResponse:
    """The boxes: as they were typed, as they stood in a letter, or as the note is."""
    note = access.read(tip, by=request.staff)
    if note is None:
        return redirect("tip", tip.id)
    before = LetterForm(request.POST)
    first = before.boxes(note.seen) or shortening.parts_of(note.seen)
    page = {
        "tip": tip,
        "form": form or PassOnForm(initial=first, seen=note.seen),
        "may_go": access.may_go(tip),
        "why": why,
    }
    return render(request, "onward/choosing.html", page, status=422 if why else 200)


def _added(error: shortening.Added) -> str:
    named = " ".join(error.words[:_MOST_NAMED])
    return _(
        "Nothing is added to what somebody saw. These words are not theirs, or not in this place: "
        "{words}"
    ).format(words=named)


def _tip(tip_id: uuid.UUID) -> Tip:
    found = tip_of(tip_id)
    if found is None:
        raise Http404
    return found
