"""The official schemas, read from our own tree, and a directory with something in every field."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from havre.directory import actions
from havre.directory.models import Capacity, Confirmation, Organization, Service
from havre.directory.tests.scenes import BY, location, organization, service
from tests.hands import later

_FOLDER = Path(__file__).parents[1] / "hsds" / "vendored" / "schema"
CHECKER = FormatChecker()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


_REGISTRY: Any = Registry().with_resources(
    (path.name, Resource.from_contents(_read(path), default_specification=DRAFT202012))
    for path in _FOLDER.glob("*.json")
)


def faults(table: str, made: Any) -> list[str]:
    """What an official schema finds wrong, a line each."""
    validator = Draft202012Validator(
        _read(_FOLDER / f"{table}.json"), registry=_REGISTRY, format_checker=CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(made)]


PHONES = [
    {"number": "613-555-0118", "extension": "007", "purpose": "intake", "scope": "local",
     "note": {"en": "Ask for the night desk", "fr": "Demandez la nuit"}, "languages": ["fr", "iu"]},
    {"number": "+1 613 555 0120", "extension": "12", "purpose": "tty"},
    {"number": "613-555-0121", "purpose": "direct"},
]  # fmt: skip
CONTACTS = [{"name": "Rae", "title": {"en": "Director", "fr": "Directrice"},
             "phone": "613-555-0119", "email": "rae@house.example"}]  # fmt: skip
OPENINGS = [
    {"kind": "operating", "days": ["MO", "TU"], "opens": "09:00", "closes": "17:30",
     "valid_from": "2026-01-01", "valid_to": "2026-12-31", "note": {"fr": "Sonnez"}},
    {"kind": "phone", "days": ["SA", "SU"], "opens": "00:00", "closes": "24:00"},
]  # fmt: skip
OF_ORGANIZATION = {
    "names": {"en": "Willow", "fr": "Le Saule"}, "alternate_names": {"en": "The W"},
    "kind": "ngo", "summaries": {"en": "A house.", "fr": "Une maison."},
    "email": "house@willow.example", "phones": PHONES, "website": "https://willow.example/",
    "is_partner": True, "source": "seed 003", "networks": ["CCTHR"], "contacts": CONTACTS,
    "identifiers": [{"scheme": "CA-CRA_ACR", "value": "12345 6789 RR0001"}],
    "jurisdiction": {"en": "Ontario"}, "police_for": "support",
}  # fmt: skip
OF_SERVICE = {
    "names": {"en": "Beds", "fr": "Lits"}, "alternate_names": {"fr": "Nuits"},
    "kind": "counselling", "needs": ["emergency_shelter", "counselling"],
    "languages": ["fr", "en", "iu"], "phases": ["current"], "reach": "province",
    "settlement": "Ottawa", "province": "ON", "areas": ["Ottawa", "Gatineau"],
    "summaries": {"en": "=Ten beds", "fr": "Dix lits"}, "happens": {"en": "Somebody answers."},
    "application": {"en": "Call."}, "eligibility": {"en": "Women."}, "alert": {"fr": "Complet"},
    "facts": {"faith": "no", "wheelchair": "ask"}, "min_age": 16, "max_age": 99,
    "access": ["step_free", "asl"], "cost": {"en": "Free"}, "free": "yes",
    "costs": [{"option": {"en": "Per night", "fr": "La nuit"}, "amount": 2.5, "currency": "CAD"}],
    "documents": [{"name": {"en": "Health card", "fr": "Carte santé"}}],
    "hours": {"en": "Day and night"},
    "openings": OPENINGS, "holidays": "closed", "phones": PHONES,
    "closings": [{"day": "2026-12-24", "opens": "09:00", "closes": "12:00", "note": {"en": "Eve"}}],
    "website": "https://willow.example/beds", "contacts": CONTACTS,
    "route": {"number": "613-555-0125", "leave_message": "no", "protocol": {"en": "Call first"}},
    "interpretation": {"en": "By phone"},
}  # fmt: skip
OF_LOCATION = {
    "names": {"en": "Hall", "fr": "Salle"}, "alternate_names": {"en": "The hall"},
    "kind": "physical", "settlement": "Ottawa", "province": "ON", "lat": 45.42, "lon": -75.69,
    "address": {"address_1": "1 Elm Street", "address_2": "Floor 2", "postal_code": "K1A 0A1"},
    "transportation": {"en": "Bus 7"}, "access": ["elevator"], "phones": PHONES[:1],
    "openings": OPENINGS,
}  # fmt: skip


def full() -> Service:
    """A service, its organization and its place, with something in every field."""
    owner: Organization = organization("willow", **OF_ORGANIZATION)
    made: Service = service("beds", of=owner, **OF_SERVICE)
    location("hall", owner, [made], **OF_LOCATION)
    Capacity.objects.create(
        service=made, available=2, maximum=10, waiting=1, expires=later(hours=12), by=BY
    )
    Confirmation.objects.create(
        kind="service", record=made.id, how="phone", result="confirmed", by=BY,
        due=later(days=90).date(),
    )  # fmt: skip
    actions.reproject([made])
    return made


def bare() -> Service:
    """A service of which nothing is known but its name."""
    owner = organization("bare", names={"fr": "Rien"})
    made = service("nothing", of=owner, names={"fr": "Rien"}, needs=[], languages=[])
    location("nowhere", owner, [made], names={"fr": "Ici"}, settlement="", province="")
    return made
