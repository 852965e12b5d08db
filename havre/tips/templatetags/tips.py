"""What the pages of tips say of codes."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.lib import lang
from havre.tips.actions import Seen
from havre.tips.models import CORROBORATED, MAY, UNCLEAR, UNFOUNDED

register = template.Library()

_STANDINGS: "dict[str | None, str | Promise]" = {
    CORROBORATED: _("Other things speak for it"),
    UNCLEAR: _("Unclear"),
    UNFOUNDED: _("Nothing in it"),
}
_UNVERIFIED = _("Unverified")
_LABELS: "tuple[tuple[str, str | Promise], ...]" = (
    ("what", _("What they saw")),
    ("where", _("Where")),
    ("when", _("When")),
    ("who", _("Whom")),
    ("vehicle", _("Vehicle")),
    ("online", _("Online")),
)


@register.filter
def standing_word(standing: str | None) -> str:
    """What a member made of it; unverified while nobody said."""
    return str(_STANDINGS.get(standing, _UNVERIFIED))


@register.filter
def onward_word(said: str) -> str:
    """Whether it may be passed on."""
    return str(_("May be passed on") if said == MAY else _("Stays here"))


@register.filter
def spoken_name(code: str) -> str:
    """A language by its name."""
    return lang.name_of(code)


@register.filter
def tip_lines(seen: Seen) -> list[tuple[str, str]]:
    """(label, words) of what was filled in."""
    return [(str(label), words) for name, label in _LABELS if (words := getattr(seen, name))]
