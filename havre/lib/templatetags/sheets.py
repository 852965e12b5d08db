"""The style sheets of the person's side: `{% sheet "page" %}`."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from havre.lib import sheets

register = template.Library()


@register.simple_tag
def sheet(name: str) -> SafeString:
    """The link to a sheet of `lib.sheets`, by the address that carries its digest."""
    address = reverse("sheet", args=[name, sheets.made(name).digest])
    return format_html('<link rel="stylesheet" href="{}">', address)
