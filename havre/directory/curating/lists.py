"""All records: found by name, and those that need care first."""

from dataclasses import dataclass
from uuid import UUID

from havre.directory import actions, duplicates, links, proposals, reports, rounds
from havre.directory.fields import KINDS, LOCATION, ORGANIZATION, SERVICE
from havre.directory.models import Record, Service, in_language
from havre.lib import lang

PAGE = 50
CARES = ("due", "words", "links")  # to ask; words nobody vouches for; web pages
_ORDER = (ORGANIZATION, SERVICE, LOCATION)


@dataclass(frozen=True, slots=True)
class Listed:
    """Some records, how many there are in all, and where the next page begins (0: nowhere)."""

    rows: list[Record]
    total: int
    following: int = 0


def record_of(id: UUID) -> Record | None:
    """A record of whatever kind."""
    for kind in _ORDER:
        found: Record | None = KINDS[kind].objects.filter(pk=id).first()  # type: ignore[attr-defined]
        if found is not None:
            return found
    return None


def counts() -> dict[str, int]:
    """How many need care, by why."""
    return {
        "due": len(rounds.to_ask()),
        "words": len(_unsure()),
        "links": len(links.wrong()),
        "proposals": proposals.waiting().count(),
        "alike": duplicates.waiting().count(),
        "numbers": len(reports.waiting()),
    }


def by_name(words: str) -> Listed:
    """Every record in whose names all these words stand, in any language."""
    wanted = lang.fold(words).split()
    ids: list[tuple[str, str, UUID]] = []
    for kind in _ORDER:
        rows = KINDS[kind].objects.values_list("id", "names")  # type: ignore[attr-defined]
        for id, names in rows:
            text = lang.fold(" ".join(map(str, names.values())))
            ids += [(text, kind, id)] if all(word in text for word in wanted) else []
    return Listed(_fetch([(kind, id) for _, kind, id in sorted(ids)[:PAGE]]), len(ids))


def page(start: int) -> Listed:
    """All services in the order of their names, from the one at `start`."""
    names = Service.objects.values_list("id", "names")
    ids = sorted((lang.fold(in_language(one)), id) for id, one in names)
    return _cut([(SERVICE, id) for _, id in ids], start)


def needing(care: str, start: int) -> Listed:
    """Those that need this care, the most urgent first."""
    if care == "due":
        return _cut([(SERVICE, each.service.id) for each in rounds.to_ask()], start)
    return _cut(links.wrong() if care == "links" else _unsure(), start)


def _unsure() -> list[tuple[str, UUID]]:
    found = []
    for kind in _ORDER:
        rows = KINDS[kind].objects.exclude(said={})  # type: ignore[attr-defined]
        for id, said in rows.values_list("id", "said"):
            if any(how.get("as") in {actions.STALE, actions.MACHINE} for how in said.values()):
                found.append((kind, id))
    return found


def _cut(ids: list[tuple[str, UUID]], start: int) -> Listed:
    first = start if 0 <= start < len(ids) else 0
    after = first + PAGE
    return Listed(_fetch(ids[first:after]), len(ids), after if after < len(ids) else 0)


def _fetch(ids: list[tuple[str, UUID]]) -> list[Record]:
    rows: dict[UUID, Record] = {}
    for kind in _ORDER:
        wanted = [id for one, id in ids if one == kind]
        found = KINDS[kind].objects.filter(pk__in=wanted)  # type: ignore[attr-defined]
        owned = found if kind == ORGANIZATION else found.select_related("organization")
        rows |= {each.id: each for each in owned}
    return [rows[id] for _, id in ids if id in rows]
