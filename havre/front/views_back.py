"""Coming back with six words: what was left unread, once, and never what was said (register 49).

No page answers a post: each leads on to one whose address holds, as noise and for ten minutes, what
it needs. No cookie is set, and no word of the phrase stands in an address.
"""

import logging
import math
import secrets
import uuid
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.channels.webchat.forms import Text
from havre.channels.webchat.views import SEE_OTHER
from havre.front.speaking import person_side
from havre.lib import lang
from havre.returning import access, actions, passed, phrase, tries
from havre.returning.actions import Visit
from havre.returning.models import Way
from havre.tips import actions as tips
from havre.vault import passing

log = logging.getLogger("havre.front")
NOTHING, WAIT, BUSY, FAILED, OVER = "nothing", "wait", "busy", "failed", "over"
TOO_LONG, FORGETS = "too_long", "forgets"


@require_http_methods(["GET", "HEAD", "POST"])
@person_side
def back(request: HttpRequest) -> HttpResponse:
    """Six words are typed; then what was left for whoever has them."""
    if request.method == "POST":
        return _to("back", _tried(request.POST.get("words", "")))
    token = request.META.get("QUERY_STRING", "")
    if visit := passed.visit_of(token):
        return _returned(request, visit, token)
    why, minutes = passed.why_of(token)
    page = {
        "here": "back",
        "why": why or (OVER if token else ""),
        "minutes": minutes,
        "has_list": lang.current() in phrase.LISTS,
    }
    return render(request, "front/back.html", page)


@require_safe
@gzip_page
@person_side
def known(request: HttpRequest) -> HttpResponse:
    """For the page's own script: which words are in the list of its language (phrase.known)."""
    return HttpResponse(phrase.known(lang.current()), content_type="application/octet-stream")


@require_POST
@person_side
def add(request: HttpRequest) -> HttpResponse:
    """Whoever left a note says more about it. What is too long stays with them."""
    token = request.POST.get("back", "")
    visit, key = passed.visit_of(token), _key(request)
    way = actions.find(visit.way) if visit else None
    if visit is None or way is None or way.tip_id is None or key is None:
        return _to("back", passed.why_token(OVER))
    text = Text(required=False).clean(request.POST.get("text", ""))
    try:
        if seconds := tips.ADDED.take(1):
            return _page(request, visit, way, token, text=text, wait=seconds, status=429)
        if text:
            actions.add(way, text, key=key)
    except lang.TooLong:
        return _page(request, visit, way, token, text=text, why=TOO_LONG, status=422)
    except (DatabaseError, OSError) as error:
        log.error("an addition to a note was not kept", exc_info=error)
        return _page(request, visit, way, token, text=text, why=FAILED, status=503)
    passing.end(token)
    return _to("back", passed.visit_token(visit, added=bool(text)))


@require_POST
@person_side
def done(request: HttpRequest) -> HttpResponse:
    """They have read it: the page's address opens nothing any more."""
    passing.end(request.POST.get("back", ""))
    return HttpResponse(status=SEE_OTHER, headers={"Location": reverse("reach")})


@require_POST
@person_side
def forget(request: HttpRequest) -> HttpResponse:
    """Everything these words lead to shall be forgotten: said twice, then done by the desk."""
    token = request.POST.get("back", "")
    visit = passed.visit_of(token)
    if visit is None:
        return _to("back", passed.why_token(OVER))
    if request.POST.get("sure") != "yes":
        return _to("back", token)
    try:
        actions.ask_to_forget(visit)
    except (DatabaseError, OSError) as error:
        log.error("a wish to be forgotten was not kept", exc_info=error)
        return _to("back", passed.why_token(FAILED))
    passing.end(token)
    return _to("back", passed.why_token(FORGETS))


def _tried(text: str) -> str:
    """What the next page needs to know. Words that open nothing are told apart from none by
    nobody; what was typed goes nowhere."""
    said = phrase.typed(text)
    if said is None:
        return passed.why_token(NOTHING)
    try:
        visit = actions.come_back(said)
    except tries.Wait as wait:
        return passed.why_token(BUSY if wait.all_of_us else WAIT, math.ceil(wait.seconds / 60))
    except (DatabaseError, OSError) as error:
        log.error("nobody could come back", exc_info=error)
        return passed.why_token(FAILED)
    return passed.visit_token(visit) if visit else passed.why_token(NOTHING)


def _returned(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    way = actions.find(visit.way)
    if way is None:  # forgotten meanwhile
        return render(request, "front/back.html", {"here": "back", "why": OVER})
    return _page(request, visit, way, token)


def _page(
    request: HttpRequest, visit: Visit, way: Way, token: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = {
        "visit": visit,
        "left": access.read(visit),
        "is_note": way.tip_id is not None,
        "until": way.made_at + actions.KEPT,
        "token": token,
        "added": passed.has_added(token),
        "exit_with": token,
        "start_key": secrets.token_urlsafe(32),
        "form_key": uuid.uuid4(),
        "longest": lang.LONGEST,
    }
    return render(request, "front/returned.html", page | more, status=status)


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _to(name: str, token: str) -> HttpResponse:
    return HttpResponse(status=SEE_OTHER, headers={"Location": f"{reverse(name)}?{token}"})
