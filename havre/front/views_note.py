"""A note of what somebody saw. Nothing about whoever leaves it is asked, set or kept (001-05)."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.front.forms import NoteForm
from havre.tips import actions as tips
from havre.vault.keys import NoRoleKey

log = logging.getLogger("havre.front")


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """What, where, when, who, vehicle, online place: all optional; then it is with us."""
    if request.method != "POST":
        return _page(request, NoteForm())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        tips.receive(form.seen, passing_on=form.may_leave, key=form.cleaned_data["key"])
    except tips.TooManyNow as error:
        answer = _page(request, form, status=429, wait=error.seconds)
        answer["Retry-After"] = str(error.seconds)
        return answer
    except (DatabaseError, NoRoleKey, OSError) as error:  # full, locked, unreachable
        log.error("a note was not kept", exc_info=error)
        return _page(request, form, status=503, failed=True)
    response = redirect("note_kept")
    response.status_code = 303
    return response


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """It is with us, and what happens now."""
    page = {"here": "note_kept", "days": tips.KEPT.days}
    return render(request, "front/note_kept.html", page)


def _page(request: HttpRequest, form: NoteForm, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {"here": "note", "form": form, "days": tips.KEPT.days} | more
    return render(request, "front/note.html", page, status=status)
