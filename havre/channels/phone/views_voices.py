"""What callers hear, one prompt after another: to listen to, and to record anew."""

import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from havre.channels.phone import prompts, recording, voices
from havre.channels.phone.models import Voice
from havre.lib import lang
from havre.lib.headers import with_sound
from havre.staff.access import SUPERVISORS, Denied, DeskRequest, audience

_WHEN: dict[str, str | Promise] = {
    "greeting": gettext_lazy("As somebody calls"),
    "waiting": gettext_lazy("While they wait"),
    "relayed": gettext_lazy("To the operator of a relay service"),
    "told": gettext_lazy("When something changes for them"),
    "in_the_talk": gettext_lazy("While they talk with somebody"),
    "talking": gettext_lazy("Only to whoever answers"),
    "ended": gettext_lazy("At the end"),
}
_DONE = ("kept", "gone", "changed")  # what became of which prompt
_PART = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


@dataclass(frozen=True, slots=True)
class Heard:
    """One prompt as the page shows it.

    `outdated`: a voice that was kept for other words. `has_file`: the line's own, beneath it.
    `is_there`: a sound to listen to; `is_current`: and it is what is said here, not what was.
    """

    code: str
    words: str
    digest: str
    source: voices.Source
    outdated: Voice | None
    has_file: bool
    is_there: bool
    is_current: bool


@audience(SUPERVISORS)
@require_safe
def show(request: DeskRequest) -> HttpResponse:
    """Every prompt in one language of the line; `language`: which, else the reader's own."""
    _must_have_a_phone()
    asked = request.GET.get("language", lang.current())
    language = asked if asked in lang.languages() else lang.languages()[0]
    words, kept = prompts.words(), voices.kept()
    shown = {
        _WHEN[when]: [_heard((language, code), words[language, code], kept) for code in codes]
        for when, codes in prompts.groups().items()
    }
    context = {
        "language": language,
        "languages": lang.languages(),
        "groups": shown.items(),
        "done": next(((what, request.GET[what]) for what in _DONE if what in request.GET), None),
        "longest": int(recording.LONGEST),
    }
    return with_sound(render(request, "phone/voices.html", context))


@audience(SUPERVISORS)
@require_safe
def sound(request: DeskRequest, language: str, code: str) -> HttpResponse:
    """What callers hear now, whole or in part, as players ask for it. Raises Http404."""
    _must_have_a_phone()
    file = voices.sound_of(language, code)
    if (language, code) not in prompts.words() or not file.exists():
        raise Http404
    whole = file.read_bytes()
    asked = _PART.fullmatch(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2] or len(whole)) if asked else len(whole), len(whole) - 1)
    if first > last:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{len(whole)}"
        return refused
    answer = HttpResponse(
        whole[first : last + 1], content_type="audio/wav", status=206 if asked else 200
    )
    answer["Accept-Ranges"] = "bytes"
    if asked:
        answer["Content-Range"] = f"bytes {first}-{last}/{len(whole)}"
    return answer


@audience(SUPERVISORS)
@require_POST
def keep(request: DeskRequest) -> HttpResponse:
    """A recorded voice, as the body; `language`, `code`, `words` say for what. JSON comes back."""
    _must_have_a_phone()
    prompt = _named(request)
    words = request.GET.get("words", "")
    if request.content_type != "audio/wav":
        return _refused(_("This is no sound that a telephone can carry. Choose another file."))
    try:
        voices.keep(prompt, words, recording.anew(request.body), by=request.staff)
    except recording.NotASound as why:
        return _refused(str(why))
    except voices.NotTheseWords:
        return _refused(
            _("The words have changed since you opened this page. Load it anew and read them."),
            status=409,
        )
    return JsonResponse({"next": _back_to(*prompt, "kept")}, status=201)


@audience(SUPERVISORS)
@require_POST
def take_away(request: DeskRequest) -> HttpResponse:
    """The machine speaks again. What was recorded anew meanwhile stays, and is shown."""
    _must_have_a_phone()
    prompt = _named(request)
    try:
        gone = voices.take_away(uuid.UUID(request.POST.get("voice", "")), by=request.staff)
    except ValueError:
        raise Denied from None
    return redirect(_back_to(*prompt, "gone" if gone else "changed"))


def _must_have_a_phone() -> None:
    if not has_phone():
        raise Http404


def has_phone() -> bool:
    """Whether somebody can call this line."""
    return "phone" not in settings.NOT_LIVE


def _named(request: DeskRequest) -> voices.Prompt:
    named = request.GET.get("language", ""), request.GET.get("code", "")
    if named not in prompts.words():
        raise Denied
    return named


def _heard(prompt: voices.Prompt, words: str, kept: dict[voices.Prompt, Voice]) -> Heard:
    source = voices.source(prompt, words, kept, voices.files())
    file = voices.sound_of(*prompt)
    voice = kept.get(prompt)
    return Heard(
        code=prompt[1],
        words=words,
        digest=voices.digest(words),
        source=source,
        outdated=voice if voice and source.voice is None else None,
        has_file=(voices.files() / prompt[0] / f"{prompt[1]}.wav").exists(),
        is_there=file.exists(),
        is_current=voices.is_made(file, source),
    )


def _refused(why: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"why": why}, status=status)


def _back_to(language: str, code: str, what: str) -> str:
    return f"{reverse('voices')}?language={language}&{what}={code}#became"
