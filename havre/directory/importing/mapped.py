"""Plain tables of anybody, by a small file that says which column is which field.

    [organization]
    file = "organizations.csv"
    id = "Organization ID"
    [organization.fields]
    names = "Title"
    website = "Website address"
    [organization.fields.status]
    column = "Is it open?"
    values = { Yes = "active", No = "inactive" }
    [[organization.phones]]
    column = "Phone number"
    purpose = "main"

`of` names the column with the organization's id; of a service `places`, of a place `services`, the
column with ids of those (parted by commas or lines). `split = true`: the column is a list.
`[location.confidential]` with a column and values: there the street is sealed.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from havre.directory import fields
from havre.directory.importing import drafts, files, plain
from havre.directory.importing.drafts import Draft, Refusal, Stream, Unreadable
from havre.directory.importing.leftovers import Leftovers

_KNOWN = {"file", "id", "of", "fields", "phones", "services", "places", "confidential", "point"}
_ONE = {"column", "values", "split", "language"}
_PARTS = re.compile(r"[,;\n]")
_STREET = ("address", "lat", "lon")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)")
Json = dict[str, Any]


def mapping(path: Path) -> Json:
    """A mapping that can be used. Raises Unreadable with a sentence for whatever is wrong."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path.name} cannot be read ({type(error).__name__}).") from error
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"{path.name} is no TOML: {error}.") from error
    if not found or not found.keys() <= fields.KINDS.keys():
        raise Unreadable(f"{path.name} has tables for {', '.join(fields.KINDS)} and no others.")
    for kind, part in found.items():
        _check(path.name, kind, part)
    return found


def read(path: Path, language: str, by: Json) -> Stream:
    """Drafts of the tables that a mapping names, organizations first."""
    found = {each.name: each for each in files.all_of(path)}
    given: dict[str, list[str]] = {}
    left = Leftovers("is in no line of the mapping")
    for kind in fields.KINDS:
        part = by.get(kind)
        if part is None:
            continue
        named = part.get("file", path.name)
        table = found.get(named)
        if table is None:
            raise Unreadable(f"{str(named)[:60]} is no file in {path.name}.")
        columns = _columns(part)
        for where, row in files.rows(table):
            left.look(where, row, columns)
            made = _draft(kind, where, row, part, language=language)
            if isinstance(made, Draft) and kind == fields.SERVICE:
                for place in _list(row.get(part.get("places", ""), "")):
                    given.setdefault(place, []).append(made.external)
            if isinstance(made, Draft) and kind == fields.LOCATION:
                made.services += given.get(made.external, [])
            yield made
    yield from left.notes()


def _columns(part: Json) -> set[str]:
    """The columns that a mapping names for one kind of record."""
    found = {part[name] for name in ("id", "of", "services", "places", "point") if name in part}
    rows = [*part.get("fields", {}).values(), *part.get("phones", [])]
    rows += [part["confidential"]] if "confidential" in part else []
    return found | {each["column"] if isinstance(each, dict) else each for each in rows}


def _draft(
    kind: str, where: str, row: dict[str, str], part: Json, *, language: str
) -> Draft | Refusal:
    own = row.get(part["id"], "")
    if not own or len(own) > drafts.LONGEST_ID:
        return Refusal(where, f"has nothing in {part['id']}", kind)
    values: Json = {}
    for name, how in part.get("fields", {}).items():
        said = _value(
            kind, name, row, how if isinstance(how, dict) else {"column": how}, language=language
        )
        if said not in (None, "", [], {}):
            _put(values, name, said)
    if lines := _phones(row, part.get("phones", []), language):
        values["phones"] = lines
    if point := _POINT.search(row.get(part.get("point", ""), "")):
        values |= {"lat": float(point[1]), "lon": float(point[2])}
    made = Draft(kind, own, where, values, row.get(part.get("of", ""), ""))
    made.services = _list(row.get(part.get("services", ""), ""))
    hidden = part.get("confidential")
    if hidden and row.get(hidden["column"], "") in hidden["values"]:
        made.exact = {name: values.pop(name) for name in _STREET if name in values}
    return made


def _value(kind: str, name: str, row: dict[str, str], how: Json, *, language: str) -> Any:
    words = plain.words(row.get(how["column"], ""))
    if "values" in how:
        return how["values"].get(words)
    field = fields.catalogue(kind)[name.partition(".")[0]]
    if field.is_words:
        return {how.get("language", language): words} if words else {}
    if how.get("split"):
        parts = _list(words)
        return [plain.language(each) for each in parts] if name == "languages" else parts
    if field.shape == "number":
        return _number(words)
    if name == "province":
        return plain.province(words)
    return plain.website(words) if name == "website" else words


def _put(values: Json, name: str, said: Any) -> None:
    """A dotted name is a part of a record: `address.postal_code`."""
    above, _, below = name.partition(".")
    if below:
        values.setdefault(above, {})[below] = said
    else:
        values[above] = said


def _phones(row: dict[str, str], parts: list[Json], language: str) -> list[Json]:
    found = []
    for each in parts:
        numbers = _list(row.get(each["column"], ""))
        beside = {name: each[name] for name in ("purpose", "tier", "scope") if name in each}
        found += [{"number": number} | beside for number in numbers]
    return found


def _list(words: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(words) if part.strip()]


def _number(words: str) -> Any:
    try:
        found = float(words)
    except ValueError:
        return words
    return int(found) if found.is_integer() else found


def _check(name: str, kind: str, part: Any) -> None:
    if not isinstance(part, dict) or not isinstance(part.get("id"), str):
        raise Unreadable(f"{name}: [{kind}] needs id, the column with its id.")
    if unknown := sorted(part.keys() - _KNOWN):
        raise Unreadable(f"{name}: [{kind}] knows no {unknown[0]}.")
    for field, how in part.get("fields", {}).items():
        if field.partition(".")[0] not in fields.catalogue(kind):
            raise Unreadable(f"{name}: {field} is no field of a {kind}.")
        if isinstance(how, dict) and ("column" not in how or not how.keys() <= _ONE):
            raise Unreadable(f"{name}: {field} takes column, values, split, language.")
    rows = [*part.get("phones", []), *([part["confidential"]] if "confidential" in part else [])]
    if not all(isinstance(each, dict) and isinstance(each.get("column"), str) for each in rows):
        raise Unreadable(f"{name}: [{kind}] phones and confidential name a column.")
