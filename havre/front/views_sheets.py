"""The style sheets as they are served: once per browser, and not asked for again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from havre.lib import sheets

_FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def sheet(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """A sheet by its name. Of another version's digest: today's sheet, and nothing to keep."""
    if name not in sheets.SHEETS:
        raise Http404
    made = sheets.made(name)
    if digest != made.digest:
        return _told(request, made)
    tag = f'"{digest}"'
    is_known = request.headers.get("If-None-Match") == tag
    answer = HttpResponse(status=304) if is_known else _told(request, made)
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = _FOR_GOOD
    return answer


def _told(request: HttpRequest, made: sheets.Sheet) -> HttpResponse:
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(made.packed if is_packed else made.text, content_type="text/css")
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer
