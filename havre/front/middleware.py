"""Who may post, with and without a cookie; and what somebody is told when something fails."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

from havre.channels.webchat.access import COOKIE
from havre.lib import lang
from havre.lib.headers import Respond
from havre.vault.keys import NoRoleKey

log = logging.getLogger("havre.front")
# Each has a calm page of its own.
_ANSWERED = (Http404, PermissionDenied, SuspiciousOperation, MultiPartParserError)
_PASSING = (DatabaseError, NoRoleKey, OSError)  # full, locked, unreachable: it may pass

_SHOWN = {"text", "key", "csrfmiddlewaretoken"}  # by the page itself; all else goes along unseen


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
        return _still_there(request, "front/not_kept.html", status)


class TokenWhereACookieIs(CsrfViewMiddleware):
    """A post that carries a cookie of ours carries its form's token too (register 55).

    Without a cookie there is nothing that another site could misuse, and setting one only to
    check it later would leave a trace before anybody said a word: there `origin_guard`, which
    every post passes first, is the whole guard.
    """

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """As Django's, but for a browser that knows nothing yet."""
        if {COOKIE, settings.CSRF_COOKIE_NAME}.isdisjoint(request.COOKIES):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page from before the cookie: what was written stands in the box still, with a token."""
    return _still_there(request, "front/too_old.html", 403)


def _still_there(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page that gives back what was written; it was kept nowhere."""
    posted = [each for each in request.POST.lists() if each[0] not in _SHOWN]
    page = {
        "text": lang.clean(request.POST.get("text", "")),
        "form_key": request.POST.get("key", ""),
        "others": [(name, value) for name, values in posted for value in values],
    }
    return render(request, template, page, status=status)


honest_errors = HonestErrors
token_where_a_cookie_is = TokenWhereACookieIs
