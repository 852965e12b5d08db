"""The items of a consent as words."""

from django import template
from django.utils.functional import Promise

from havre.consents.forms import ITEMS

register = template.Library()


@register.filter
def item_label(name: str) -> "str | Promise":
    """`reach` → A safe way to reach them."""
    return ITEMS.get(name, name)
