"""One press while somebody may be looking: what stands here hides, and the line is told."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from havre.channels.webchat import access, actions
from havre.channels.webchat.access import Talk
from havre.channels.webchat.forms import SignForm, new_key
from havre.channels.webchat.views import in_talk, to_page, wants_json
from havre.contacts.turn import COMPANY
from havre.lib import lang


@in_talk
def sign(request: HttpRequest, talk: Talk) -> HttpResponse:
    """They cannot write, are not alone, or can write again; anything else changes nothing.

    Whoever is not alone has it hidden also where nobody is left to be told of it.
    """
    form = SignForm(request.POST)
    if request.method == "POST":
        _keep_half(request, talk)
        if form.is_valid() and not access.is_closed(talk):
            actions.sign(talk, form.cleaned_data["sign"], key=form.cleaned_data["key"])
        elif request.POST.get("sign") == COMPANY:
            actions.hide(talk)
    return _back(request)


@in_talk
def hide(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Show nothing of it on this screen, with what stands in the box kept for later."""
    if request.method == "POST":
        _keep_half(request, talk)
        actions.hide(talk)
    return _back(request)


@in_talk
def show(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Show it again."""
    if request.method == "POST":
        actions.show(talk)
    return to_page("talk")


def _keep_half(request: HttpRequest, talk: Talk) -> None:
    if "text" in request.POST:
        actions.keep_half(talk, lang.clean(request.POST["text"]))


def _back(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"key": new_key()}) if wants_json(request) else to_page("talk")
