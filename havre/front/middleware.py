"""When something fails the person is told what became of their words, and what to do."""

import logging

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render

from havre.lib import lang
from havre.lib.headers import Respond
from havre.vault.keys import NoRoleKey

log = logging.getLogger("havre.front")
# Each has a calm page of its own.
_ANSWERED = (Http404, PermissionDenied, SuspiciousOperation, MultiPartParserError)
_PASSING = (DatabaseError, NoRoleKey, OSError)  # full, locked, unreachable: it may pass


class HonestErrors:
    """Nothing is said to be received that was not; no trace, no content, no code on the page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Failures arrive at `process_exception`."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The transaction is rolled back: say so, with the words still in a box and the number."""
        if isinstance(error, _ANSWERED):
            return None
        log.error("a page failed", exc_info=error)
        status = 503 if isinstance(error, _PASSING) else 500
        if request.method != "POST":
            return render(request, "front/broken.html", status=status)
        page = {
            "text": lang.clean(request.POST.get("text", "")),
            "form_key": request.POST.get("key", ""),
            "has_form_cookie": "CSRF_COOKIE" in request.META,
        }
        return render(request, "front/not_kept.html", page, status=status)


honest_errors = HonestErrors
