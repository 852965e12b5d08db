"""What the pages of tips say of codes."""

from django import template
from django.utils.translation import gettext_lazy as _

from havre.lib import lang
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.tips.words import PARTS, STANDING

register = template.Library()


@register.filter
def standing_word(standing: str | None) -> str:
    """What a member made of it; unverified while nobody said."""
    return str(STANDING.get(standing, STANDING[None]))


@register.filter
def onward_word(tip: Tip) -> str:
    """Whether it may be passed on."""
    return str(_("May be passed on") if tip.has_yes else _("Stays here"))


@register.filter
def spoken_name(code: str) -> str:
    """A language by its name."""
    return lang.name_of(code)


@register.filter
def part_name(name: str) -> str:
    """What a part of it is called."""
    return str(PARTS.get(name, name))


@register.filter
def tip_lines(seen: Seen) -> list[tuple[str, str]]:
    """(label, words) of what was filled in."""
    return [(str(label), words) for name, label in PARTS.items() if (words := getattr(seen, name))]
