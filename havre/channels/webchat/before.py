"""The pages that stand before a conversation: where it begins, and where writing pauses."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from havre.channels.webchat import access, crowd
from havre.lib import lang
from havre.returning.passed import visit_of


def start(
    request: HttpRequest,
    *,
    why: object = "",
    text: str = "",
    status: int = 200,
    key: str = "",
    wait: int = 0,
) -> HttpResponse:
    """The one form, with what is to be said first. `key`: the page keeps its own, and its place."""
    key = key or secrets.token_urlsafe(32)
    page = {
        "here": "talk",
        "start_key": key,
        "asked": crowd.asked(key, request.POST.get("place", "")),
        "wait": wait,
        "is_answered": access.is_answered(lang.current()),
        "is_shut": crowd.is_shut(),
        "why": why,
        "text": text,
    }
    if visit_of(back := request.POST.get("back", "")):
        page |= {"back": back, "exit_with": back}
    response = render(request, "webchat/start.html", page, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def paused(request: HttpRequest, pause: access.Paused, *, text: str = "") -> HttpResponse:
    """Writing pauses here: the numbers, when it ends, and the two ways in before."""
    key = secrets.token_urlsafe(32)
    page = {"here": "talk", "start_key": key, "pause": pause, "text": text}
    return render(request, "webchat/paused.html", page, status=403 if text else 200)
