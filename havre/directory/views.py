"""Searching the directory beside a conversation. By POST only: what is typed stands in no URL."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from havre.directory.access import search
from havre.directory.forms import SearchForm
from havre.staff.access import LISTENERS, DeskRequest, audience


@audience(LISTENERS)
@require_POST
def find(request: DeskRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The services found, as the options one may offer."""
    form = SearchForm(request.POST)
    found = search(form.wanted())
    context = {"found": found, "contact_id": contact_id, "key": uuid.uuid4()}
    return render(request, "directory/_found.html", context)
