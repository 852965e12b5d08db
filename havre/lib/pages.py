"""What every page knows, and the pages both faces share."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from havre.lib import lang, page_languages

_COMPONENTS = [
    "button",
    "field",
    "card",
    "notice",
    "conversation",
    "badge",
    "list",
    "chart",
    "table",
    "panel",
    "masthead",
    "steps",
    "disclosure",
    "empty",
    "mask",
    "dialog",
    "draft",
    "palette",
    "phone",
    "finder",
    "record",
]
SHEETS = [
    "havre/css/tokens.css",
    "havre/css/base.css",
    *(f"havre/css/components/{name}.css" for name in _COMPONENTS),
]


def numbers() -> dict[str, str]:
    """The line's own telephone numbers, as they are read and as they are dialled."""
    return {
        "LINE_PHONE": lang.isolated(settings.LINE_PHONE),
        "LINE_PHONE_LINK": "tel:" + "".join(c for c in settings.LINE_PHONE if c.isdigit()),
        "EMERGENCY_PHONE": lang.isolated(settings.EMERGENCY_PHONE),
        "EMERGENCY_LINK": "tel:" + "".join(c for c in settings.EMERGENCY_PHONE if c.isdigit()),
    }


def line(request: HttpRequest) -> dict[str, Any]:
    """For all templates: the line's number and the language of this page."""
    return {
        **numbers(),
        "OFFICE_EMAIL": settings.OFFICE_EMAIL,
        "LINE_EMAIL": settings.LINE_EMAIL,
        "PRIVACY_OFFICE": settings.PRIVACY_OFFICE,
        "LANGUAGE": lang.current(),
        "DIRECTION": lang.this().direction,
        "LANGUAGES": [(each.code, each.name) for each in page_languages.house()],
        "READER": lang.reader(),
        "is_elsewhere": lang.reader() != lang.this(),
        "SHEETS": SHEETS if settings.FACE != "front" else [],
        "IS_DEMO": settings.IS_DEMO,
        "IS_FRONT": settings.FACE == "front",
        "EXIT_URL": settings.EXIT_URL,
    }


def refused(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """A form, or a request, that does not come from one of our own pages."""
    return render(request, "havre/refused.html", status=400 if exception else 403)
