"""At the desk nothing opens before sign-in, and every refusal is written down."""

import logging
from collections.abc import Callable
from typing import Any, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.contacts.models import Line
from havre.lib import lang
from havre.staff import presence, signin
from havre.staff.access import Denied, DeskRequest, listening
from havre.staff.views import COOKIE
from havre.vault.refusals import CannotRead

log = logging.getLogger("havre.desk")
BACKGROUND = "X-Background"  # the page looked by itself; nobody touched anything


class SignedInOnly:
    """Who is this, may they come in, and what became of what they asked."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find out who it is, speak their language, keep the lamp lit while they are here."""
        desk = cast(DeskRequest, request)
        who = signin.signed_in(request.COOKIES.get(COOKIE, ""))
        desk.staff = who  # type: ignore[assignment]
        translation.activate(who.member.language if who else _guess(request))
        desk.LANGUAGE_CODE = translation.get_language() or "en"
        if who:
            if BACKGROUND not in request.headers:
                signin.seen(who)
            signin.alive(who)
            if listening(who) and presence.state_of(who.member) in presence.AT_THE_DESK:
                Line.keep_lit(*who.member.languages.split())
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A view without an audience is a mistake of ours, and stays shut."""
        audience = getattr(view, "audience", None)
        if audience is None:
            return render(request, "desk/not_here.html", status=404)
        if audience and cast(DeskRequest, request).staff is None:
            if "HX-Request" in request.headers or BACKGROUND in request.headers:
                return HttpResponse(status=401, headers={"HX-Redirect": "/"})
            return redirect("/", permanent=False)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The outermost frame: the transaction is rolled back, the refusal is recorded."""
        who = cast(DeskRequest, request).staff
        if isinstance(error, signin.Refused):
            return redirect("/")
        if isinstance(error, Denied):
            record(actor=who.actor if who else "-", verb=Verb.DENIED, target=error.target)
            return render(request, "desk/not_here.html", status=404)
        if isinstance(error, CannotRead):
            record(actor=who.actor if who else "-", verb=Verb.DENIED)
            return render(request, "desk/cannot_read.html", status=410)
        if isinstance(error, DatabaseError):
            log.error("the database refused", exc_info=error)
            return render(request, "desk/not_stored.html", status=503)
        return None


signed_in_only = SignedInOnly


def _guess(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return lang.house_of(asked or translation.get_language_from_request(request))
