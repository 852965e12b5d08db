"""Days, times and lengths of the rota in the language of the page."""

import datetime as dt

from babel.dates import format_skeleton, get_day_names
from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.lib import clock, lang, taxonomy
from havre.staff.coverage import Need

register = template.Library()


@register.filter
def day_words(day: dt.date) -> str:
    """`2026-11-28` → Sat, Nov 28."""
    return format_skeleton("MMMEd", dt.datetime.combine(day, dt.time()), locale=lang.current())


@register.filter
def day_short(day: dt.date) -> str:
    """`2026-11-28` → 28 Sat, in the order of the language."""
    return format_skeleton("Ed", dt.datetime.combine(day, dt.time()), locale=lang.current())


@register.filter
def weekday_word(number: int) -> str:
    """0 → Monday."""
    name = str(get_day_names("wide", locale=lang.current())[number])
    return name[:1].upper() + name[1:]


@register.filter
def moment_words(moment: dt.datetime) -> str:
    """The line's day and time; where the clock shows it twice, which of the two."""
    here = clock.line_time(moment)
    said = f"{day_words(here.date())} {here:%H:%M}"
    is_twice = here.replace(fold=1).utcoffset() != here.replace(fold=0).utcoffset()
    return f"{said} ({here:%Z})" if is_twice else said


@register.filter
def length_words(minutes: int) -> str:
    """90 → 1 h 30; 480 → 8 h; 45 → 45 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s min") % {"n": rest}
    return (
        _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}
        if rest
        else (_("%(hours)s h") % {"hours": hours})
    )


@register.filter
def need_words(need: Need) -> "str | Promise":
    """What must be covered: a supervisor, or a language on a channel."""
    if need.is_supervisor:
        return _("Supervisor")
    language, channel = lang.name_of(need.language), taxonomy.channel(need.channel)
    return f"{language}, {channel[:1].lower()}{channel[1:]}"
