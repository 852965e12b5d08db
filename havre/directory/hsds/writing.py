"""Exports into a new folder: one JSON object a line, or the tables as a data package (CSV).

Both are written as the records come: the whole directory never stands in memory.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from havre.directory import copies
from havre.directory.hsds import nested, profile, tables, terms
from havre.directory.hsds.parts import Json
from havre.lib import cells, lang

_OFFICIAL = Path(__file__).parent / "vendored" / "datapackage.json"
# Never written: old values (they say what was hidden since), and what describes other tables.
_LEFT_OUT = {"metadata", "meta_table_description"}
_KINDS = {"number": "number", "boolean": "boolean", "array": "array", "object": "object"}


def objects(tier: str) -> Iterator[tuple[str, Json]]:
    """(table, whole object) for everything a tier may see, in the order in which it is tied."""
    language = lang.languages()[0]
    yield from (("taxonomy", each) for each in terms.taxonomies(language))
    yield from (("taxonomy_term", each) for each in terms.terms(language))
    for found in copies.organizations(tier):
        yield "organization", nested.organization(found, tier=tier, language=language)
    for found in copies.services(tier):
        yield "service", nested.service(found, tier=tier, language=language)


def write_json(folder: Path, tier: str) -> int:
    """Write `services.ndjson` and the like; how many services. Raises OSError, FileExistsError."""
    folder.mkdir()
    names = {"taxonomy": "taxonomies", "taxonomy_term": "taxonomy_terms",
             "organization": "organizations", "service": "services"}  # fmt: skip
    count = 0
    with ExitStack() as stack:
        files = {
            table: stack.enter_context(_new(folder / f"{name}.ndjson"))
            for table, name in names.items()
        }
        for table, made in objects(tier):
            files[table].write(json.dumps(made, ensure_ascii=False) + "\n")
            count += table == "service"
    return count


def write_tables(folder: Path, tier: str) -> int:
    """Write the tables and `datapackage.json`; how many services. Raises OSError."""
    folder.mkdir()
    package = data_package(tier)
    count, written = 0, set[str]()
    with ExitStack() as stack:
        tables_by_name = {
            resource["name"]: _Table(stack.enter_context(_new(folder / resource["path"])), resource)
            for resource in package["resources"]
        }
        for top, made in objects(tier):
            for table, row in tables.rows(top, made, written):
                tables_by_name[table].write(row)
                count += table == "service"
    with _new(folder / "datapackage.json") as file:
        json.dump(package, file, ensure_ascii=False, indent=1)
    return count


def data_package(tier: str) -> Json:
    """The description of the tables: the official one and what our profile adds."""
    package: Json = json.loads(_OFFICIAL.read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["name"] not in _LEFT_OUT]
    for resource in package["resources"]:
        resource["schema"]["fields"] += [
            {
                "name": name,
                "type": _KINDS.get(schema["type"], "string"),
                "description": schema["description"],
            }
            for name, schema in profile.PROPERTIES.get(resource["name"], {}).items()
        ]
    package["description"] += (
        f" This copy was made for the tier «{tier}». A cell whose words begin with = + - @ or a tab"
        " has an apostrophe before them, so that no table program runs it."
    )
    return package


class _Table:
    """One CSV file; a column it does not know is an error of ours, never dropped in silence."""

    def __init__(self, file: IO[str], resource: Json) -> None:
        self._columns = [field["name"] for field in resource["schema"]["fields"]]
        self._rows = csv.writer(file, lineterminator="\r\n")
        self._rows.writerow(self._columns)

    def write(self, row: Json) -> None:
        """One row, in the order of the columns."""
        if unknown := row.keys() - set(self._columns):
            raise ValueError(f"no such column: {sorted(unknown)[0]}")
        self._rows.writerow([_cell(row.get(name)) for name in self._columns])


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return cells.harmless(words)


def _new(path: Path) -> IO[str]:
    return path.open("x", encoding="utf-8", newline="")
