"""The languages of a page: `{% languages %}`, and `{% vouched %}` for a part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from havre.front.speaking import house_for
from havre.lib import lang, page_languages
from havre.lib.page_languages import PageLanguage

register = template.Library()


@dataclass(frozen=True, slots=True)
class Way:
    """The same page in one language."""

    to: PageLanguage
    address: str
    is_this: bool


@register.inclusion_tag("front/_languages.html", takes_context=True)
def languages(context: Context, only: str = "") -> dict[str, Any]:
    """The switch: the house's languages and the one being read at once, the others behind a press.

    `only`: "house" for the first alone, "others" for all the rest.
    """
    near = page_languages.house()
    if lang.reader() not in near and not only:
        near = [lang.reader(), *near]
    rest = [each for each in page_languages.offered() if each not in near]
    return {
        "near": _ways(context, near if only != "others" else []),
        "others": _ways(context, rest if only != "house" else []),
        "is_first": only == "house",
    }


@register.inclusion_tag("front/_elsewhere.html", takes_context=True)
def elsewhere(context: Context, *, plain: bool = False, code: str = "") -> dict[str, Any]:
    """Why this part is not in the reader's language, and where it is.

    `plain`: without links, for a file that is kept. `code`: the language it stands in, if that is
    not the page's.
    """
    shown = page_languages.register()[code or context["LANGUAGE"]]
    return {"house": _ways(context, page_languages.house()), "plain": plain, "shown": shown}


@register.simple_tag(takes_context=True)
def vouched(context: Context, name: str, *, plain: bool = False, **given: Any) -> SafeString:
    """A template of legal or safety detail: in the reader's language only if that was reviewed.

    What it needs is `given`: nothing else of the page's context reaches it.
    """
    given |= {"plain": plain}
    if lang.this().says_detail:  # the reader's own, or the whole page stands in another already
        return _drawn(name, context, given)
    code = house_for(context["request"])
    told = render_to_string("front/_elsewhere.html", elsewhere(context, plain=plain, code=code))
    return format_html("{}{}", told, _instead(name, context, given))


@register.simple_tag(takes_context=True)
def in_house(context: Context, name: str, **given: Any) -> SafeString:
    """A template of words that the house has in its own languages alone, as the directory's."""
    if lang.this().is_house:
        return _drawn(name, context, given)
    return _instead(name, context, given)


def _instead(name: str, context: Context, given: dict[str, Any]) -> SafeString:
    with lang.instead(house_for(context["request"])):
        part, this = _drawn(name, context, given), lang.this()
    said = '<div class="lang-part" lang="{}" dir="{}">{}</div>'
    return format_html(said, this.code, this.direction, part)


def _drawn(name: str, context: Context, given: dict[str, Any]) -> SafeString:
    return render_to_string(name, given, request=context["request"])


def _ways(context: Context, known: Iterable[PageLanguage]) -> list[Way]:
    """To the same page; where a page has no address of its own, to the first one."""
    found, here = context["request"].resolver_match, context.get("here") or "reach"
    at = found.kwargs if found and found.url_name == here else {}
    this, ways = lang.reader(), []
    for each in known:
        with override(each.code):
            ways.append(Way(each, reverse(here, kwargs=at), each == this))
    return ways
