"""The house's own line icons, drawn into the page: `{% icon "phone" %}`.

An icon is never alone: the words beside it say the same, so it is hidden from screen readers.
"""

import re

from django import template
from django.template.loader import get_template

register = template.Library()

_NAME = re.compile(r"[a-z]+")


@register.simple_tag
def icon(name: str) -> str:
    """The drawing `havre/icons/<name>.svg`; a name without a drawing is a TemplateSyntaxError."""
    try:
        if not _NAME.fullmatch(name):
            raise template.TemplateDoesNotExist(name)
        return get_template(f"havre/icons/{name}.svg").render()
    except template.TemplateDoesNotExist:
        missing = f"There is no icon {name!r}: draw havre/icons/{name}.svg."
        raise template.TemplateSyntaxError(missing) from None
