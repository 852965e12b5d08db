"""The facts about a service as words; what we do not know is said."""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havre.directory.finder.wanted import Placed, Understood
from havre.directory.forms import ACCESS, WELCOME
from havre.directory.models import in_language
from havre.directory.shown import Shown
from havre.lib import lang, taxonomy

register = template.Library()

_FACTS: "dict[str, str | Promise]" = {
    "identity_asked": _("Do they ask who you are?"),
    "reports_to_police": _("Do they report to the police?"),
    "reports_to_immigration": _("Do they report to immigration?"),
    "police_report_needed": _("Must one report to the police first?"),
    "faith": _("Tied to a faith?"),
    "children_welcome": _("Children welcome?"),
    "pets_welcome": _("Animals welcome?"),
    "no_status_welcome": _("Open without status in Canada?"),
    "women_only": _("For women only?"),
    "women_welcome": _("Women welcome?"),
    "men_welcome": _("Men welcome?"),
    "trans_welcome": _("Trans people welcome?"),
    "youth_welcome": _("Young people under 18 welcome?"),
    "indigenous_led": _("Led by Indigenous people?"),
    "substance_use_welcome": _("Open to people who use substances?"),
    "labour_welcome": _("For people exploited at work?"),
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


_WIDENED: "dict[str, str | Promise]" = {
    "open": _("Nothing is open then, so here is what is open at other times."),
    "language": _(
        "Nobody there speaks that language, so here are all languages. An interpreter may help."
    ),
    "access": _("Nothing there has that access, so it does not count here. Ask them."),
    "free": _("Nothing there is known to be free of charge, so here is what may cost."),
    "beds": _("Nobody there has said that a place is free. Ask them."),
    "kind": _("No service of that kind answers this, so here are all kinds."),
    "age": _("Nothing there is open to that age, so age does not count here."),
    "eligibility": _("Nothing there says that all of them are welcome. Ask them."),
    "words": _("Nothing has these words, so here is everything that answers the rest."),
    "national": _("Nothing there answers this. The national lines may know more."),
    "radius:any": _("Nothing that near answers this, so distance does not count here."),
}


@register.filter
def widened_words(step: str) -> str:
    """How far the search had to go, said out loud (000-13)."""
    if step in _WIDENED:
        return str(_WIDENED[step])
    km = step.partition(":")[2]
    return gettext("Nothing that near answers this, so here is up to %(km)s km.") % {"km": km}


@register.filter
def place_words(place: Placed) -> str:
    """What was understood as the place, how sure that is, and which others have its name."""
    if place.kind == "province":
        return taxonomy.label("province", place.province)
    name = f"{place.name}, {taxonomy.label('province', place.province)}"
    if place.kind == "area":
        return gettext("%(name)s: a postal area, up to %(km)s km off") % {
            "name": name, "km": place.uncertain_km,
        }  # fmt: skip
    if not place.others:
        return name
    others = "; ".join(f"{n}, {taxonomy.label('province', p)}" for n, p in place.others[:4])
    return gettext("%(name)s (not %(others)s)") % {"name": name, "others": others}


@register.filter
def understood(each: Understood, place: Placed | None) -> str:
    """What typed words were taken for."""
    if each.what == "place" and place:
        return place_words(place)
    rules: dict[str, Any] = dict(WELCOME)
    access: dict[str, Any] = dict(ACCESS)
    say: Callable[[str], str] = {
        "need": lambda code: taxonomy.label("need", code),
        "language": lang.word_of,
        "rule": lambda code: str(rules.get(code, code)),
        "access": lambda code: str(access.get(code, code)),
        "time": lambda code: str(_TIMES.get(code, code)),
        "age": lambda code: gettext("%(n)s years") % {"n": code},
    }.get(each.what, str)
    return ", ".join(say(code) for code in each.codes)


_WRONGS: "dict[str, str | Promise]" = {
    "dead": _("Nobody, or no such number"),
    "wrong": _("Somebody else answers"),
    "fax": _("A fax machine"),
    "full": _("A voice mailbox that is full"),
}


@register.filter
def wrongs(_service: Shown) -> list[tuple[str, "str | Promise"]]:
    """What may be wrong with a number: (code, words)."""
    return list(_WRONGS.items())


@register.filter
def wrong_word(code: str) -> str:
    """One of them."""
    return str(_WRONGS.get(code, code))


_TIMES: "dict[str, str | Promise]" = {"now": _("open now"), "tonight": _("open tonight")}


@register.filter
def says(service: Shown, field: str) -> str:
    """What one of its fields says in this page's language, or nothing."""
    return service.words(field)


@register.filter
def route_words(service: Shown) -> list[tuple[str, str]]:
    """How one gets in touch, for whoever may know it."""
    route = service.card.get("route", {})
    if not route:
        return []
    answer = {name: str(fact_answer(route.get(name, "unknown")))
              for name in ("leave_message", "warm_transfer")}  # fmt: skip
    rows = [
        (gettext("Number to ring first"), route.get("number", "")),
        (gettext("When"), in_language(route.get("hours", {}))),
        (gettext("Safe to leave a message?"), answer["leave_message"]),
        (gettext("May we stay on the line?"), answer["warm_transfer"]),
        (gettext("What to say, and to whom"), in_language(route.get("protocol", {}))),
    ]
    return [(label, said) for label, said in rows if said]


class _Answers:
    """The answers of several services to one question."""

    def __init__(self, each: list[str]) -> None:
        self.each = each
        self.differ = len(set(each)) > 1


@register.filter
def side_by_side(services: list[Shown]) -> list[tuple[str, _Answers]]:
    """Question by question, what each of them answers."""
    unknown = str(_ANSWERS["unknown"])
    told: list[tuple[str, list[str]]] = [
        (gettext("Where"), [" · ".join(filter(None, (s.place, s.distance))) for s in services]),
        (gettext("Languages"), [s.languages for s in services]),
        (gettext("Open"), [s.words("hours") for s in services]),
        (gettext("Free places"), [s.beds for s in services]),
        (gettext("Cost"), [s.words("cost") for s in services]),
        (gettext("What happens"), [s.what_happens for s in services]),
        (gettext("Confirmed"), [s.checked for s in services]),
    ]
    facts = [dict(service.fact_list) for service in services]
    told += [
        (str(fact_label(name)), [str(fact_answer(f[name])) for f in facts]) for name in facts[0]
    ]
    return [(label, _Answers([said or unknown for said in each])) for label, each in told]


@register.filter
def spoken_lines(service: Shown) -> list[str]:
    """Short sentences that can be read aloud; what is not known is not read as if it were."""
    lines = []
    if place := service.place:
        lines.append(gettext("Where: %(words)s") % {"words": place})
    for row in service.phones:
        number = row["number"]
        if row.get("extension"):
            number = gettext("%(number)s, extension %(n)s") % {
                "number": number,
                "n": row["extension"],
            }
        lines.append(gettext("Telephone: %(words)s") % {"words": number})
    for field, sentence in (
        ("hours", gettext("Open: %(words)s")),
        ("cost", gettext("Cost: %(words)s")),
    ):
        if words := service.words(field):
            lines.append(sentence % {"words": words})
    if service.languages:
        lines.append(gettext("Languages: %(words)s") % {"words": service.languages})
    return lines


@register.filter
def plain_text(service: Shown) -> str:
    """All of it as text, without a mark that a letter or a message would show."""
    parts = [service.name, service.summary, service.what_happens, *spoken_lines(service)]
    return "\n".join(part for part in parts if part)


@register.filter
def dialled(number: str) -> str:
    """A number as a telephone dials it; what spells a word is left to whoever reads it."""
    return "".join(c for c in number if c in "+0123456789*#")
