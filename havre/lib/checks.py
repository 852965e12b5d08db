"""`havre check`: settings that would send letters in the clear."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from havre.lib.wire import IN_MEMORY

_SCHEMES = frozenset({"smtp", "smtps", "smtp+plain"})
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@register()
def letters_are_sealed_on_their_way(**_: Any) -> list[CheckMessage]:
    """HAVRE_SMTP_URL names a known scheme; plain only to a relay on this machine."""
    if settings.SMTP_URL in {"", IN_MEMORY}:
        return []
    url = urlsplit(settings.SMTP_URL)
    if url.scheme not in _SCHEMES or not url.hostname:
        hint = "Write smtps://user:word@host or smtp://user:word@host (STARTTLS)."
        return [Error("HAVRE_SMTP_URL names no mail server.", hint, id="havre.E010")]
    if url.scheme == "smtp+plain" and url.hostname not in _HERE:
        hint = "Use smtps:// or smtp://; smtp+plain:// is for a relay on this machine."
        return [Error("HAVRE_SMTP_URL would send letters unsealed.", hint, id="havre.E011")]
    return []
