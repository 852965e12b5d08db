"""Codes of the catalogue as words, and what is wrong with what was typed, in words of the page."""

from babel.dates import get_day_names
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havre.directory.shapes import DAYS, Malformed
from havre.directory.templatetags.facts import fact_label
from havre.lib import lang, taxonomy

Words = dict[str, "str | Promise"]

_TAXONOMY = {
    "service.kind": "service_kind",
    "needs": "need",
    "phases": "phase",
    "province": "province",
}
_REACHES: Words = {
    "local": _("One place"),
    "province": _("A province or territory"),
    "national": _("All of Canada"),
}
_TIERS: Words = {
    "public": _("Everybody"),
    "partner": _("Partners and the line"),
    "responder": _("The line alone"),
    "sealed": _("Nobody but who curates"),
}
_ANSWERS: Words = {
    "yes": _("Yes"),
    "no": _("No"),
    "ask": _("It depends; ask them"),
}
_CODES: dict[str, Words] = {
    "status": {
        "active": _("Active"),
        "inactive": _("Not active"),
        "defunct": _("Gone"),
        "temporarily closed": _("Closed for now"),
    },
    "organization.kind": {
        "ngo": _("Community organization"),
        "public": _("Public body"),
        "police": _("Police"),
    },
    "location.kind": {
        "physical": _("A house"),
        "postal": _("A postal address"),
        "virtual": _("By telephone or on the net"),
    },
    "police_for": {
        "support": _("Support for people affected"),
        "investigation": _("Investigation"),
        "both": _("Both"),
    },
    "purpose": {
        "main": _("Main number"),
        "intake": _("Admission"),
        "crisis": _("Crisis line"),
        "listening": _("Listening line"),
        "text": _("Text messages"),
        "tty": _("TTY"),
        "fax": _("Fax"),
        "unit": _("One unit"),
        "direct": _("Direct line to one person"),
    },
    "openings.kind": {
        "operating": _("Doors open"),
        "phone": _("By telephone"),
        "intake": _("Admission"),
        "drop_in": _("Without an appointment"),
    },
    "access": {
        "step_free": _("No steps"),
        "elevator": _("Lift"),
        "accessible_washroom": _("Accessible washroom"),
        "asl": _("ASL"),
        "lsq": _("LSQ"),
        "braille": _("Braille"),
        "captions": _("Captions"),
        "text": _("By text"),
        "quiet_room": _("Quiet room"),
        "service_animals": _("Service animals"),
        "home_visits": _("They come to the person"),
    },
    "holidays": {"closed": _("Closed"), "open": _("Open as ever")},
    "currency": {"CAD": _("Canadian dollars")},
    "reach": _REACHES,
    "scope": _REACHES,
    "tier": _TIERS,
    "visibility": _TIERS,
    "hidden": _TIERS,
    "free": _ANSWERS,
    "leave_message": _ANSWERS,
    "warm_transfer": _ANSWERS,
    "facts": _ANSWERS,
}
_PARTS: Words = {
    "number": _("Number"),
    "extension": _("Extension"),
    "scope": _("From where it may be called"),
    "purpose": _("What it is for"),
    "note": _("Note"),
    "languages": _("Languages"),
    "tier": _("Who may see this number"),
    "name": _("Name"),
    "title": _("What they do there"),
    "phone": _("Telephone"),
    "email": _("E-mail address"),
    "kind": _("Kind"),
    "days": _("Days"),
    "opens": _("From (as 09:30)"),
    "closes": _("Until (as 17:00; midnight is 24:00)"),
    "valid_from": _("First day, if it is for a season"),
    "valid_to": _("Last day"),
    "day": _("Day"),
    "option": _("What for"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "hours": _("When"),
    "leave_message": _("Is it safe to leave a message?"),
    "warm_transfer": _("Do they take a call with the person on the line?"),
    "protocol": _("How they want to be approached"),
    "address_1": _("Street and number"),
    "address_2": _("Second line"),
    "postal_code": _("Postal code"),
    "scheme": _("Register"),
    "value": _("Number there"),
}


UNKNOWN = _("We don’t know")


def pair(label: str, value: str) -> str:
    """What something is called, and what is said of it."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def usual(tier: str) -> str:
    """As long as nobody says otherwise for this record."""
    return gettext("As usual: %(tier)s") % {"tier": tier}


def part(name: str) -> str:
    """The label of a part of a field, such as a telephone's extension."""
    return str(_PARTS.get(name, name))


def code(owner: str, name: str, said: str) -> str:
    """A code in words. `owner`: the record's kind, or the field whose part it is."""
    for where in (f"{owner}.{name}", name):
        if where in _TAXONOMY:
            return taxonomy.label(_TAXONOMY[where], said)
        if where in _CODES:
            return str(_CODES[where].get(said, said))
    if name == "days":
        return str(get_day_names("wide", locale=lang.current())[DAYS.index(said)])
    return lang.name_of(said) if name == "languages" else said


def fact(name: str) -> str:
    """A fact as a question."""
    return str(fact_label(name))


def refusal(error: Malformed) -> str:
    """What is wrong with what was typed, and what would be right."""
    given = error.given
    if error.code == "long":
        return gettext("Too long: %(length)d characters, at most %(most)d.") % given
    if error.code == "many":
        return gettext("Too many: %(length)d, at most %(most)d.") % given
    if error.code == "number":
        return gettext("Write a number from %(least)g to %(most)g.") % given
    return str(_REFUSALS.get(error.code, _REFUSALS["odd"]))


_REFUSALS: Words = {
    "odd": _("This cannot be kept. Write it another way."),
    "choice": _("This choice is not on the list."),
    "lacks": _("Something is missing here."),
    "nameless": _("Write its name in at least one language of the line."),
    "email": _("This is no e-mail address."),
    "address": _("A web address begins with https:// or http://."),
    "phone": _("This is no telephone number."),
    "clock": _("Write the time as 09:30."),
    "day": _("Write the day as 2026-12-31."),
    "sealed": _("This address is sealed. Only its settlement may be shown."),
}
