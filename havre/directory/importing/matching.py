"""Which of our records a draft speaks of: the one it came from, or one that is surely the same."""

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from havre.directory import fields, merging
from havre.directory.importing.drafts import Draft
from havre.directory.models import Organization, Origin, Record
from havre.lib import lang

_DIGITS = re.compile(r"\D")
_SHORTEST = 7  # digits of a number that says who somebody is


class Matcher:
    """Finds records for the drafts of one import; none for two drafts.

    `by_key`: the ids there are keys of a house of Havre.
    """

    def __init__(self, system: str, *, by_key: bool) -> None:
        self.system, self.by_key = system, by_key
        self.taken: set[UUID] = set(
            Origin.objects.filter(system=system).values_list("record", flat=True)
        )
        self._organizations: dict[str, list[UUID]] | None = None

    def find(self, draft: Draft, values: dict[str, Any], owner: UUID | None) -> Any:
        """(record, origin), either of them None."""
        kind = fields.KINDS[draft.kind].objects  # type: ignore[attr-defined]
        origin = Origin.objects.filter(
            system=self.system, kind=draft.kind, external=draft.external
        ).first()
        if origin is not None:
            return kind.filter(id=origin.record).first(), origin
        found = self._same_id(kind, draft) or self._same_words(kind, draft, values, owner)
        found = found and merging.successor(found)
        if found is None or found.id in self.taken:
            return None, None
        self.taken.add(found.id)
        return found, None

    def _same_id(self, kind: Any, draft: Draft) -> Record | None:
        if self.by_key:
            found: Record | None = kind.filter(key=draft.external).first()
            return found
        try:
            found = kind.filter(id=UUID(draft.external)).first()
        except ValueError:
            return None
        return found

    def _same_words(
        self, kind: Any, draft: Draft, values: dict[str, Any], owner: UUID | None
    ) -> Record | None:
        """The one of that name; of an organization something else must be the same too."""
        if self.by_key:
            return None
        names = {lang.fold(name) for name in values.get("names", {}).values()}
        if draft.kind == fields.ORGANIZATION:
            ids = {found for name in names for found in self._named().get(name, [])}
            rows = [row for row in Organization.objects.filter(id__in=ids) if _alike(row, values)]
        else:
            rows = [
                row
                for row in kind.filter(organization_id=owner)
                if names & {lang.fold(str(name)) for name in row.names.values()}
            ]
        return rows[0] if len(rows) == 1 else None

    def _named(self) -> dict[str, list[UUID]]:
        if self._organizations is None:
            self._organizations = {}
            for found, names in Organization.objects.values_list("id", "names").iterator():
                for name in {lang.fold(str(name)) for name in names.values()}:
                    self._organizations.setdefault(name, []).append(found)
        return self._organizations


def _alike(row: Organization, values: dict[str, Any]) -> bool:
    ours = {name: fields.value_of(row, name) for name in ("phones", "website", "email")}
    return bool(_marks(ours) & _marks(values))


def _marks(values: dict[str, Any]) -> set[str]:
    """What hardly two organizations share: a number, a web address's host, an e-mail address."""
    lines = [_DIGITS.sub("", row["number"]) for row in values.get("phones", [])]
    host = urlsplit(values.get("website", "")).hostname or ""
    email = values.get("email", "").casefold()
    numbers = {line[-10:] for line in lines if len(line) >= _SHORTEST}
    return numbers | ({host.removeprefix("www.")} - {""}) | ({email} - {""})
