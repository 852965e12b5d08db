"""The facts about a service as words; what we do not know is said."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

_FACTS: "dict[str, str | Promise]" = {
    "identity_asked": _("Do they ask who you are?"),
    "reports_to_police": _("Do they report to the police?"),
    "reports_to_immigration": _("Do they report to immigration?"),
    "faith": _("Tied to a faith?"),
    "children_welcome": _("Children welcome?"),
    "pets_welcome": _("Animals welcome?"),
    "no_status_welcome": _("Open without status in Canada?"),
    "women_only": _("For women only?"),
    "wheelchair": _("Wheelchair access?"),
}
_ANSWERS: "dict[str, str | Promise]" = {
    "yes": _("Yes"),
    "no": _("No"),
    "ask": _("It depends; ask them"),
    "unknown": _("We don’t know"),
}


@register.filter
def fact_label(name: str) -> "str | Promise":
    """A fact as a question."""
    return _FACTS.get(name, name)


@register.filter
def fact_answer(answer: str) -> "str | Promise":
    """Its answer."""
    return _ANSWERS.get(answer, _ANSWERS["unknown"])
