"""The small things of a record as HSDS has them: words, telephones, hours, people, prices.

An id of what has none of its own is UUIDv5 of its owner and of what it says, so that it is the
same in every export until it changes.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from havre.lib import lang

Json = dict[str, Any]
_VOICE = "voice"
_TYPES = {"text": "text", "tty": "textphone", "fax": "fax"}
_DAY_END = "24:00"
_ZONES = {
    "NL": "America/St_Johns", "PE": "America/Halifax", "NS": "America/Halifax",
    "NB": "America/Moncton", "QC": "America/Toronto", "ON": "America/Toronto",
    "MB": "America/Winnipeg", "SK": "America/Regina", "AB": "America/Edmonton",
    "BC": "America/Vancouver", "YT": "America/Whitehorse", "NT": "America/Yellowknife",
    "NU": "America/Iqaluit",
}  # fmt: skip


def made_id(owner: str, table: str, *what: Any) -> str:
    """The stable id of something that belongs to the record `owner` (a UUID)."""
    said = json.dumps([table, *what], ensure_ascii=False, sort_keys=True)
    return str(uuid5(UUID(owner), said))


def say(into: Json, name: str, texts: Any, language: str, *, or_else: str = "") -> None:
    """Put words into a property: those of `language`, or of another one rather than nothing.

    All of them stand in `x_translations`, unless `language` alone has some. `or_else`: what stands
    in a property that HSDS requires where we have no words.
    """
    if not texts:
        if or_else:
            into[name] = or_else
        return
    into[name] = texts.get(language) or next(iter(texts.values()))
    if set(texts) != {language} or into[name] == or_else:
        into.setdefault("x_translations", {})[name] = dict(texts)


def zone(province: str) -> str:
    """The time zone of most of a province; the line's own where there is no province."""
    return _ZONES.get(province, "")


def phones(rows: Iterable[Json], owner: str, language: str) -> list[Json]:
    """Telephones."""
    return [_phone(row, owner, language) for row in _once(rows)]


def languages(codes: Iterable[str], owner: str) -> list[Json]:
    """Languages spoken, by code and by name."""
    return [
        {"id": made_id(owner, "language", code), "name": lang.name_of(code), "code": code}
        for code in codes
    ]


def schedules(rows: Iterable[Json], owner: str, zone_name: str, language: str) -> list[Json]:
    """Opening hours as parts of a rule (RFC 5545), in the time of their place."""
    return [_schedule(row, owner, zone_name, language) for row in _once(rows)]


def hours_in_words(texts: Json, owner: str, language: str) -> list[Json]:
    """Hours that are said in words alone."""
    made: Json = {"id": made_id(owner, "schedule", "words"), "x_kind": "words"}
    say(made, "description", texts, language)
    return [made] if texts else []


def contacts(rows: Iterable[Json], owner: str, language: str) -> list[Json]:
    """People there."""
    return [_contact(row, owner, language) for row in _once(rows)]


def costs(rows: Iterable[Json], owner: str, language: str) -> list[Json]:
    """Prices."""
    found = []
    for row in _once(rows):
        made: Json = {"id": made_id(owner, "cost_option", row)}
        say(made, "option", row.get("option"), language)
        found.append(made | {name: row[name] for name in ("amount", "currency") if name in row})
    return found


def documents(rows: Iterable[Json], owner: str, language: str) -> list[Json]:
    """Papers one must bring."""
    found = []
    for row in _once(rows):
        made: Json = {"id": made_id(owner, "required_document", row)}
        say(made, "document", row.get("name"), language)
        found.append(made)
    return found


def identifiers(rows: Iterable[Json], owner: str) -> list[Json]:
    """Numbers under which others keep an organization."""
    return [
        {
            "id": made_id(owner, "organization_identifier", row),
            "identifier_scheme": row["scheme"],
            "identifier_type": row["scheme"],
            "identifier": row["value"],
        }
        for row in _once(rows)
    ]


def areas(names: Iterable[str], owner: str) -> list[Json]:
    """Areas served, by name."""
    return [
        {"id": made_id(owner, "service_area", name), "name": name} for name in dict.fromkeys(names)
    ]


def capacities(beds: Json | None, owner: str) -> list[Json]:
    """How many places were free when somebody last said so, and until when that is believed."""
    if not beds:
        return []
    unit = beds["unit"]
    made: Json = {
        "id": made_id(owner, "service_capacity", unit),
        "unit": {"id": made_id(owner, "unit", unit), "name": unit},
        "available": beds["available"],
        "updated": beds["at"],
        "x_expires": beds["expires"],
    }
    given = {"maximum": beds.get("maximum"), "x_waiting": beds.get("waiting")}
    return [made | {name: value for name, value in given.items() if value is not None}]


def _once(rows: Iterable[Json]) -> list[Json]:
    """Rows that say something, each once, without what rows of old leave empty."""
    empty: tuple[Any, ...] = (None, "", [], {})
    said = [{name: value for name, value in row.items() if value not in empty} for row in rows]
    return list({json.dumps(row, sort_keys=True): row for row in said if row}.values())


def _phone(row: Json, owner: str, language: str) -> Json:
    own = made_id(owner, "phone", {name: row[name] for name in row if name != "tier"})
    purpose, extension = row.get("purpose", ""), row.get("extension", "")
    made: Json = {"id": own, "number": row["number"], "type": _TYPES.get(purpose, _VOICE)}
    if extension.isascii() and extension.isdigit() and str(int(extension)) == extension:
        made["extension"] = int(extension)
    elif extension:
        made["x_extension"] = extension
    made |= {f"x_{name}": row[name] for name in ("purpose", "scope") if name in row}
    say(made, "description", row.get("note"), language)
    if row.get("languages"):
        made["languages"] = languages(row["languages"], own)
    return made


def _schedule(row: Json, owner: str, zone_name: str, language: str) -> Json:
    made: Json = {
        "id": made_id(owner, "schedule", row),
        "freq": "WEEKLY",
        "interval": 1,
        "byday": ",".join(row["days"]),
        "x_kind": row["kind"],
    }
    for name in ("opens", "closes"):
        made[f"{name}_at"] = "00:00:00" if row[name] == _DAY_END else f"{row[name]}:00"
        if row[name] == _DAY_END:
            made[f"x_{name}_at"] = _DAY_END
    made |= {name: row[name] for name in ("valid_from", "valid_to") if name in row}
    if zone_name:
        made |= {"timezone": _standard_offset(zone_name), "x_timezone": zone_name}
    say(made, "notes", row.get("note"), language)
    return made


def _standard_offset(zone_name: str) -> float:
    winter = dt.datetime(2026, 1, 15, 12, tzinfo=ZoneInfo(zone_name))
    offset = (winter.utcoffset() or dt.timedelta()).total_seconds() / 3600
    return int(offset) if offset.is_integer() else offset


def _contact(row: Json, owner: str, language: str) -> Json:
    own = made_id(owner, "contact", row)
    made: Json = {"id": own} | {name: row[name] for name in ("name", "email") if name in row}
    say(made, "title", row.get("title"), language)
    if row.get("phone"):
        made["phones"] = [{"id": made_id(own, "phone"), "number": row["phone"]}]
    return made
