"""HSDS 1.x tables (Ohana, the transformers of Open Referral) brought into the form of HSDS 3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.importing import hsds3, plain, tables
from havre.directory.importing.drafts import Stream
from havre.directory.importing.hsds3_parts import Json
from havre.directory.importing.leftovers import Leftovers, strange_tables

_FILES = {
    "organizations.csv": "organization",
    "services.csv": "service",
    "locations.csv": "location",
    "services_at_location.csv": "service_at_location",
    "phones.csv": "phone",
    "contacts.csv": "contact",
    "addresses.csv": "address",
    "physical_addresses.csv": "address",
    "regular_schedules.csv": "regular_schedule",
    "languages.csv": "language",
}
_OWNERS = {"id", "organization_id", "service_id", "location_id", "contact_id", "phone_id", "_at"}
_READ = {
    "organization": {"name", "alternate_name", "description", "email", "website", "url"},
    "service": {
        "name", "alternate_name", "description", "status", "url", "website", "fees", "eligibility",
        "fees_description", "eligibility_description", "application_process", "alert",
        "interpretation_services", "languages", "service_areas", "required_documents",
        "minimum_age", "maximum_age",
    },
    "location": {"name", "alternate_name", "transportation", "latitude", "longitude", "virtual",
                 "accessibility"},
    "service_at_location": set(),
    "phone": {"number", "extension", "type", "number_type", "description", "department"},
    "contact": {"name", "title", "email"},
    "address": {"address_1", "address_2", "city", "state_province", "postal_code", "country",
                "address_type"},
    "regular_schedule": {"weekday", "opens_at", "closes_at"},
    "language": {"language", "name", "code"},
}  # fmt: skip
_DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_ACCESS = {"wheelchair": "step_free", "ramp": "step_free", "elevator": "elevator",
           "restroom": "accessible_washroom", "deaf_interpreter": "asl"}  # fmt: skip
_STATES = {"active", "inactive", "defunct", "temporarily closed"}


def read(path: Path, language: str) -> Stream:
    """Drafts of a folder of HSDS 1.x tables."""
    rows, left = tables.load(path, _FILES), Leftovers()
    for table, found in rows.items():
        for row in found:
            left.look(row["_at"], row, _READ[table] | _OWNERS)
    rows = _rows(rows)
    strays = tables.hang(rows)
    yield from hsds3.taken(_objects(rows), language, uuids=False)
    yield from strays
    yield from left.notes()
    yield from strange_tables(path, _FILES)


def _rows(rows: dict[str, list[Json]]) -> dict[str, list[Json]]:
    for table in set(_FILES.values()):
        rows.setdefault(table, [])
    rows["schedule"] = [_schedule(row) for row in rows["regular_schedule"]]
    rows["phone"] = [_phone(row) for row in rows["phone"]]
    rows["language"] = [row | {"name": row.get("language")} for row in rows["language"]]
    return rows


def _objects(rows: dict[str, list[Json]]) -> Iterator[hsds3.Object]:
    owners = {row.get("id"): row.get("organization_id") for row in rows["location"]}
    given: dict[Any, list[str]] = {}
    for row in [*rows["service_at_location"], *rows["service"]]:
        if row.get("location_id"):
            given.setdefault(row["location_id"], []).append(row.get("service_id") or row["id"])
    for row in rows["organization"]:
        yield (
            row["_at"],
            ORGANIZATION,
            _plain(row) | {"website": row.get("website", row.get("url"))},
        )
    for row in rows["service"]:
        yield row["_at"], SERVICE, _service(row, owners)
    for row in rows["location"]:
        yield row["_at"], LOCATION, _location(row, given.get(row.get("id"), []))


def _service(row: Json, owners: dict[Any, Any]) -> Json:
    made = _plain(row)
    made["organization_id"] = row.get("organization_id") or owners.get(row.get("location_id"))
    made["url"] = row.get("url", row.get("website"))
    for name in ("fees", "eligibility"):
        made[f"{name}_description"] = made.get(name) or made.get(f"{name}_description")
    if row.get("status") not in _STATES:
        made.pop("status", None)
    made["languages"] = _languages(row)
    made["service_areas"] = [{"name": name} for name in _parts(row.get("service_areas"))]
    papers = _parts(row.get("required_documents"))
    made["required_documents"] = [{"document": name} for name in papers]
    return made


def _location(row: Json, given: list[str]) -> Json:
    made = _plain(row) | {"x_services": given}
    made["location_type"] = "virtual" if row.get("virtual") == "true" else "physical"
    for name in ("latitude", "longitude"):
        made[name] = _number(row.get(name))
    codes = [_ACCESS.get(code, "") for code in _parts(row.get("accessibility"))]
    made["accessibility"] = [{"x_code": code} for code in dict.fromkeys(codes) if code]
    return made


def _schedule(row: Json) -> Json:
    day = _DAYS.get(row.get("weekday", "")[:3].lower(), row.get("weekday", ""))
    times = {name: plain.clock(row.get(name)) for name in ("opens_at", "closes_at")}
    return row | times | {"byday": day}


def _phone(row: Json) -> Json:
    kind = row.get("type") or row.get("number_type")
    words = row.get("description") or row.get("department")
    return row | {"type": kind, "description": words}


def _plain(row: Json) -> Json:
    """Words without markup; lists that were hung below as they are."""
    return {
        name: plain.words(value) if isinstance(value, str) else value for name, value in row.items()
    }


def _languages(row: Json) -> list[Json]:
    found = row.get("languages")
    return found if isinstance(found, list) else [{"name": name} for name in _parts(found)]


def _parts(value: Any) -> list[str]:
    text = value if isinstance(value, str) else ""
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
