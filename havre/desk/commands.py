"""Work at speed: what the palette offers now, what may ring, and how one's own desk looks."""

from itertools import islice

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from havre.contacts import board, queue, ringing
from havre.contacts.looking import look
from havre.staff.access import EVERYONE, LISTENERS, DeskRequest, audience

_NEXT = 3  # of those who wait and are put to nobody alone
_SCHEMES = (("", _("As the device")), ("light", _("Light")), ("dark", _("Dark")))


@audience(LISTENERS)
def commands(request: DeskRequest) -> HttpResponse:
    """Whom one may take next, and one's own conversations, named as the board names them."""
    who = request.staff
    seen = look()
    shown = board.board(seen.turns, by=who)
    here = [turn for turn in shown.waiting if turn.is_here]
    spared = queue.not_asked(who.id, here, seen.colleagues)
    free = (
        turn
        for turn in here
        if turn.contact.id not in spared and not (turn.current and turn.current.member_id)
    )
    offered = {"next": [*shown.offered, *islice(free, _NEXT)], "mine": shown.mine}
    return render(request, "desk/_commands.html", offered)


@audience(LISTENERS)
def rings(request: DeskRequest) -> JsonResponse:
    """What should call this member: numbers that mean nothing, by kind."""
    return JsonResponse(ringing.for_whom(request.staff))


@audience(EVERYONE)
def yours(request: DeskRequest) -> HttpResponse:
    """One's own desk: its keys, its colours, its sound."""
    return render(request, "desk/yours.html", {"schemes": _SCHEMES})
