"""A service, an organization, a place as whole HSDS objects, made of what one tier sees.

`found` is what `cards` or `tiers.seen` give, with the record's `id`; `language` is that of the
plain properties. What is not in `found` is in no object: nothing is asked of the tables here.
"""

from typing import Any

from django.utils.translation import override

from havre.directory.hsds import parts, terms
from havre.directory.hsds.parts import Json, say

_COUNTRY = "CA"
_ADDRESS = ("address_1", "settlement", "province", "postal_code")  # HSDS has all of them, or none


def service(found: Json, *, tier: str, language: str) -> Json:
    """A service with its organization and its places."""
    with override(language):
        made = _bare_service(found, tier, language)
        made["organization"] = _organization(found["organization"], tier, language)
        made["service_at_locations"] = [
            {
                "id": parts.made_id(found["id"], "service_at_location", place["id"]),
                "location": _location(place, tier, language)
                | {"organization_id": found["organization"]["id"]},
            }
            for place in found.get("places", [])
        ]
        return _without_empty(made)


def organization(found: Json, *, tier: str, language: str) -> Json:
    """An organization with all its places (`places` of `found`)."""
    with override(language):
        made = _organization(found, tier, language)
        made["locations"] = [
            _location(place, tier, language) | {"organization_id": found["id"]}
            for place in found.get("places", [])
        ]
        return _without_empty(made)


def _bare_service(found: Json, tier: str, language: str) -> Json:
    own = found["id"]
    made: Json = {
        "id": own,
        "organization_id": found["organization"]["id"],
        "status": found.get("status", "active"),
        "last_modified": found["modified"],
        "assured_date": found.get("checked"),
        "x_due": found.get("due"),
        "x_language": language,
        "x_tier": tier,
    }
    called = terms.label(terms.KIND, found.get("kind", "other"))  # where its name is not for all
    say(made, "name", found.get("names"), language, or_else=called)
    for name, kept in _WORDS_OF_A_SERVICE.items():
        say(made, name, found.get(kept), language)
    made |= {name: found.get(kept) for name, kept in _PLAIN_OF_A_SERVICE.items()}
    made |= _lists_of_a_service(found, language)
    groups = {
        terms.KIND: [found["kind"]] if "kind" in found else [],
        terms.NEED: found.get("needs", []),
        terms.PHASE: found.get("phases", []),
        terms.ACCESSIBLE: found.get("access", []),
        terms.FACT: found.get("facts", {}),
    }
    made["attributes"] = [
        row
        for group, codes in groups.items()
        for row in terms.attributes(own, group, codes, language)
    ]
    return made


_WORDS_OF_A_SERVICE = {
    "alternate_name": "alternate_names",
    "description": "summaries",
    "interpretation_services": "interpretation",
    "application_process": "application",
    "fees_description": "cost",
    "eligibility_description": "eligibility",
    "alert": "alert",
    "x_happens": "happens",
}
_PLAIN_OF_A_SERVICE = {
    "url": "website",
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


def _lists_of_a_service(found: Json, language: str) -> Json:
    own, zone = found["id"], parts.zone(found.get("province", ""))
    return {
        "phones": parts.phones(found.get("phones", []), own, language),
        "schedules": [
            *parts.schedules(found.get("openings", []), own, zone, language),
            *parts.hours_in_words(found.get("hours", {}), own, language),
        ],
        "service_areas": parts.areas(found.get("areas", []), own),
        "languages": parts.languages(found.get("languages", []), own),
        "cost_options": parts.costs(found.get("costs", []), own, language),
        "required_documents": parts.documents(found.get("documents", []), own, language),
        "contacts": parts.contacts(found.get("contacts", []), own, language),
        "capacities": parts.capacities(found.get("beds"), own),
    }


def _organization(found: Json, tier: str, language: str) -> Json:
    own = found["id"]
    made: Json = {
        "id": own,
        "email": found.get("email"),
        "website": found.get("website"),
        "x_kind": found.get("kind"),
        "x_status": found.get("status"),
        "x_networks": found.get("networks"),
        "x_police_for": found.get("police_for"),
        "x_partner": found.get("is_partner") or None,
        "x_source": found.get("source"),
        "x_language": language,
        "x_tier": tier,
    }
    say(made, "name", found.get("names"), language, or_else=own)
    say(made, "alternate_name", found.get("alternate_names"), language)
    say(made, "description", found.get("summaries"), language, or_else=made["name"])
    say(made, "x_jurisdiction", found.get("jurisdiction"), language)
    made["phones"] = parts.phones(found.get("phones", []), own, language)
    made["contacts"] = parts.contacts(found.get("contacts", []), own, language)
    made["organization_identifiers"] = parts.identifiers(found.get("identifiers", []), own)
    return _without_empty(made)


def _location(found: Json, tier: str, language: str) -> Json:
    own, zone = found["id"], parts.zone(found.get("province", ""))
    made: Json = {
        "id": own,
        "location_type": found.get("kind", "physical"),
        "latitude": found.get("lat"),
        "longitude": found.get("lon"),
        "x_settlement": found.get("settlement"),
        "x_province": found.get("province"),
        "x_status": found.get("status"),
        "x_hidden": found.get("hidden") or None,
        "x_language": language,
        "x_tier": tier,
    }
    say(made, "name", found.get("names"), language)
    say(made, "alternate_name", found.get("alternate_names"), language)
    say(made, "transportation", found.get("transportation"), language)
    made["phones"] = parts.phones(found.get("phones", []), own, language)
    made["schedules"] = parts.schedules(found.get("openings", []), own, zone, language)
    made["accessibility"] = [
        {
            "id": parts.made_id(own, "accessibility", code),
            "description": terms.label(terms.ACCESSIBLE, code),
            "x_code": code,
        }
        for code in found.get("access", [])
    ]
    return _without_empty(made | _address(found))


def _address(found: Json) -> Json:
    """The address, whole; one that HSDS could not take whole is said beside it."""
    known = found.get("address")
    if not known:
        return {}
    whole = found | known
    if not all(whole.get(name) for name in _ADDRESS):
        return {"x_address": known}
    row = {
        "id": parts.made_id(found["id"], "address"),
        "address_1": known["address_1"],
        "address_2": known.get("address_2"),
        "city": found["settlement"],
        "state_province": found["province"],
        "postal_code": known["postal_code"],
        "country": _COUNTRY,
        "address_type": found.get("kind", "physical"),
    }
    return {"addresses": [_without_empty(row)]}


def _without_empty(made: Json) -> Json:
    return {name: value for name, value in made.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
