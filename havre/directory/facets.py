"""How many there are of each: buttons that narrow a search down, with their counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.directory.finder.wanted import Found
from havre.directory.forms import ACCESS, WELCOME
from havre.lib import lang, taxonomy

_MOST = 12  # of one facet: the rest is found by words


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: pressing it adds it, or takes it back."""

    code: str
    label: "str | Promise"
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The buttons of one field of the form."""

    field: str
    label: "str | Promise"
    choices: list[Choice]


def of(found: Found, asked: QueryDict) -> list[Facet]:
    """Every facet that would narrow something down."""
    rules, access = dict(WELCOME), dict(ACCESS)
    sources: list[tuple[str, str, Any, Callable[[str], Any]]] = [
        ("need", "needs", _("Need"), lambda code: taxonomy.label("need", code)),
        ("kind", "kinds", _("Kind"), lambda code: taxonomy.label("service_kind", code)),
        ("language", "languages", _("Language spoken"), lang.name_of),
        ("welcome", "eligibility", _("Who is welcome"), lambda code: rules.get(code)),
        ("access", "access", _("Access"), lambda code: access.get(code)),
    ]
    made = []
    for field, name, label, say in sources:
        chosen = set(filter(None, asked.getlist(field)))
        counts = found.facets.get(name, {})
        rows = sorted(counts.items(), key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))
        choices = [
            Choice(code, said, n, code in chosen)
            for code, n in rows
            if (n or code in chosen) and (said := say(code))
        ]
        if choices:
            made.append(Facet(field, label, choices[:_MOST]))
    return made
