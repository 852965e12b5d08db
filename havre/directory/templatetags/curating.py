"""What the curator's pages need beside words: ids of boxes, plain figures, days, languages."""

import datetime as dt
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.directory.curating import labels, telling
from havre.directory.curating.forms import WHYS
from havre.directory.models import Change, Confirmation, Reading
from havre.lib import clock, lang

register = template.Library()

_HOWS: "dict[str, str | Promise]" = {
    "phone": _("by telephone"),
    "email": _("by e-mail"),
    "visit": _("on a visit"),
    "link": _("by their own link"),
}
_RESULTS: "dict[str, str | Promise]" = {
    "confirmed": _("Confirmed %(how)s."),
    "changed": _("Something changed, said %(how)s."),
    "unreached": _("Nobody was reached %(how)s."),
    "closed": _("There no more, said %(how)s."),
}
_ANSWERS: "dict[str, str | Promise]" = {
    "confirmed": _("It is all right"),
    "changed": _("Something is different"),
    "closed": _("They no longer offer this"),
}
_WHYS: "dict[str, str | Promise]" = {
    "edited": _("edited"),
    "proposed": _("proposed, and agreed to"),
    "imported": _("imported"),
    "merged": _("merged"),
    "undone": _("put back"),
    "confirmed": _("confirmed by the organization"),
    "vouched": _("words read, and found right"),
}

_WORDS: "dict[str, str | Promise]" = {
    "stale": _("Older than the other language"),
    "machine": _("By a machine"),
    "missing": _("Missing"),
}
_COVERS: "dict[str, str | Promise]" = {
    "several": _("several"),
    "few": _("few"),
    "national": _("national only"),
    "nobody": _("nobody"),
}

_PAGES: "dict[str, str | Promise]" = {
    "well": _("The page is there"),
    "moved": _("The page moved"),
    "gone": _("The page is gone"),
    "unreached": _("The page did not answer"),
    "forbidden": _("The address leads where nobody is sent"),
}


@register.filter
def page_said(outcome: str) -> str:
    """What a web page answered when it was asked."""
    return str(_PAGES[outcome])


@register.filter
def words_state(code: str) -> str:
    """Why words wait."""
    return str(_WORDS[code])


@register.filter
def covers(code: str) -> str:
    """How a need is covered somewhere."""
    return str(_COVERS[code])


@register.filter
def box_id(name: str) -> str:
    """An id of the page out of a box's name."""
    return "f-" + name.replace(".", "-")


@register.filter
def plain(value: Any) -> str:
    """A value as it is typed: no grouping of figures, nothing for nothing."""
    return "" if value is None else str(value)


@register.filter
def on_day(value: dt.date | dt.datetime) -> str:
    """A day in words, as the line's clock has it."""
    moment = isinstance(value, dt.datetime)
    return telling.on_day(clock.line_time(value).date() if moment else value)  # type: ignore[arg-type]


@register.filter
def tier_word(code: str) -> str:
    """Who sees something."""
    return labels.code("", "tier", code)


@register.filter
def why_read(reading: Reading) -> str:
    """What a sealed address was read for."""
    return str(dict(WHYS).get(reading.why, reading.why))


@register.filter
def how_asked(confirmation: Confirmation) -> str:
    """What came of asking, and how."""
    return _RESULTS[confirmation.result] % {
        "how": dict(_HOWS).get(confirmation.how, confirmation.how)
    }


@register.filter
def answered(result: str) -> str:
    """What a provider said of its entry."""
    return str(_ANSWERS[result])


@register.filter
def in_words(code: str) -> str:
    """A language, as it stands inside a sentence."""
    return lang.word_of(code)


@register.filter
def named(names: dict[str, str], by: str) -> str:
    """What colleagues call whoever did something."""
    return names.get(by, by)


@register.filter
def why_changed(change: Change) -> str:
    """How a change came to be."""
    return str(_WHYS.get(change.why, change.why))
