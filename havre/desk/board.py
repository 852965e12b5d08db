"""The board: who waits, what one holds, what the team holds. It is fetched again at every ring.

What all members see of the queue is made once for all of them (contacts/looking.py); what is one
member's own, an offer above all, is asked for anew each time.
"""

import datetime as dt
import hashlib
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from havre.channels.webchat.pausing import to_review
from havre.contacts import board as boards
from havre.contacts import queue
from havre.contacts.looking import Look, look
from havre.contacts.models import Line
from havre.contacts.turn import Turn
from havre.desk.templatetags.presence_words import CHOICES
from havre.disclosures.access import unknown_ones
from havre.handover.access import lying_for
from havre.lib import clock
from havre.staff import bringing, calling, care, presence, rota
from havre.staff.access import LISTENERS, DeskRequest, audience, listening, public
from havre.staff.signin import SignedIn

_NIGHT = dt.timedelta(hours=12)
_TOKEN, _SHOWN = "the-token-of-this-page", "what-this-page-shows"  # filled in below


@public
def board(request: HttpRequest) -> HttpResponse:
    """Sign-in, or the board."""
    who: SignedIn | None = getattr(request, "staff", None)
    if who is None:
        return render(request, "staff/sign_in.html")
    if not listening(who):
        is_paused = presence.state_of(who.member) == presence.PAUSE
        return render(request, "desk/other_rooms.html", {"is_paused": is_paused})
    said = {
        "closed": _("Closed. Take a breath before the next one."),
        "forgotten": _("Forgotten."),
        "paused": _("You are on a break. Nobody is asked why."),
    }
    context = {
        "note": next((words for name, words in said.items() if request.GET.get(name)), ""),
        "lists": mark_safe(_lists(cast(DeskRequest, request))[0]),  # noqa: S308 -- our template
        "mine_is": presence.state_of(who.member),
        "presences": CHOICES,
        "supervises": "supervisor" in who.roles,
        "has_surge": Line.has_surge(),
        "said_for": bringing.said_for(who.member),
    }
    return render(request, "desk/board.html", context)


@audience(LISTENERS)
def waiting(request: DeskRequest) -> HttpResponse:
    """The lists, fetched again at every ring; nothing at all where the page shows them already."""
    lists, shown = _lists(request)
    if request.headers.get("X-Shown") == shown:
        return HttpResponse(status=204)
    return HttpResponse(lists)


@audience(LISTENERS)
def offered(request: DeskRequest) -> HttpResponse:
    """Who is offered to this member now: a small page of its own, so that it waits for no list."""
    return render(request, "desk/_offered.html", {"offered": boards.offered_to(request.staff)})


def _lists(request: DeskRequest) -> tuple[str, str]:
    """The lists of this member's board, and a short name for how they stand."""
    seen = look()
    found = _found(request.staff, seen) | {"csrf_token": _TOKEN}
    text = render_to_string("desk/_board.html", found, request)
    shown = hashlib.sha256(text.encode()).hexdigest()[:16]
    return text.replace(_TOKEN, get_token(request)).replace(_SHOWN, shown), shown


def _found(who: SignedIn, seen: Look) -> dict[str, Any]:
    shown = boards.board(seen.turns, by=who)
    supervises, language = "supervisor" in who.roles, get_language()
    not_theirs = queue.not_asked(who.id, shown.waiting, seen.colleagues)
    rows = [_row(turn, seen, not_theirs) for turn in shown.waiting]
    return {
        "shown": _SHOWN,
        "board": shown,
        "ahead": mark_safe("".join(rows[: shown.ahead])),  # noqa: S308 -- our templates
        "after": mark_safe("".join(rows[shown.ahead :])),  # noqa: S308 -- our templates
        "on_duty": seen.once(("on duty", language), lambda: _on_duty(seen)),
        "called": calling.lately(_NIGHT if supervises else calling.quiet()),
        "is_called": calling.is_called(who.member),
        "break_due": care.break_is_due(who),
        "left": lying_for(who),
        "wishes": care.who_would_like_to_talk() if supervises else [],
        "missed": boards.missed() if supervises else [],
        "unknown": unknown_ones(),
        "pauses": to_review() if supervises else [],
    }


def _row(turn: Turn, seen: Look, not_theirs: set[Any]) -> str:
    """One who waits. It is made once for everybody whom it concerns alike."""
    is_spared = turn.contact.id in not_theirs

    def made() -> str:
        context = {"turn": turn, "is_spared": is_spared, "csrf_token": _TOKEN}
        return render_to_string("desk/_turn.html", context)

    return made() if is_spared else seen.once((turn.contact.id, get_language()), made)


def _on_duty(seen: Look) -> str:
    count = boards.SHOWN
    context = {
        "colleagues": seen.colleagues[:count],
        "count": len(seen.colleagues),
        "more": len(seen.colleagues[count:]),
        "on_call": rota.on_call(clock.now()),
    }
    return render_to_string("desk/_on_duty.html", context)
