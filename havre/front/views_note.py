"""A note of what somebody saw. Nothing about whoever leaves it is asked, set or kept (001-05)."""

import logging
import uuid
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.channels.webchat.views import SEE_OTHER
from havre.front.forms import NoteForm
from havre.front.speaking import person_side
from havre.lib.crowd import Brought
from havre.returning.actions import Led
from havre.returning.passed import note_of, note_token
from havre.tips import actions as tips
from havre.tips.models import KEPT
from havre.vault.keys import FileKeys, NoRoleKey
from havre.vault.spoken import new_seed

log = logging.getLogger("havre.front")


@require_http_methods(["GET", "HEAD", "POST"])
@person_side
def note(request: HttpRequest) -> HttpResponse:
    """What, where, when, who, vehicle, online place: all optional; then it is with us."""
    if request.method != "POST":
        return _page(request, NoteForm())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        key = form.cleaned_data["key"]
        brought = Brought.by(request.POST)
        files = tips.receive(form.seen, passing_on=form.may_leave, key=key, brought=brought)
    except tips.TooManyNow as error:
        answer = _page(request, form, status=429, wait=error.seconds)
        answer["Retry-After"] = str(error.seconds)
        return answer
    except (DatabaseError, NoRoleKey, OSError) as error:  # full, locked, unreachable
        log.error("a note was not kept", exc_info=error)
        return _page(request, form, status=503, failed=True)
    return HttpResponse(status=SEE_OTHER, headers={"Location": _kept_address(key, files)})


@require_safe
@person_side
def kept(request: HttpRequest) -> HttpResponse:
    """It is with us, and what happens now."""
    token = request.META.get("QUERY_STRING", "")
    is_fresh = note_of(token) is not None
    page = {"here": "" if is_fresh else "note_kept", "days": KEPT.days}
    page |= {"note": token, "exit_with": token} if is_fresh else {}
    return render(request, "front/note_kept.html", page)


def _kept_address(key: uuid.UUID, files: FileKeys | None) -> str:
    """Where they are told so; with what six words need, if they should ask for some."""
    if files is None:
        return reverse("note_kept")
    led = Led(files.file, tip=key, line=files.publics["tip"])
    return f"{reverse('note_kept')}?{note_token(led, new_seed())}"


def _page(request: HttpRequest, form: NoteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    key = form["key"]
    asked = None
    if not key.errors:
        asked = tips.CROWD.asked(str(key.value()), request.POST.get("place", ""))
    page = {"here": "note", "form": form, "days": KEPT.days, "asked": asked} | more
    return render(request, "front/note.html", page, status=status)
