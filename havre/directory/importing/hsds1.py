"""HSDS 1.x tables (Ohana, the transformers of Open Referral) brought into the form of HSDS 3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.importing import hsds3, plain, tables
from havre.directory.importing.drafts import Stream
from havre.directory.importing.hsds3_parts import Json

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
_DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_ACCESS = {"wheelchair": "step_free", "ramp": "step_free", "elevator": "elevator",
           "restroom": "accessible_washroom", "deaf_interpreter": "asl"}  # fmt: skip
_STATES = {"active", "inactive", "defunct", "temporarily closed"}


def read(path: Path, language: str) -> Stream:
    """Drafts of a folder of HSDS 1.x tables."""
    rows = _rows(path)
    strays = tables.hang(rows)
    yield from hsds3.taken(_objects(rows), language, uuids=False)
    yield from strays


def _rows(path: Path) -> dict[str, list[Json]]:
    rows = tables.load(path, _FILES)
    for table in set(_FILES.values()):
        rows.setdefault(table, [])
    rows["schedule"] = [_schedule(row) for row in rows["regular_schedule"]]
    rows["phone"] = [_phone(row) for row in rows["phone"]]
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
    made["fees_description"] = made.get("fees")
    made["eligibility_description"] = made.get("eligibility")
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
