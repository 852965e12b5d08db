"""What another system says and nothing here has a place for: told once a column, never in silence.

Not told: when others last changed, confirmed or counted something. Each house asks for itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.hsds import profile
from havre.directory.importing import files
from havre.directory.importing.drafts import Note

MOST_NAMES = 500  # of columns that are told apart
_LONGEST = 60
_TEXT = {"id", "name", "alternate_name", "description", "phones", "contacts"}
_OWN = {"last_modified", "assured_date", "capacities", "metadata"}
HSDS3: dict[str, frozenset[str]] = {
    ORGANIZATION: frozenset(
        _TEXT
        | _OWN
        | {"email", "website", "organization_identifiers", "locations"}
        | profile.PROPERTIES[ORGANIZATION].keys()
    ),
    SERVICE: frozenset(
        _TEXT
        | _OWN
        | {"organization", "organization_id", "service_at_locations", "status", "url", "languages"}
        | {"interpretation_services", "application_process", "fees_description", "alert"}
        | {"eligibility_description", "minimum_age", "maximum_age", "service_areas", "schedules"}
        | {"cost_options", "required_documents", "attributes"}
        | profile.PROPERTIES[SERVICE].keys()
    ),
    LOCATION: frozenset(
        (_TEXT - {"description", "contacts"})
        | _OWN
        | {"organization_id", "location_type", "transportation", "latitude", "longitude"}
        | {"addresses", "accessibility", "schedules", "x_services"}
        | profile.PROPERTIES[LOCATION].keys()
    ),
}


class Leftovers:
    """Counts what was met and not read; `why` ends the sentence about it."""

    def __init__(self, why: str = "has no place here") -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._why = why

    def look(self, where: str, said: Mapping[str, Any], read: Collection[str]) -> None:
        """One row: `where` it stands (`name.csv, line 7`), and which of its columns are read."""
        for name, value in said.items():
            if name not in read and value not in (None, "", [], {}):
                self.met(where, name)

    def met(self, where: str, name: str) -> None:
        """Something that says something, and is not read."""
        found = (where.partition(",")[0], str(name)[:_LONGEST])
        if found in self._counts or len(self._counts) < MOST_NAMES:
            self._counts[found] += 1

    def notes(self) -> Iterator[Note]:
        """A sentence each."""
        for (where, name), count in self._counts.items():
            times = "once" if count == 1 else f"{count} times"
            yield Note(f"{where}: {name} {self._why}; left out {times}.")


def strange_tables(path: Path, known: Collection[str]) -> Iterator[Note]:
    """A sentence for each table of a folder that nobody reads."""
    for each in files.all_of(path):
        if each.suffix == ".csv" and each.name not in known:
            yield Note(f"{each.name}: nothing of this table has a place here; left out.")


def of_hsds3(
    objects: Iterable[tuple[str, str, Any]], left: Leftovers
) -> Iterator[tuple[str, str, Any]]:
    """The same objects of HSDS 3, counted on their way."""
    for where, table, made in objects:
        if isinstance(made, dict) and table in HSDS3:
            left.look(where, made, HSDS3[table])
        yield where, table, made
