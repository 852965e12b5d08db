"""The phone's own window at the desk, and what it signs in to the engine with."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.channels.phone import around, at_hand, desk_phones, tables
from havre.lib import lang
from havre.lib.headers import with_phone
from havre.staff.access import INTERPRETERS, LISTENERS, DeskRequest, audience

KEYS = "123456789*0#"


def strip(request: DeskRequest) -> dict[str, object]:
    """For every page of whoever may be in a call: whether this line has a phone for them, its keys,
    and how their telephone on the table stands, if calls ring there (up | down)."""
    table = tables.stands(request.staff.member)
    return {"HAS_PHONE": bool(settings.PHONE_SOCKET or table), "KEYS": KEYS, "TABLE": table}


@audience(LISTENERS | INTERPRETERS)
@require_safe
def phone(request: DeskRequest) -> HttpResponse:
    """The one page that may use the microphone and reach the engine; it holds nothing of anybody.

    Raises Http404 if this line has no phone.
    """
    if not settings.PHONE_SOCKET:
        raise Http404
    told = {**strip(request), "socket": settings.PHONE_SOCKET}
    return with_phone(render(request, "phone/window.html", told), settings.PHONE_SOCKET)


@audience(LISTENERS | INTERPRETERS)
@require_POST
def opening(request: DeskRequest) -> HttpResponse:
    """The endpoint and password of this desk's phone, and the way around for its sound, to its own
    window. Raises Http404.
    """
    if not settings.PHONE_SOCKET:
        raise Http404
    endpoint, password = desk_phones.open_for(request.staff)
    return JsonResponse(
        {"endpoint": endpoint, "password": password, "iceServers": around.servers()}
    )


@audience(LISTENERS | INTERPRETERS)
@require_safe
def caller(request: DeskRequest) -> HttpResponse:
    """What is known of the call that rings at this desk or goes on here, in words, and where its
    conversation is once it is theirs: at its first question. Empty if there is none. `table`: how
    their telephone on the table stands, if calls ring there.
    """
    known, table = at_hand.of(request.staff), tables.stands(request.staff.member)
    if known is None:
        return JsonResponse({"says": "", "talk": "", "contact": "", "table": table})
    says = [_("In %(language)s.") % {"language": lang.word_of(known.language)}]
    if known.is_relay:
        says.append(_("A relay service carries the call."))
    talk = f"{reverse('workspace', args=[known.talk])}#h-safety" if known.talk else ""
    told = {"says": " ".join(says), "talk": talk, "contact": str(known.talk or "")}
    return JsonResponse(told | {"table": table})
