"""Signing in and out, and being away. Nothing here ever shows a code or a passphrase."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from havre.staff import actions, calling, care, leaving, presence, signin
from havre.staff.access import (
    EVERYONE,
    INTERPRETERS,
    LISTENERS,
    SUPERVISORS,
    DeskRequest,
    audience,
    public,
)
from havre.staff.forms import OnceKey, WishForm

COOKIE = "__Host-desk"
_LEAVE = '"cookies", "storage"'


@public
@require_POST
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """One step: name, passphrase and code together. The old session of this browser ends."""
    given = request.POST
    if old := signin.signed_in(request.COOKIES.get(COOKIE, "")):
        signin.sign_out(old)
    try:
        cookie = signin.sign_in(
            given.get("name", ""), given.get("passphrase", ""), given.get("code", "")
        )
    except signin.Refused:
        return render(request, "staff/sign_in.html", {"was_refused": True}, status=403)
    response = redirect("/")
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict")
    return response


@audience(EVERYONE)
@require_POST
def sign_out(request: DeskRequest) -> HttpResponse:
    """Out; or, by the button on every page, first to a room that has something to ask."""
    page = leaving.asked_first(request.staff) if request.POST.get("ask") else ""
    return redirect(page) if page else out(request)


def out(request: DeskRequest) -> HttpResponse:
    """Nothing of them stays in a shared browser (register 62)."""
    signin.sign_out(request.staff)
    response = redirect("/")
    response.headers["Clear-Site-Data"] = _LEAVE
    response.delete_cookie(COOKIE)
    return response


@audience(EVERYONE)
@require_POST
def awake(request: DeskRequest) -> HttpResponse:
    """Somebody touched the keyboard: the keys stay open."""
    return HttpResponse(status=204)


@audience(EVERYONE)
@require_POST
def here(request: DeskRequest) -> HttpResponse:
    """The page answers that it is there; the middleware has written it down."""
    return HttpResponse(status=204)


@audience(LISTENERS | INTERPRETERS)
@require_POST
def presence_of_mine(request: DeskRequest) -> HttpResponse:
    """Say how one is: available, wrapping up, a pause. Nobody asks why."""
    state = request.POST.get("state", "")
    if state in presence.STATES:
        presence.be(request.staff.member, state)
    if state == presence.AVAILABLE:
        calling.came(request.staff.member)
    return redirect("/")


@audience(LISTENERS)
@require_POST
def step_off(request: DeskRequest) -> HttpResponse:
    """One press: on a break. No reason is asked, none is kept."""
    presence.be(request.staff.member, presence.PAUSE)
    return redirect("/?paused=yes")


@audience(LISTENERS)
@require_POST
def hard(request: DeskRequest) -> HttpResponse:
    """That one was hard, said after it was closed."""
    form = OnceKey(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    care.say_hard(request.staff, key=key or uuid.uuid4())
    return redirect("/care/?hard=yes")


@audience(LISTENERS)
@require_POST
def talk(request: DeskRequest) -> HttpResponse:
    """One would like to talk with who supervises, or no longer."""
    if request.POST.get("never_mind"):
        care.wish_no_more(request.staff)
    else:
        care.wish_to_talk(request.staff)
    return redirect("/care/")


@audience(SUPERVISORS)
@require_POST
def take_up(request: DeskRequest) -> HttpResponse:
    """Who supervises talks with them."""
    form = WishForm(request.POST)
    if form.is_valid():
        care.take_up(form.cleaned_data["wish"], by=request.staff)
    return redirect("/")


@audience(EVERYONE)
@require_POST
def language(request: DeskRequest) -> HttpResponse:
    """The language of one's own pages."""
    actions.speak(request.staff.member, request.POST.get("language", ""))
    return _back(request)


@audience(EVERYONE)
@require_POST
def colours(request: DeskRequest) -> HttpResponse:
    """Light or dark pages, for one's own eyes."""
    actions.choose_colours(request.staff.member, request.POST.get("scheme", ""))
    return _back(request)


def _back(request: DeskRequest) -> HttpResponse:
    """To the page they were on; never anywhere but the desk."""
    here = request.POST.get("here", "")
    is_ours = here.startswith("/") and url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(here if is_ours else "/")
