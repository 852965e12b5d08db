"""The directory at the curator's desk: what is there, what needs care, and one record whole."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.directory import rounds
from havre.directory.curating import lists, pages, trusted
from havre.directory.curating.forms import ConfirmationForm, ReadingForm, SearchForm
from havre.directory.models import Record, Service
from havre.staff.access import CURATION, CURATORS, DeskRequest, audience

_DONE = ("kept", "waits", "both", "same", "sealed", "not", "invited", "unverified", "unsent",
         "verified", "suspended", "lifted", "past")  # fmt: skip


@audience(CURATION)
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: DeskRequest) -> HttpResponse:
    """Every service, or those that need care, or, by POST, what is called like this."""
    care = request.GET.get("care", "")
    form = SearchForm(request.POST or None)
    start = pages.figure(request.GET.get("from", ""))
    if request.method == "POST" and form.is_valid():
        found = lists.by_name(form.cleaned_data["words"])
    elif care in lists.CARES:
        found = lists.needing(care, start)
    else:
        care, found = "", lists.page(start)
    context = {
        "found": found,
        "rows": pages.rows(found.rows),
        "care": care,
        "counts": lists.counts(),
        "form": form,
        "searched": request.method == "POST",
        "edits": may_edit(request),
    }
    return render(request, "directory/records.html", context)


@audience(CURATION)
@require_safe
def record(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """One record: all it says, who may see it, what waits, and what it said before."""
    return whole(request, of(record_id))


@audience(CURATION)
@require_safe
def asking(request: DeskRequest) -> HttpResponse:
    """Whom to ask next whether their entry is right."""
    asked = rounds.to_ask()
    context = {
        "asked": asked[: lists.PAGE],
        "total": len(asked),
        "guarded": rounds.GUARDED.days,
        "others": rounds.OTHERS.days,
    }
    return render(request, "directory/rounds.html", context)


@audience(CURATORS)
@require_POST
def confirmation(request: DeskRequest, record_id: uuid.UUID) -> HttpResponse:
    """Somebody there was asked; who, how and what they said."""
    row = of(record_id)
    form = ConfirmationForm(request.POST)
    if not isinstance(row, Service):
        raise Http404
    if not form.is_valid():
        return whole(request, row, form, status=422)
    rounds.note(row, form.answer, by=request.staff.actor, key=form.cleaned_data["key"])
    return redirect("directory_record", record_id)


def whole(
    request: DeskRequest, row: Record, form: ConfirmationForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a record; `form`: how asking went, if it was filled in wrongly."""
    done = request.GET.get("done", "")
    context = pages.whole(row) | {
        "trust": trusted.of(row, request.staff.actor),
        "edits": may_edit(request),
        "confirmation": form or ConfirmationForm(),
        "reading": ReadingForm(),
        "done": done if done in _DONE else "",
    }
    return render(request, "directory/record.html", context, status=status)


def of(record_id: uuid.UUID) -> Record:
    """The record. Raises Http404."""
    found = lists.record_of(record_id)
    if found is None:
        raise Http404
    return found


def may_edit(request: DeskRequest) -> bool:
    """Whether this member changes the directory, and does not only look after it."""
    return bool(request.staff.roles & CURATORS)
