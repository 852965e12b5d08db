"""What members say of themselves, in the language of the page."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.staff import presence

register = template.Library()

WORDS: "dict[str, str | Promise]" = {
    presence.AVAILABLE: _("Available"),
    presence.WRAPPING_UP: _("Finishing up"),
    presence.PAUSE: _("On a break"),
    presence.AWAY: _("Away"),
}
CHOICES = [(code, WORDS[code]) for code in presence.STATES if code != presence.AWAY]


@register.simple_tag
def presence_choices() -> "list[tuple[str, str | Promise]]":
    """What one may say of oneself, in its order."""
    return CHOICES


@register.filter
def presence_word(state: str) -> "str | Promise":
    """A state as words."""
    return WORDS.get(state, state)
