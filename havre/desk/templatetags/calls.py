"""What colleagues ask of this member, at the top of every page of the desk."""

from typing import Any

from django import template
from django.template import Context

from havre.contacts.views_together import calls_of
from havre.staff.access import listening

register = template.Library()


@register.inclusion_tag("contacts/_calls.html", takes_context=True)
def standing_calls(context: Context) -> dict[str, Any]:
    """Nothing for whoever does not listen."""
    request = context["request"]
    if not listening(request.staff):
        return {"calls": []}
    return {**calls_of(request), "csrf_token": context.get("csrf_token")}
