"""Editing: one part of a record after the other, and what differs is shown before it is kept."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from havre.directory import actions, fields, proposals
from havre.directory.curating import lists, pages, parts, sheets
from havre.directory.curating.sheets import Sheet
from havre.directory.curating.views import of
from havre.directory.models import Change, Organization, Proposal, Record, Service
from havre.directory.shapes import Malformed
from havre.lib import lang
from havre.staff.access import CURATORS, DeskRequest, audience


@audience(CURATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, record_id: uuid.UUID, part: str) -> HttpResponse:
    """Fill in a part, see what differs, keep it. Whatever goes wrong, what was typed stays."""
    row = of(record_id)
    chosen = parts.part(fields.kind_of(row), part)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _sheet(request, sheets.opened(row, chosen))
    sheet = sheets.filled_in(row, chosen, request.POST)
    if sheet.errors or sheet.clashes:
        return _sheet(request, sheet, status=422)
    if "back" in request.POST:
        return _sheet(request, sheet)
    if not sheet.mine:
        return redirect("directory_record", row.id)
    if "sure" not in request.POST:
        return _preview(request, sheet)
    return _keep(request, sheet)


@audience(CURATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest, kind: str, owner_id: uuid.UUID | None = None) -> HttpResponse:
    """A new organization, or a new service or place of one."""
    owner = of(owner_id) if owner_id else None
    if kind not in fields.KINDS or isinstance(owner, Organization) == (kind == fields.ORGANIZATION):
        raise Http404
    part = parts.NEW[kind]
    row = fields.KINDS[kind](version=0)
    if request.method != "POST":
        return _begin(request, sheets.opened(row, part), owner)
    sheet = sheets.filled_in(row, part, request.POST)
    if not sheet.names_itself():
        return _begin(request, sheet, owner, status=422)
    return _added(request, sheet, owner)


@audience(CURATORS)
@require_POST
def places(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Where a service is given."""
    row = of(record_id)
    if not isinstance(row, Service):
        raise Http404
    try:
        said = proposals.place(row, request.POST.getlist("place"), by=request.staff.actor)
    except Malformed:
        raise Http404 from None
    return _back(row, said)


@audience(CURATORS)
@require_POST
def undo(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """What one change took away is put back."""
    row = of(record_id)
    change = pages.undoable(row, pages.figure(request.POST.get("version", "")))
    if change is None:
        raise Http404
    return _undone(request, row, change)


def _undone(request: DeskRequest, row: Record, change: Change) -> HttpResponse:
    try:
        return _back(row, proposals.undo(change, by=request.staff.actor))
    except Malformed:
        return redirect(f"{_address(row)}?done=not")


def _keep(request: DeskRequest, sheet: Sheet) -> HttpResponse:
    try:
        said = proposals.put(sheet.row, sheet.mine, by=request.staff.actor, base=sheet.row.version)
    except actions.Overtaken:  # in this very moment
        newest = sheets.filled_in(of(sheet.row.id), sheet.part, request.POST)
        return _sheet(request, newest, status=422)
    return _back(sheet.row, said)


def _back(row: Record, said: proposals.Put) -> HttpResponse:
    done = (
        ("both" if said.change else "waits") if said.proposal else "kept" if said.change else "same"
    )
    return redirect(f"{_address(row)}?done={done}")


def _address(row: Record) -> str:
    return f"/directory/{row.id}/"


def _sheet(request: DeskRequest, sheet: Sheet, status: int = 200) -> HttpResponse:
    return render(
        request, "directory/sheet.html", {"sheet": sheet, "row": sheet.row}, status=status
    )


def _preview(request: DeskRequest, sheet: Sheet) -> HttpResponse:
    hidden = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "base"}
        for value in values
    ]
    context = {"sheet": sheet, "row": sheet.row, "hidden": hidden}
    return render(request, "directory/preview.html", context)


def _begin(
    request: DeskRequest, sheet: Sheet, owner: Record | None, status: int = 200
) -> HttpResponse:
    context = {"sheet": sheet, "owner": owner, "id": request.POST.get("id") or uuid.uuid4()}
    return render(request, "directory/new.html", context, status=status)


def _added(request: DeskRequest, sheet: Sheet, owner: Record | None) -> HttpResponse:
    id = pages.uuid_of(request.POST.get("id", "")) or uuid.uuid4()
    if lists.record_of(id):
        return redirect("directory_record", id)  # the button was pressed twice
    name = next(words for words in sheet.mine["names"].values() if words)
    key = f"{slugify(lang.fold(name))[:60]}-{str(id)[:8]}".strip("-")
    of_whom: dict[str, Any] = {"organization": owner} if owner else {}
    made = proposals.begin(
        sheet.kind, sheet.mine, key=key, by=request.staff.actor, id=id, **of_whom
    )
    if isinstance(made, Proposal):
        return redirect("directory_proposals")
    return redirect(f"/directory/{made.id}/?done=kept")
