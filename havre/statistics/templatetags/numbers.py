"""Months, dimensions and values as words."""

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.lib import lang
from havre.statistics.measures import Row, Table

register = template.Library()

_DIMENSIONS: "dict[str, str | Promise]" = {
    "channel": _("How they reached us"),
    "language": _("Language"),
    "province": _("Province or territory"),
    "kind": _("Who contacted us"),
    "phase": _("Where they stand"),
    "apart": _("Counted apart"),
    "need": _("What they asked for (several each)"),
}


@register.filter
def dimension_name(code: str) -> "str | Promise":
    """A dimension as a heading."""
    return _DIMENSIONS.get(code, code)


@register.filter
def value_name(row: Row, dimension: str) -> str:
    """A value in words."""
    if dimension == "language":
        return lang.name_of(row.value)
    if dimension == "channel" and row.value == "webchat":
        return Row("chat", None).label(dimension)
    return row.label(dimension)


@register.filter
def hour_or_language(value: str) -> str:
    """`14` → 14:00, `fr` → French, `-` → that none was chosen."""
    if value == "-":
        return str(_("Left before choosing"))
    return f"{value}:00" if value.isdecimal() else lang.name_of(value)


@register.filter
def largest(table: Table) -> int:
    """The longest bar."""
    return max((row.n or 0 for row in table.rows), default=1) or 1


@register.filter
def month_name(month: str) -> str:
    """`2026-11` → November 2026."""
    year, number = month.split("-")
    name = format_date(dt.date(int(year), int(number), 1), "LLLL y", locale=lang.current())
    return name[:1].upper() + name[1:]
