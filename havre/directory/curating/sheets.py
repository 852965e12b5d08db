"""One part of a record while it is filled in: what stood there, what was typed, who was faster."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from havre.directory import actions, fields, guarding
from havre.directory.curating import boxes, labels, telling
from havre.directory.curating.boxes import Box, Errors
from havre.directory.curating.parts import Part
from havre.directory.fields import Field
from havre.directory.models import Change, Record
from havre.directory.shapes import Malformed


@dataclass(slots=True)
class Sheet:
    """A part being filled in.

    `base`: the version whoever types has seen; `said`: field → as typed, of the fields they
    changed; `mine`: field → as it would be kept; `clashes`: those somebody else changed since.
    """

    row: Record
    part: Part
    base: int
    said: dict[str, Any] = field(default_factory=dict)
    mine: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    clashes: list[telling.Differs] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """organization, service or location."""
        return fields.kind_of(self.row)

    @property
    def boxes(self) -> list[Box]:
        """To fill in; what was typed stays as it was typed."""
        return [
            boxes.draw(self.kind, fact, self.said.get(fact.name, now), errors=self.errors, now=now)
            for fact in asked(self.row, self.part)
            for now in [fields.value_of(self.row, fact.name)]
        ]

    def names_itself(self) -> bool:
        """Whether a new record has a name; says so at its field if not."""
        if "names" not in self.mine:
            self.errors[f"names.{boxes.writes({})[0]}"] = labels.refusal(Malformed("", "nameless"))
        return not self.errors

    @property
    def differences(self) -> list[telling.Differs]:
        """What would change, in words."""
        now = {name: fields.value_of(self.row, name) for name in self.mine}
        return telling.difference(self.kind, now, self.mine)

    @property
    def waits(self) -> list[str]:
        """The labels of what would wait for somebody else."""
        known = fields.catalogue(self.kind)
        held = guarding.of_two(self.row, guarding.differing(self.row, self.mine))
        return [str(known[name].label) for name in self.mine if name in held]


def opened(row: Record, part: Part) -> Sheet:
    """As it stands."""
    return Sheet(row, part, row.version)


def filled_in(row: Record, part: Part, data: QueryDict) -> Sheet:
    """As somebody filled it in. After a clash its base is the newest version, so a second press
    means it."""
    base = _version(data.get("base", ""), row.version)
    sheet = Sheet(row, part, row.version)
    since = _since(row, base)
    for fact in asked(row, part):
        now = fields.value_of(row, fact.name)
        was = since.get(fact.name, now)
        said = boxes.typed(data, fact.check, fact.name, was)
        kept, wrong = boxes.judged(fact.check, said, fact.name)
        sheet.errors |= wrong
        if wrong or not (same(kept, was) or same(kept, now)):
            sheet.said[fact.name] = said
            sheet.mine |= {} if wrong else {fact.name: kept}
    _judge_whole(sheet)
    both = {name: since[name] for name in since if name in sheet.said}
    now = {name: fields.value_of(row, name) for name in both}
    sheet.clashes = telling.difference(sheet.kind, both, now)
    return sheet


def asked(row: Record, part: Part) -> list[Field]:
    """The fields of a part that a form may ask for: never what is sealed here."""
    asked_for = part.fields(fields.kind_of(row))
    return [fact for fact in asked_for if not actions.is_sealed(row, fact.name)]


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: codes have no order, and an empty record says nothing."""
    return bool(_plain(one) == _plain(other))


def _judge_whole(sheet: Sheet) -> None:
    try:
        fields.checked(sheet.kind, sheet.mine)
    except Malformed as error:
        at = f"names.{boxes.writes({})[0]}" if error.code == "nameless" else "hidden"
        sheet.errors[at] = labels.refusal(error)


def _since(row: Record, base: int) -> dict[str, Any]:
    """What stood at version `base` in each field that changed since."""
    found: dict[str, Any] = {}
    changes = Change.objects.filter(record=row.id, version__gt=base).order_by("version")
    for before in changes.values_list("before", flat=True):
        found = before | found
    return found


def _version(said: str, newest: int) -> int:
    return min(int(said), newest) if said.isascii() and said.isdigit() and len(said) < 9 else newest


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        plain = [_plain(one) for one in value]
        return sorted(plain) if all(isinstance(one, str) for one in plain) else plain
    return value
