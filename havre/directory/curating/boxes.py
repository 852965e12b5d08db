"""What one fills in, made of a shape: how it is drawn, what was typed, and what is wrong with it.

What is typed stays as it was typed until it is right: nothing is lost on the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from havre.directory.curating import labels
from havre.directory.fields import Field, catalogue
from havre.directory.shapes import ANSWERS, Malformed, Shape
from havre.lib import lang

Errors = dict[str, str]
ROWS, BLANK = 10, 2  # rows of one form, and empty ones after them: 200 fields are one form's limit


@dataclass(slots=True)
class Box:
    """One thing to fill in, or a group of them (`inside`). `choices`: code, words, whether chosen.

    `more`: how many rows stand after those of this form.
    """

    name: str
    kind: str
    label: str
    value: Any = ""
    error: str = ""
    lang: str = ""
    longest: int = 0
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    inside: list["Box"] = field(default_factory=list)
    more: int = 0


def draw(kind: str, fact: Field, value: Any, *, errors: Errors, now: Any) -> Box:
    """The box of one field of a record of this `kind`. `now`: what is kept there."""
    tail = max(0, len(now) - ROWS) if fact.check.kind == "rows" else 0
    return _Drawing(kind, errors, tail).box(fact.check, fact.name, str(fact.label), value)


class _Drawing:
    def __init__(self, owner: str, errors: Errors, tail: int) -> None:
        self.owner, self.errors, self.tail = owner, errors, tail

    def box(self, shape: Shape, name: str, label: str, value: Any) -> Box:
        """A box with everything in it. `name`: in the form, its parts joined by dots."""
        made = Box(name, shape.kind, label, value, self.errors.get(name, ""))
        made.longest = shape.longest
        draws = getattr(self, f"_{shape.kind}", None)
        if draws:
            draws(made, shape)
        return made

    def _texts(self, made: Box, shape: Shape) -> None:
        for code in writes(made.value):
            name = f"{made.name}.{code}"
            made.inside.append(
                Box(name, "long" if shape.longest > 200 else "text", lang.name_of(code),
                    made.value.get(code, ""), self.errors.get(name, ""), code, shape.longest)
            )  # fmt: skip

    def _one_of(self, made: Box, shape: Shape) -> None:
        empty = [("", "—", not made.value)] if shape.optional or not made.value else []
        made.choices = empty + self._choices(made.name, shape.known, {made.value})

    def _codes(self, made: Box, shape: Shape) -> None:
        known = shape.known or tuple(dict.fromkeys((*lang.languages(), *lang.SPOKEN, *made.value)))
        made.choices = self._choices(made.name, known, made.value)
        if not shape.known:
            made.kind = "many"
            ours = lang.languages()
            made.choices.sort(key=lambda one: (not one[2], one[0] not in ours, lang.fold(one[1])))

    def _words(self, made: Box, shape: Shape) -> None:
        made.value = "\n".join(made.value)

    def _answers(self, made: Box, shape: Shape) -> None:
        for name in shape.known:
            said = made.value.get(name, "")
            words = self._choices(made.name, ANSWERS, {said})
            made.inside.append(Box(f"{made.name}.{name}", "one_of", labels.fact(name), choices=[
                ("", str(labels.UNKNOWN), not said), *words]))  # fmt: skip

    def _by_name(self, made: Box, shape: Shape) -> None:
        for name, fact in catalogue(self.owner).items():
            if name in {"hidden", "visibility", "names"}:
                continue
            said = made.value.get(name, "")
            usual = labels.usual(labels.code("", "tier", fact.tier))
            words = self._choices(made.name, shape.known, {said})
            made.inside.append(Box(f"{made.name}.{name}", "one_of", str(fact.label),
                                   choices=[("", usual, not said), *words]))  # fmt: skip

    def _record(self, made: Box, shape: Shape) -> None:
        made.inside = self._parts(shape, made.name, made.value)

    def _rows(self, made: Box, shape: Shape) -> None:
        shown = made.value[: len(made.value) - self.tail]
        blank = max(0, min(BLANK, ROWS + BLANK - len(shown)))
        made.more = self.tail
        for n, row in enumerate([*shown, *({} for _ in range(blank))]):
            name = f"{made.name}.{n}"
            inside = self._parts(shape, name, row)
            made.inside.append(Box(name, "row", str(n + 1), bool(row),
                                   self.errors.get(name, ""), inside=inside))  # fmt: skip

    def _parts(self, shape: Shape, name: str, value: dict[str, Any]) -> list[Box]:
        return [
            self.box(one, f"{name}.{part}", labels.part(part), value.get(part, _empty(one)))
            for part, one in shape.parts.items()
        ]

    def _choices(
        self, name: str, codes: Iterable[str], chosen: Iterable[str]
    ) -> list[tuple[str, str, bool]]:
        steps = name.split(".")
        owner = self.owner if len(steps) == 1 else steps[0]
        return [(code, labels.code(owner, steps[-1], code), code in chosen) for code in codes]


def typed(data: QueryDict, shape: Shape, name: str, now: Any) -> Any:
    """What stands in a form for one shape, as it was typed. `now`: what is kept there."""
    if shape.kind == "texts":
        return {code: data.get(f"{name}.{code}", "") for code in writes(now)}
    if shape.kind == "codes":
        return data.getlist(name)
    if shape.kind == "words":
        return data.get(name, "").splitlines()
    if shape.kind == "yes_no":
        return name in data
    if shape.kind in {"answers", "by_name"}:
        start = f"{name}."
        return {key.removeprefix(start): data[key] for key in data if key.startswith(start)}
    if shape.kind == "record":
        return {part: typed(data, one, f"{name}.{part}", (now or {}).get(part))
                for part, one in shape.parts.items()}  # fmt: skip
    if shape.kind == "rows":
        return _typed_rows(data, shape, name, now)
    said = data.get(name, "")
    return _number(said) if shape.kind == "number" else said


def judged(shape: Shape, said: Any, name: str) -> tuple[Any, Errors]:
    """What was typed as it would be kept, and what is wrong with it, by the box's name."""
    errors: Errors = {}
    if shape.kind == "texts":
        for code, words in said.items():
            _try(shape, {code: words}, f"{name}.{code}", errors)
    elif shape.kind == "record":
        _judge_parts(shape, said, name, errors)
    elif shape.kind == "rows":
        for n, row in enumerate(said[: ROWS + BLANK]):
            _judge_parts(shape, row, f"{name}.{n}", errors)
    return (None if errors else _try(shape, said, name, errors)), errors


def writes(value: Any) -> list[str]:
    """The languages of the line, and others in which there are words already."""
    return list(dict.fromkeys([*lang.languages(), *(value or {})]))


def _typed_rows(data: QueryDict, shape: Shape, name: str, now: Any) -> list[Any]:
    kept = []
    for n in range(ROWS + BLANK):
        was = now[n] if n < min(len(now), ROWS) else {}
        row = {part: typed(data, one, f"{name}.{n}.{part}", was.get(part))
               for part, one in shape.parts.items()}  # fmt: skip
        filled = any(_filled(one) for one in row.values())
        if filled and f"{name}.{n}.gone" not in data:
            kept.append({part: _bare(said) for part, said in row.items()})
    return [*kept, *now[ROWS:]]


def _judge_parts(shape: Shape, said: dict[str, Any], name: str, errors: Errors) -> None:
    for part, one in shape.parts.items():
        value = said.get(part)
        if not _filled(value):
            if part in shape.needs:
                errors[f"{name}.{part}"] = labels.refusal(Malformed("", "lacks"))
            continue
        errors |= judged(one, value, f"{name}.{part}")[1]


def _try(shape: Shape, said: Any, name: str, errors: Errors) -> Any:
    try:
        return shape(_bare(said))
    except Malformed as error:
        errors[name] = labels.refusal(error)
        return None


def _bare(said: Any) -> Any:
    """Without the parts of a record that were left empty: they are not malformed, just not said."""
    if isinstance(said, dict):
        return {key: _bare(value) for key, value in said.items() if _filled(value)}
    return [_bare(one) for one in said] if isinstance(said, list) else said


def _filled(said: Any) -> bool:
    if isinstance(said, dict):
        return any(_filled(one) for one in said.values())
    return bool(said.strip()) if isinstance(said, str) else said not in (None, [], False)


def _empty(shape: Shape) -> Any:
    empties: dict[str, Any] = {"texts": {}, "codes": [], "rows": [], "record": {}}
    return empties.get(shape.kind, "")


def _number(said: str) -> Any:
    """As written in either language: 2.5 or 2,5."""
    plain = said.strip().replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return plain
