"""privacy.toml as a person reads it: what is kept, how long, what may be counted or passed on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from havre.lib import privacy
from havre.lib.privacy import Keep, Rule

_AFTER: dict[str, str | Promise] = {
    "closing": _("%(span)s after closing"),
    "said_at": _("%(span)s after you said it"),
    "consent.said_at": _("%(span)s after you said it"),
    "at": _("%(span)s after it happened"),
    "tip.at": _("%(span)s after it happened"),
    "made_at": _("%(span)s after it was made"),
    "way.made_at": _("%(span)s after it was made"),
    "fetched_at": _("%(span)s after you fetched it"),
    "seen_at": _("%(span)s after your browser last asked"),
    "session.seen_at": _("%(span)s after your browser last asked"),
}
_WORDS: dict[str, str | Promise] = {
    "with the file": _("Until your file is forgotten: with the last of the keys above"),
    "for ever": _("For good: it leads to nobody"),
    "until the month is over": _("Until the month is over, then only a number without a name"),
}
# Where a house stands, and what an organization says of itself, is no word of anybody's.
_OF_NOBODY = frozenset({"place", "link"})
_OWN: dict[str, str | Promise] = {
    "parcel": _("On its way, after your yes"),
    "tip": _("A note about something you saw"),
    "session": _("In this browser, while the page is open"),
    "return": _("Left for you, if you asked for six words"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept."""

    says: str
    counted: bool
    may_leave: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Things kept together and equally long."""

    says: str
    keep: str
    things: list[Kept]


def compartments() -> list[Group]:
    """What is sealed, compartment by compartment; then what has a short key of its own."""
    rules = [(keep, rule) for keep, rule in _of_people() if rule.sealed]
    groups = [
        Group(gettext(privacy.compartment_says(name)), span(keep), _things(rules, name))
        for name, keep in privacy.compartments().items()
        if name not in _OF_NOBODY | _OWN.keys()
    ]
    for own, says in _OWN.items():
        keep = next(keep for keep, rule in rules if rule.sealed == own)
        groups.append(Group(str(says), span(keep), _things(rules, own)))
    return groups


def others() -> list[Group]:
    """What is kept beside it without being sealed: no words of yours."""
    found: dict[str, list[Kept]] = {}
    for keep, rule in _of_people():
        if not rule.sealed:
            things = found.setdefault(span(keep), [])
            things += [thing for thing in [_kept(rule)] if thing not in things]
    return [Group("", keep, things) for keep, things in found.items()]


def span(keep: Keep) -> str:
    """How long, in words. Raises KeyError for a moment that has no words yet."""
    if keep.span is None:
        return str(_WORDS[keep.words])
    return str(_AFTER[keep.after]) % {"span": _length(keep.span)}


def _of_people() -> list[tuple[Keep, Rule]]:
    """Every field about a person: addressed to «you», sealed, counted or ever passed on."""
    return [
        (keep, rule)
        for (room, model), keep in privacy.models().items()
        for rule in privacy.fields(room, model).values()
        if rule.sealed not in _OF_NOBODY
        if rule.says[0].isupper() or rule.sealed or rule.countable or rule.may_leave
    ]


def _things(rules: list[tuple[Keep, Rule]], compartment: str) -> list[Kept]:
    return [_kept(rule) for _keep, rule in rules if rule.sealed == compartment]


def _kept(rule: Rule) -> Kept:
    says: Any = gettext(rule.says)
    return Kept(says[0].upper() + says[1:], rule.countable, rule.may_leave)


def _length(length: dt.timedelta) -> str:
    days, minutes = length.days, length.seconds // 60
    if days and days % 365 == 0:
        years = days // 365
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    if days:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
