"""What every page of both faces says to the browser, and who may post to it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from havre.lib.serving import TOO_LARGE

Respond = Callable[[HttpRequest], HttpResponseBase]
_SAFE = {"GET", "HEAD", "OPTIONS"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'{socket}; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}{sounds}{types}"
)
_PERMISSIONS = (
    "camera=(), microphone=({microphone}), geolocation=(), browsing-topics=(), interest-cohort=()"
)
_SOCKET = "Havre-Socket"  # from a view to the middleware; never sent
_SOUND = "Havre-Sound"
_FOR_PROGRAMS = "/api/"  # of the front alone
_TRUSTED = "; require-trusted-types-for 'script'; trusted-types 'none'"


def framed_by_self(response: HttpResponse) -> HttpResponse:
    """Mark the one fragment that a page of the same origin may frame."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def with_phone(response: HttpResponse, socket: str) -> HttpResponse:
    """Mark the one page that may use the microphone and one socket, such as `wss://host:1/ws`."""
    parts = urlsplit(socket)
    response.headers[_SOCKET] = f"{parts.scheme}://{parts.netloc}"
    return response


def with_sound(response: HttpResponse) -> HttpResponse:
    """Mark a page of the desk that plays sounds of this house, and of nobody else."""
    response.headers[_SOUND] = "yes"
    return response


def headers(respond: Respond) -> Respond:
    """Nothing is kept, nothing is told to others, nothing is fetched from elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        socket = response.headers.get(_SOCKET, "") if settings.FACE != "front" else ""
        response.headers.pop(_SOCKET, None)
        plays = response.headers.pop(_SOUND, "") and settings.FACE != "front"
        framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers["Content-Security-Policy"] = _POLICY.format(
            ancestors="'self'" if framed else "'none'",
            types=_TRUSTED if settings.FACE == "front" else "",
            socket=f" {socket}" if socket else "",
            sounds="; media-src 'self'" if plays else "",
        )
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-DNS-Prefetch-Control"] = "off"
        response.headers["X-Robots-Tag"] = "noarchive"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = _PERMISSIONS.format(
            microphone="self" if socket else ""
        )
        return response

    return middleware


def origin_guard(respond: Respond) -> Respond:
    """Refuse a post from another site (register 55), and a body that was too large (1).

    Sec-Fetch-Site decides where the browser sends it, else Origin, else Referer. A post that
    carries none of the three comes from no browser that a person uses, and is refused; but for
    the addresses that programs ask: a post changes nothing there and no cookie is looked at.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE and not (_is_for_programs(request) or _from_here(request)):
            return render(request, "havre/refused.html", status=403)
        scope = getattr(request, "scope", {})
        if scope.get(TOO_LARGE):
            return render(request, "havre/too_large.html", status=413)
        try:
            return respond(request)
        except RequestDataTooBig:
            return render(request, "havre/too_large.html", status=413)

    return middleware


def _is_for_programs(request: HttpRequest) -> bool:
    return bool(settings.FACE == "front" and request.path_info.startswith(_FOR_PROGRAMS))


def _from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    for name in ("Origin", "Referer"):
        if value := request.headers.get(name):
            return _host_of(value) == request.get_host()
    return site is not None


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # no address at all, such as http://[
        return ""
