"""What is said of a tip in words, on its pages and in a letter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.tips.models import CORROBORATED, UNCLEAR, UNFOUNDED

STANDING: "dict[str | None, str | Promise]" = {
    None: _("Unverified"),
    CORROBORATED: _("Other things speak for it"),
    UNCLEAR: _("Unclear"),
    UNFOUNDED: _("Nothing in it"),
}
PARTS: "dict[str, str | Promise]" = {
    "what": _("What they saw"),
    "where": _("Where"),
    "when": _("When"),
    "who": _("Whom"),
    "vehicle": _("Vehicle"),
    "online": _("Online"),
}
