"""A record in words: what it says, what a change would make of it, and how its words came to be."""

from dataclasses import dataclass, field
from typing import Any

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.directory import actions, merging, trust
from havre.directory.curating import labels
from havre.directory.fields import KINDS, Field, catalogue, kind_of, value_of
from havre.directory.models import Location, Record, in_language
from havre.directory.shapes import DAYS, Shape
from havre.lib import lang

_BESIDE: "dict[str, str | Promise]" = {
    merging.OWNER: gettext_lazy("Organization"),
    merging.MERGED: gettext_lazy("Takes in"),
    merging.UNMERGED: gettext_lazy("Lets go again"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a value. `lang`: of its words; `said`: machine or stale, if nobody vouches."""

    text: str
    lang: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field in words. No `lines`: we don't know."""

    name: str
    label: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Differs:
    """A field that changes: what stands there, and what would."""

    label: str
    was: list[Line]
    becomes: list[Line]


def facts(record: Record, names: tuple[str, ...]) -> list[Fact]:
    """What a record says of some fields."""
    kind = kind_of(record)
    known = catalogue(kind)
    shown = [name for name in names if not actions.is_sealed(record, name)]
    return [
        Fact(n, str(known[n].label), lines(kind, known[n], value_of(record, n), record.said))
        for n in shown
    ]


def difference(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[Differs]:
    """What a change makes of each field; of words only the languages that change."""
    known, found = catalogue(kind), []
    for name, becomes in after.items():
        if name == actions.PLACES:
            was = before.get(name) or []
            found.append(Differs(_("Places"), _places(was), _places(becomes)))
        elif name in _BESIDE:
            found.append(Differs(str(_BESIDE[name]), _named(before.get(name)), _named(becomes)))
        elif name in trust.KEYS:
            found.append(_word(name, becomes))
        elif name in known:
            fact = known[name]
            was, becomes = _changed(before.get(name, fact.default()), becomes)
            found.append(
                Differs(str(fact.label), lines(kind, fact, was), lines(kind, fact, becomes))
            )
    return found


def lines(kind: str, fact: Field, value: Any, said: dict[str, Any] | None = None) -> list[Line]:
    """A value of a field, line by line."""
    if fact.is_words:
        return [Line(words, code, _how(said, f"{fact.name}.{code}"))
                for code, words in value.items()]  # fmt: skip
    if fact.check.kind == "rows":
        return [Line(_together(fact.check, fact.name, row)) for row in value]
    if fact.check.kind == "record":
        return [Line(labels.pair(labels.part(n), _one(fact.check.parts[n], fact.name, n, one)))
                for n, one in value.items()]  # fmt: skip
    if fact.check.kind == "answers":
        return [Line(f"{labels.fact(n)} {labels.code(kind, fact.name, one)}")
                for n, one in value.items()]  # fmt: skip
    if fact.check.kind == "by_name":
        known = catalogue(kind)
        return [Line(labels.pair(str(known[n].label), labels.code(kind, fact.name, one)))
                for n, one in value.items()]  # fmt: skip
    text = _one(fact.check, kind, fact.name, value)
    return [Line(text)] if text else []


def owner_of(kind: str, values: dict[str, Any]) -> Record | None:
    """The organization of a proposed new record."""
    rows = KINDS["organization"].objects  # type: ignore[attr-defined]
    found: Record | None = rows.filter(pk=values.get("_organization")).first()
    return found


def _word(name: str, said: str) -> Differs:
    """That an address is theirs, or that it may be turned to again."""
    if name == trust.VERIFIED:
        theirs = Line(_("%(address)s is theirs: somebody spoke with them") % {"address": said})
        return Differs(_("Address"), [], [theirs])
    stops = [Line(_("Nothing is sent there"))]
    return Differs(_("Suspended"), stops, [Line(_("It may be turned to again"))])


def _named(ids: Any) -> list[Line]:
    """Records by their ids, of whatever kind; a merge is named by what became part of another."""
    said = [ids] if isinstance(ids, str) else ids or []
    return [Line(name) for one in said if (name := merging.name_of(one))]


def _how(said: dict[str, Any] | None, place: str) -> str:
    how = str((said or {}).get(place, {}).get("as", ""))
    return how if how in {actions.MACHINE, actions.STALE} else ""


def _changed(was: Any, becomes: Any) -> tuple[Any, Any]:
    """Of values by name, only the names that differ."""
    if not isinstance(was, dict) or not isinstance(becomes, dict):
        return was, becomes
    names = [name for name in {**was, **becomes} if was.get(name) != becomes.get(name)]
    return ({name: was[name] for name in names if name in was},
            {name: becomes[name] for name in names if name in becomes})  # fmt: skip


def _together(shape: Shape, owner: str, row: dict[str, Any]) -> str:
    told = []
    for name, value in row.items():
        said = _one(shape.parts[name], owner, name, value)
        plain = name in {"number", "name", "days", "opens", "closes", "day", "kind", "purpose"}
        told.append(said if plain else labels.pair(labels.part(name), said))
    return "; ".join(told)


def _one(shape: Shape, owner: str, name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if shape.kind == "texts":
        return in_language(value) or " / ".join(value.values())
    if shape.kind == "codes":
        return _days(value) if name == "days" else ", ".join(
            labels.code(owner, name, one) for one in value
        )  # fmt: skip
    if shape.kind == "one_of":
        return labels.code(owner, name, value)
    if shape.kind == "words":
        return ", ".join(value)
    if shape.kind == "yes_no":
        return _("Yes") if value else _("No")
    return str(value)


def _days(value: list[str]) -> str:
    """Monday to Friday, as people say it, where days follow each other."""
    places = sorted(DAYS.index(day) for day in value)
    words = [labels.code("", "days", DAYS[place]) for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return _("%(first)s to %(last)s") % {"first": words[0], "last": words[-1]}
    return ", ".join(words)


def _places(ids: list[str]) -> list[Line]:
    return [Line(f"{each.name} ({each.settlement})" if each.settlement else each.name)
            for each in Location.objects.filter(id__in=ids)]  # fmt: skip


def on_day(day: Any) -> str:
    """A day as this page's language writes it."""
    return str(format_date(day, format="long", locale=lang.current()))
