"""Which language a page, or a part of it, is shown in: never half of it, never unvouched detail.

The way to help stands in every language on offer. All else stands in the reader's language only
where that is whole and, for legal and safety detail, where somebody who speaks it has read it; else
in one of the house's, with a sentence in the reader's that says so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import LocalePrefixPattern
from django.utils.translation.trans_real import parse_accept_lang_header

from havre.lib import lang
from havre.lib.page_languages import HOUSE, PERSON, PageLanguage

View = Callable[..., HttpResponseBase]


class ReaderPrefix(LocalePrefixPattern):
    """The language first in an address: the reader's, whatever a part of the page stands in."""

    @property
    def language_prefix(self) -> str:
        """As `/ar/`, without the first stroke."""
        return f"{lang.reader().code}/"


def house_for(request: HttpRequest) -> str:
    """The language of the house that this browser names first; else the line's own."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    bare = (code.split("-")[0] for code, _ in asked)
    return next((code for code in bare if code in lang.languages()), lang.languages()[0])


def _shown_where(may_be: Callable[[PageLanguage], bool]) -> Callable[[View], View]:
    def of(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if may_be(lang.reader()):
                return view(request, *args, **kwargs)
            with lang.instead(house_for(request)):
                return view(request, *args, **kwargs)

        shown.may_be = may_be  # type: ignore[attr-defined]
        return shown

    return of


person_side = _shown_where(lambda known: known.says in (PERSON, HOUSE))
vouched_for = _shown_where(lambda known: known.says_detail)
of_the_house = _shown_where(lambda known: known.is_house)
