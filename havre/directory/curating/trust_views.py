"""Whose an address is, and where nothing is sent, on an organization's page."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from havre.directory import actions, proposals, trust
from havre.directory.curating.views import of
from havre.directory.models import Organization
from havre.directory.shapes import Malformed
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience


@audience(CURATORS)
@require_POST
def verify(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """They spoke with them: the address that stood on this page is theirs."""
    row, address = _organization(record_id), request.POST.get("address", "")
    try:
        said = proposals.verify(row, address, by=request.staff.actor)
    except Malformed:
        return redirect(f"/directory/{row.id}/?done=past")
    return _back(row, said, "verified")


@audience(CURATION)
@require_POST
def suspend(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Nothing is sent there, and nobody is sent there, from now on."""
    row = _organization(record_id)
    if trust.suspension_of(row) is None:
        actions.suspend(row, by=request.staff.actor)
    return redirect(f"/directory/{row.id}/?done=suspended")


@audience(CURATORS)
@require_POST
def lift(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """It may be turned to again."""
    row, suspension = _organization(record_id), request.POST.get("suspension", "")
    try:
        said = proposals.lift(row, suspension, by=request.staff.actor)
    except Malformed:
        return redirect(f"/directory/{row.id}/?done=past")
    return _back(row, said, "lifted")


def _back(row: Organization, said: proposals.Put, done: str) -> HttpResponse:
    done = "waits" if said.proposal else done if said.done else "same"
    return redirect(f"/directory/{row.id}/?done={done}")


def _organization(record_id: uuid.UUID) -> Organization:
    found = of(record_id)
    if not isinstance(found, Organization):
        raise Http404
    return found
