"""Words that nobody vouches for yet: missing in a language of the line, a machine's, or stale."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from havre.directory import actions
from havre.directory.curating import parts
from havre.directory.fields import KINDS, LOCATION, ORGANIZATION, SERVICE, Field, catalogue
from havre.directory.models import in_language
from havre.directory.models.records import DEFUNCT
from havre.lib import lang

MISSING, MACHINE, STALE = "missing", actions.MACHINE, actions.STALE
STATES = (STALE, MACHINE, MISSING)  # what is wrong comes before what is not there
_ORDER = (SERVICE, ORGANIZATION, LOCATION)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one field of a record in one language. `part`: the form they stand in."""

    record: UUID
    kind: str
    name: str
    field: str
    label: str
    part: str
    language: str
    state: str


def due() -> list[Words]:
    """All of them, by the names of their records."""
    found = [each for kind in _ORDER for each in _of(kind)]
    return sorted(found, key=lambda each: (STATES.index(each.state), lang.fold(each.name)))


def counts(rows: list[Words]) -> dict[str, dict[str, int]]:
    """language → state → how many; the line's own languages always, then those that occur."""
    told = Counter((each.language, each.state) for each in rows)
    codes = dict.fromkeys([*lang.languages(), *sorted({each.language for each in rows})])
    return {code: {state: told[code, state] for state in STATES} for code in codes}


def _of(kind: str) -> Iterator[Words]:
    known = [fact for fact in catalogue(kind).values() if fact.is_words]
    columns = [fact.name for fact in known if fact.column]
    place = {name: part.slug for part in parts.parts(kind) for name in part.names}
    rows = KINDS[kind].objects.exclude(status=DEFUNCT)  # type: ignore[attr-defined]
    for id, said, content, *texts in rows.values_list("id", "said", "content", *columns):
        values = content | dict(zip(columns, texts, strict=True))
        for fact, code, state in _wanting(known, values, said):
            yield Words(id, kind, in_language(values["names"]), fact.name, str(fact.label),
                        place[fact.name], code, state)  # fmt: skip


def _wanting(
    known: list[Field], values: dict[str, Any], said: dict[str, Any]
) -> Iterator[tuple[Field, str, str]]:
    ours = lang.languages()
    for fact in known:
        words = values.get(fact.name)
        if not words or not any(words.values()):
            continue
        for code in ours:
            if not words.get(code):
                yield fact, code, MISSING
        for code in words:
            how = said.get(f"{fact.name}.{code}", {}).get("as")
            if words[code] and how in {STALE, MACHINE}:
                yield fact, code, how
