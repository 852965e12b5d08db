"""The conversation's pages. Without JavaScript every one of them works; with it none reloads."""

import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from havre.channels.webchat import access, actions, before, crowd, pressed, words
from havre.channels.webchat.access import Talk
from havre.channels.webchat.forms import AskForm, SafetyForm, StartForm, WordsForm, new_key
from havre.lib import clock, lang
from havre.lib.crowd import Brought
from havre.lib.headers import framed_by_self
from havre.returning.actions import link
from havre.returning.passed import visit_of
from havre.vault import passing

SEE_OTHER = 303
GONE = 410
_BEGUN = "begun"
_FRAME_REFRESH = 5  # seconds; without JavaScript the frame fetches itself again
log = logging.getLogger("havre.webchat")
View = Callable[[HttpRequest], HttpResponse]


def in_talk(view: Callable[[HttpRequest, Talk], HttpResponse]) -> View:
    """Hand the open conversation to a view, or say that it has ended."""

    @wraps(view)
    def with_talk(request: HttpRequest) -> HttpResponse:
        talk = access.find(request.COOKIES.get(access.COOKIE))
        if talk is None:
            return _ended(request)
        actions.keep_open(talk)
        if talk.session.hidden_at and request.method in ("GET", "HEAD"):
            return _hidden(request)
        return view(request, talk)

    return with_talk


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """The conversation, or what stands before it."""
    if request.method == "POST":
        return _begin(request)
    if pause := access.pause_of(request.COOKIES.get(access.COOKIE)):
        return before.paused(request, pause)
    has_cookie = access.COOKIE in request.COOKIES
    if _BEGUN in request.GET:  # only ever between two redirects: does this browser keep a cookie?
        return to_page("talk") if has_cookie else before.start(request, why=words.no_cookie())
    return _talk(request) if has_cookie else before.start(request)


@require_http_methods(["GET", "HEAD", "POST"])
@in_talk
def messages(request: HttpRequest, talk: Talk) -> HttpResponse:
    """The messages alone, in a frame that fetches itself again; a post adds one."""
    if request.method == "POST":
        return _say(request, talk)
    shown = _shown(talk)
    page = render(request, "webchat/messages.html", shown | {"in_frame": True})
    page.headers["Refresh"] = f"{_FRAME_REFRESH};url={_frame_address(request, shown)}"
    return framed_by_self(page)


@require_POST
@in_talk
def writing(request: HttpRequest, talk: Talk) -> HttpResponse:
    """They write: the sign and nothing else. A body that says more is not read."""
    actions.is_writing(talk)
    return HttpResponse(status=204)


@require_GET
@in_talk
def messages_json(request: HttpRequest, talk: Talk) -> HttpResponse:
    """What is new since a moment the page names, as a list for its own script; status last."""
    now = access.conversation(talk, since=clock.moment(request.GET.get("since", "")))
    waiting = words.status(talk, now)
    told = words.said(talk, now) + ([waiting] if waiting else [])
    return JsonResponse([item.as_json() for item in told], safe=False)


@in_talk
def safety(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Answer the first question; anything that is no answer is left unanswered."""
    form = SafetyForm(request.POST)
    if request.method == "POST" and form.is_valid():
        actions.answer_safety(talk, form.cleaned_data["safety"])
    if wants_json(request):
        return JsonResponse({})
    return to_page("messages", "#end") if request.POST.get("frame") else to_page("talk")


@in_talk
def ask(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Ask to be answered first, or by somebody in particular; anything else is left unasked."""
    form = AskForm(request.POST)
    if request.method == "POST" and form.is_valid() and not access.is_closed(talk):
        actions.ask(talk, form.cleaned_data["ask"])
    if "text" in request.POST:
        actions.keep_half(talk, lang.clean(request.POST["text"]))
    return JsonResponse({}) if wants_json(request) else to_page("talk")


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """A pause that is a mistake: ask the line to look at it again."""
    if pause := access.pause_of(request.COOKIES.get(access.COOKIE)):
        actions.ask_again(pause)
    return to_page("talk")


def leave(request: HttpRequest) -> HttpResponse:
    """End it and clear this device."""
    if request.method != "POST":
        return to_page("talk")
    return let_go(request, to_page("gone"))


@require_GET
def gone(request: HttpRequest) -> HttpResponse:
    """It is gone from this device."""
    return render(request, "webchat/gone.html", {"here": "gone"})


def let_go(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave, and clear this browser, those too that know no Clear-Site-Data.

    A database that fails holds nobody back: without its cookie nothing of the session opens, and
    it is deleted when its time is over.
    """
    try:
        if talk := access.find(request.COOKIES.get(access.COOKIE)):
            actions.leave(talk)
    except DatabaseError as error:
        log.error("a session could not be deleted at once", exc_info=error)
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    for name in (access.COOKIE, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Strict")
    return response


def _begin(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        return before.start(request, why=words.OLD_PAGE, text=form.words, status=422)
    cookie, said = request.COOKIES.get(access.COOKIE), form.cleaned_data
    pause = access.pause_of(cookie)
    if pause and not said["danger"]:
        return before.paused(request, pause, text=said["text"])
    if crowd.is_shut():
        return before.start(request, text=said["text"], status=503)
    if seconds := crowd.wait(form.data["key"], Brought.by(request.POST), danger=said["danger"]):
        return before.start(
            request, text=said["text"], status=429, key=form.data["key"], wait=seconds
        )
    left, step = access.find(cookie), access.paused_before(cookie)
    begun = actions.begin(said["key"], said["text"], language=lang.current(), paused=step)
    if begun is None:
        return before.start(request, why=words.START_AGAIN, status=409)
    if said["danger"]:
        actions.ask(begun, "danger")
    if visit := visit_of(token := request.POST.get("back", "")):
        link(begun.session.contact_id, visit)
        passing.end(token)
    if left and left.session.id != begun.session.id:
        actions.leave(left)
    return _with_cookie(to_page("talk", f"?{_BEGUN}"), begun)


def _with_cookie(response: HttpResponse, talk: Talk) -> HttpResponse:
    response.set_cookie(access.COOKIE, talk.cookie, secure=True, httponly=True, samesite="Strict")
    return response


@in_talk
def _talk(request: HttpRequest, talk: Talk) -> HttpResponse:
    shown = _shown(talk)
    today = clock.line_time(clock.now())
    fresh = {"today": today, "start_key": secrets.token_urlsafe(32), "form_key": new_key()}
    return render(request, "webchat/talk.html", shown | fresh | {"blank": words.BLANK})


def _shown(talk: Talk) -> dict[str, Any]:
    now = access.conversation(talk)
    return {
        "said": words.said(talk, now),
        "status": words.status(talk, now),
        "now": now,
        "answers": words.ANSWERS.items(),
        "wishes": [(code, words.ASKED[code]) for code in words.FIRST if code in now.may_ask],
        "more": [(code, words.ASKED[code]) for code in words.MORE if code in now.may_ask],
        "signs": pressed.signs(now.sign),
        "why": words.why_kept(now.draft or "") if now.was_refused else "",
    }


def _frame_address(request: HttpRequest, shown: dict[str, Any]) -> str:
    """Where the frame looks next: at its end when there is more to see, else where it stands.

    Never the address it has with its `#end` again: a browser takes that for a jump within the
    page, fetches nothing, and the person would hear no answer any more.
    """
    count = str(len(shown["said"]))
    grown = request.GET.get("n") != count
    place = "#end" if grown and shown["now"].safety_is_answered else ""
    return f"{reverse('messages')}?n={count}{place}"


def _say(request: HttpRequest, talk: Talk) -> HttpResponse:
    form = WordsForm(request.POST)
    closed = access.is_closed(talk)
    in_frame = "frame" in request.POST  # yes or no, pressed in the frame: it comes back there
    if form.is_valid() and not closed:
        actions.say(talk, form.cleaned_data["text"], key=form.cleaned_data["key"])
        if wants_json(request):
            return JsonResponse({"key": new_key()})
        return to_page("messages", "#end") if in_frame else to_page("talk")
    if wants_json(request):
        return JsonResponse({"why": words.closed() if closed else form.why_not}, status=422)
    if in_frame:
        return to_page("messages", "#end")
    actions.keep_draft(talk, form.words)
    return to_page("talk")


def _hidden(request: HttpRequest) -> HttpResponse:
    """They hid it: a date, and nothing that tells of a conversation. A script goes there too."""
    if wants_json(request):
        return JsonResponse({}, status=GONE)
    if _is_frame(request):
        frame = framed_by_self(HttpResponse())
        frame.headers["Refresh"] = str(_FRAME_REFRESH)  # it stays open as long as the page does
        return frame
    page = {"today": clock.line_time(clock.now())}
    return render(request, "webchat/hidden.html", page)


def _ended(request: HttpRequest) -> HttpResponse:
    """The cookie opens nothing: say so, take it away, and keep what was just being written."""
    pause = access.pause_of(request.COOKIES.get(access.COOKIE))
    if wants_json(request):
        response: HttpResponse = JsonResponse({}, status=GONE)
    elif request.POST.get("frame") or (request.method != "POST" and _is_frame(request)):
        response = framed_by_self(render(request, "webchat/ended_frame.html"))
    else:
        text = lang.clean(request.POST.get("text", ""))
        if pause:
            return before.paused(request, pause, text=text)
        response = before.start(request, why=words.ENDED, text=text)
    if not pause:  # it hangs on the cookie, and goes with it when they leave
        response.delete_cookie(access.COOKIE, samesite="Strict")
    return response


def _is_frame(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "messages"


def wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted or request.path.endswith(".json")


def to_page(name: str, place: str = "") -> HttpResponse:
    return HttpResponse(status=SEE_OTHER, headers={"Location": reverse(name) + place})
