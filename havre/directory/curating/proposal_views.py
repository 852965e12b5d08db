"""Proposals at the desk: what waits, and somebody else's yes or no."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.directory import proposals
from havre.directory.curating import pages
from havre.directory.shapes import Malformed
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience

_SAID = ("waits", "applied", "refused", "overtaken", "own", "ended", "cannot")


@audience(CURATION)
@require_safe
def waiting(request: DeskRequest) -> HttpResponse:
    """Everything that waits for somebody, the oldest first."""
    said = request.GET.get("said", "")
    context = {
        "waiting": pages.waiting(proposals.waiting()),
        "said": said if said in _SAID else "",
        "actor": request.staff.actor,
        "edits": bool(request.staff.roles & CURATORS),
    }
    return render(request, "directory/proposals.html", context)


@audience(CURATION)
@require_POST
def verdict(request: DeskRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Yes, no, or, where it was overtaken, once more on the newest version."""
    proposal = pages.proposal(proposal_id)
    if proposal is None:
        raise Http404
    act = {"agree": proposals.agree, "refuse": proposals.refuse}.get(request.POST.get("say", ""))
    by = request.staff.actor
    try:
        if act:
            said = act(proposal, by=by)
        elif request.staff.roles & CURATORS:
            said = "waits" if proposals.anew(proposal, by=by).proposal else "applied"
        else:
            raise Http404
    except proposals.OwnProposal:
        said = "own"
    except proposals.Ended:
        said = "ended"
    except Malformed:
        said = "cannot"
    return redirect(f"/directory/proposals/?said={said}")
