"""The fields of one HSDS 3 object as the catalogue has them; what has a wrong type is absent."""

import re
from typing import Any

from havre.directory import shapes
from havre.directory.fields import ACCESS, OPENINGS, PURPOSES
from havre.directory.hsds import terms
from havre.directory.importing import plain

Json = dict[str, Any]
Found = tuple[Json, list[str]]
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PURPOSES = {"fax": "fax", "text": "text", "sms": "text", "textphone": "tty", "tty": "tty",
             "hotline": "crisis"}  # fmt: skip
_OURS = "havre:"


def is_uuid(value: str) -> bool:
    """Whether it is a UUID as HSDS writes them."""
    return _UUID.fullmatch(value) is not None


def text(value: Any) -> str:
    """A string, or nothing."""
    return value if isinstance(value, str) else ""


def nested(value: Any) -> Json:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Json]:
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def words(made: Json, name: str, language: str) -> Json:
    """A property by language: all its translations, or the plain one in the object's language."""
    said = nested(nested(made.get("x_translations")).get(name))
    if said:
        return said
    own = text(made.get("x_language")) or language
    return {own: made[name]} if text(made.get(name)) else {}


def organization(made: Json, language: str) -> Found:
    """An organization."""
    summaries = words(made, "description", language)
    if made.get("description") == made.get("name") and "description" not in nested(
        made.get("x_translations")
    ):
        summaries = {}
    values: Json = {
        "names": words(made, "name", language),
        "alternate_names": words(made, "alternate_name", language),
        "summaries": summaries,
        "jurisdiction": words(made, "x_jurisdiction", language),
        "email": made.get("email"),
        "website": plain.website(made.get("website")),
        "kind": made.get("x_kind"),
        "status": made.get("x_status"),
        "networks": made.get("x_networks"),
        "police_for": made.get("x_police_for"),
        "is_partner": made.get("x_partner"),
        "source": made.get("x_source"),
        "phones": phones(made, language),
        "contacts": contacts(made, language),
        "identifiers": [
            {
                "scheme": text(each.get("identifier_scheme")) or text(each.get("identifier_type")),
                "value": each.get("identifier"),
            }
            for each in listed(made.get("organization_identifiers"))
        ],
    }
    return given(values), []


def service(made: Json, language: str) -> Found:
    """A service."""
    values: Json = {kept: words(made, name, language) for name, kept in _WORDS.items()}
    values |= {kept: made.get(name) for name, kept in _PLAIN.items()}
    openings, hours, notes = schedules(made, language)
    values |= {
        "website": plain.website(made.get("url")),
        "phones": phones(made, language),
        "contacts": contacts(made, language),
        "languages": languages(made),
        "areas": [
            text(each.get("name")) or text(each.get("description"))
            for each in listed(made.get("service_areas"))
        ],
        "costs": [_cost(each, language) for each in listed(made.get("cost_options"))],
        "documents": [
            {"name": words(each, "document", language)}
            for each in listed(made.get("required_documents"))
        ],
        "openings": openings,
        "hours": hours,
    }
    return given(values | _terms(made)), notes


_WORDS = {
    "name": "names",
    "alternate_name": "alternate_names",
    "description": "summaries",
    "interpretation_services": "interpretation",
    "application_process": "application",
    "fees_description": "cost",
    "eligibility_description": "eligibility",
    "alert": "alert",
    "x_happens": "happens",
}
_PLAIN = {
    "status": "status",
    "minimum_age": "min_age",
    "maximum_age": "max_age",
    "x_settlement": "settlement",
    "x_province": "province",
    "x_reach": "reach",
    "x_free": "free",
    "x_exceptions": "closings",
    "x_holidays": "holidays",
    "x_route": "route",
}


def location(made: Json, language: str) -> Found:
    """A place; its settlement and province from its address, if they are not said beside it."""
    whole = listed(made.get("addresses"))
    row = next((each for each in whole if each.get("address_type") != "postal"), None)
    row = row or (whole[0] if whole else {})
    openings, _, notes = schedules(made, language)
    values: Json = {
        "names": words(made, "name", language),
        "alternate_names": words(made, "alternate_name", language),
        "transportation": words(made, "transportation", language),
        "kind": made.get("location_type"),
        "status": made.get("x_status"),
        "settlement": made.get("x_settlement") or row.get("city"),
        "province": made.get("x_province")
        or plain.province(row.get("state_province"), row.get("country")),
        "lat": made.get("latitude"),
        "lon": made.get("longitude"),
        "address": {
            name: row[name] for name in ("address_1", "address_2", "postal_code") if row.get(name)
        }
        or made.get("x_address"),
        "access": [
            code for each in listed(made.get("accessibility")) if (code := _access(each)) in ACCESS
        ],
        "phones": phones(made, language),
        "openings": openings,
    }
    return given(values), notes


def given(values: Json) -> Json:
    """Without what the other side says nothing of."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def phones(made: Json, language: str) -> list[Json]:
    """Telephones."""
    found = []
    for each in listed(made.get("phones")):
        kind = text(each.get("type")).lower()
        purpose = each.get("x_purpose")
        row = {
            "number": each.get("number"),
            "extension": text(each.get("x_extension")) or _extension(each.get("extension")),
            "scope": each.get("x_scope"),
            "purpose": purpose if purpose in PURPOSES else _PURPOSES.get(kind),
            "note": words(each, "description", language),
            "languages": languages(each),
            "tier": each.get("x_tier"),
        }
        found.append(given(row))
    return found


def _extension(value: Any) -> Any:
    """Digits, where it is a whole number; otherwise as it was, to be refused if it is no text."""
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if is_whole and not isinstance(value, bool) and 0 <= value < 10**20:
        return str(int(value))
    return value


def contacts(made: Json, language: str) -> list[Json]:
    """People there."""
    found = []
    for each in listed(made.get("contacts")):
        lines = listed(each.get("phones"))
        row = {
            "name": each.get("name"),
            "title": words(each, "title", language),
            "email": each.get("email"),
            "phone": lines[0].get("number") if lines else None,
        }
        found.append(given(row))
    return [row for row in found if row]


def languages(made: Json) -> list[str]:
    """Languages spoken, as codes."""
    rows = listed(made.get("languages"))
    return [plain.language(text(each.get("code")) or each.get("name")) for each in rows]


def schedules(made: Json, language: str) -> tuple[list[Json], Json, list[str]]:
    """Weekly rules; hours in words; and what is no weekly rule, as a note."""
    openings: list[Json] = []
    hours: Json = {}
    for each in listed(made.get("schedules")):
        days = [day.strip() for day in text(each.get("byday")).split(",") if day.strip()]
        weekly = each.get("freq", "WEEKLY") == "WEEKLY" and each.get("interval") in (None, 1)
        if weekly and days and set(days) <= set(shapes.DAYS) and each.get("opens_at"):
            openings.append(_opening(each, days, language))
        else:
            for code, said in words(each, "description", language).items():
                hours[code] = f"{hours[code]}; {said}" if code in hours else said
    left = len(listed(made.get("schedules"))) - len(openings)
    note = [] if hours or not left else ["has hours that are no weekly rule; left out."]
    return openings, hours, note


def _opening(row: Json, days: list[str], language: str) -> Json:
    kind = row.get("x_kind")
    made = {
        "kind": kind if kind in OPENINGS else "operating",
        "days": days,
        "opens": row.get("x_opens_at") or plain.clock(row.get("opens_at")),
        "closes": row.get("x_closes_at") or plain.clock(row.get("closes_at")),
        "valid_from": row.get("valid_from"),
        "valid_to": row.get("valid_to"),
        "note": words(row, "notes", language),
    }
    return given(made)


def _cost(row: Json, language: str) -> Json:
    made = {
        "option": words(row, "option", language),
        "amount": row.get("amount"),
        "currency": row.get("currency"),
    }
    return given(made)


def _access(row: Json) -> str:
    return text(row.get("x_code")) or text(row.get("description")).strip().lower()


def _terms(made: Json) -> Json:
    """What attributes of our own taxonomies say; those of others need a table of equals."""
    found: dict[str, list[str]] = {}
    facts: dict[str, str] = {}
    for each in listed(made.get("attributes")):
        term = nested(each.get("taxonomy_term"))
        group, _, code = text(term.get("code")).partition(".")
        if term.get("taxonomy") != f"{_OURS}{group}":
            continue
        if group == terms.FACT:
            facts[code] = text(each.get("value"))
        else:
            found.setdefault(group, []).append(code)
    kinds = found.get(terms.KIND, [])
    return {
        "kind": kinds[0] if kinds else None,
        "needs": found.get(terms.NEED),
        "phases": found.get(terms.PHASE),
        "access": found.get(terms.ACCESSIBLE),
        "facts": facts,
    }
