"""The form's own token on the person's side: only where a cookie of ours is already."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString | str:
    """`{% csrf_token %}` for a browser that has a cookie of this face; else nothing, and no cookie.

    A page shown before a conversation sets none (002-E3); its posts are guarded by where they come
    from (`lib.headers.origin_guard`).
    """
    request: Any = context.get("request")
    ours = f"__Host-{settings.FACE}"
    if request is None or not any(name.startswith(ours) for name in request.COOKIES):
        return ""
    field = '<input type="hidden" name="csrfmiddlewaretoken" value="{}" autocomplete="off">'
    return format_html(field, context["csrf_token"])
