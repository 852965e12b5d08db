"""Asking for six words: only after one question, and whoever does not answer it gets none."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from havre.channels.webchat import access as webchat
from havre.channels.webchat.views import SEE_OTHER
from havre.front.speaking import person_side
from havre.lib import lang
from havre.returning import actions, passed, phrase, tries
from havre.returning.actions import KEPT, Led
from havre.returning.passed import Shown

log = logging.getLogger("havre.front")
Source = tuple[Led, bytes]


@require_http_methods(["GET", "HEAD", "POST"])
@person_side
def words(request: HttpRequest) -> HttpResponse:
    """From an open conversation, or from a note that was just left: the question, then the words.

    The words stand on their page for ten minutes, and nowhere in its address: they are drawn
    again from what the browser's cookie, or the note's own page, has.
    """
    talk = webchat.find(request.COOKIES.get(webchat.COOKIE))
    if talk and talk.session.hidden_at:
        return _to(reverse("talk"))  # a date: the words stand behind Back otherwise
    if request.method == "POST":
        return _asked(request)
    token = request.META.get("QUERY_STRING", "")
    if shown := passed.shown_of(token):
        return _shown(request, shown, token)
    if passed.note_of(token):
        return _page(request, note=token, here="")
    if _source(request, "") is None:
        return _to(reverse("back"))
    return _page(request, why="over" if token else "")


def _shown(request: HttpRequest, shown: Shown, token: str) -> HttpResponse:
    source = _source(request, "")
    seed = shown.seed or (source[1] if source else b"")
    if not seed:
        return _to(reverse("back"))
    drawn = phrase.draw(shown.language, seed, shown.attempt)
    page = {
        "words": drawn.words,
        "language": shown.language if shown.language in phrase.LISTS else phrase.LISTS[0],
        "until": shown.until,
        "is_note": bool(shown.note),
        "exit_with": token,
    }
    return render(request, "front/words_shown.html", page)


def _asked(request: HttpRequest) -> HttpResponse:
    note = request.POST.get("note", "")
    source = _source(request, note)
    if source is None:
        return _to(reverse("back"))
    if request.POST.get("safe") != "yes":
        return _to(reverse("note_kept" if note else "talk"))
    language = lang.current()
    try:
        kept = actions.keep(source[0], seed=source[1], language=language)
    except tries.Wait as wait:
        return _page(request, why="busy", note=note, seconds=wait.seconds, status=429)
    except (DatabaseError, OSError, actions.NoWay) as error:
        log.error("no words were made", exc_info=error)
        return _page(request, why="failed", note=note, status=503)
    seed = source[1] if note else b""
    shown = Shown(kept.attempt, language, kept.until, seed, note)
    return _to(f"{reverse('back_words')}?{passed.shown_token(shown)}")


def _source(request: HttpRequest, note: str) -> Source | None:
    """Where the words shall lead, and what they are drawn from."""
    if note:
        return passed.note_of(note)
    talk = webchat.find(request.COOKIES.get(webchat.COOKIE))
    if talk is None:
        return None
    return Led(talk.session.file, contact=talk.session.contact_id), talk.seed


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {"here": "back_words", "days": KEPT.days, "exit_with": more.get("note", "")} | more
    return render(request, "front/words.html", page, status=status)


def _to(address: str) -> HttpResponse:
    return HttpResponse(status=SEE_OTHER, headers={"Location": address})
