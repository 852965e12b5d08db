"""Asking providers by a letter, and what they answered, as whoever curates looks after it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.directory import inviting
from havre.directory.curating import pages
from havre.directory.curating.views import of
from havre.directory.models import Organization
from havre.lib import lang
from havre.staff.access import CURATORS, DeskRequest, audience
from havre.vault.refusals import CannotRead

_DONE = ("noted", "aside", "unreadable")


@audience(CURATORS)
@require_safe
def waiting(request: DeskRequest) -> HttpResponse:
    """What providers said of their own entries, and nobody is done with."""
    done = request.GET.get("done", "")
    told = inviting.read(by=request.staff)
    page = {"told": told, "total": inviting.waiting(), "done": done if done in _DONE else ""}
    return render(request, "directory/answers.html", page)


@audience(CURATORS)
@require_POST
def settling(request: DeskRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Note one as the service's own word, or leave it aside."""
    answer, outcome = pages.answer(answer_id), request.POST.get("outcome", "")
    if answer is None or outcome not in (inviting.NOTED, inviting.ASIDE):
        raise Http404
    try:
        if outcome == inviting.NOTED:
            inviting.note(answer, by=request.staff)
        else:
            inviting.set_aside(answer, by=request.staff)
    except CannotRead:
        outcome = "unreadable"
    return redirect(f"/directory/answers/?done={outcome}")


@audience(CURATORS)
@require_POST
def invite(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Send the organization a link to its own entries."""
    row, language = of(record_id), request.POST.get("language", "")
    if not isinstance(row, Organization) or language not in lang.languages():
        raise Http404
    try:
        inviting.invite(row, language, by=request.staff)
    except inviting.NoAddress:
        return redirect(f"/directory/{row.id}/?done=unverified")
    except inviting.NotSent:
        return redirect(f"/directory/{row.id}/?done=unsent")
    return redirect(f"/directory/{row.id}/?done=invited")
