"""When a logged contact happened, in the language of the page."""

from django import template

from havre.channels.offline.forms import PART_WORDS

register = template.Library()


@register.filter
def part_name(code: str) -> str:
    """A part of the day as words."""
    return str(PART_WORDS.get(code, code))
