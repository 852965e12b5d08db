"""Work at speed: what the palette offers now, and what may ring."""

from itertools import islice

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from havre.contacts import board, queue, ringing
from havre.contacts.looking import look
from havre.staff.access import LISTENERS, DeskRequest, audience

_NEXT = 3  # of those who wait and are put to nobody alone


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
