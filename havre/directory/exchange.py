"""The directory as one JSON document: taken in by key, written out whole."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from havre.directory.models import FACTS, Organization, Service, Verification

_KINDS = frozenset({"ngo", "public", "police"})
_REACHES = frozenset({"local", "province", "national"})
Document = dict[str, Any]


class Malformed(ValueError):
    """The document cannot be taken in; the sentence names the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries were taken in."""

    organizations: int
    services: int


@transaction.atomic
def take_in(document: Any, *, by: str) -> Taken:
    """Add what is new and change what is known, by key; deletes nothing. All of it or nothing.

    An address counts as verified only where the document says so. Raises Malformed.
    """
    organizations = _entries(document, "organizations")
    services = _entries(document, "services")
    for entry in organizations:
        _take_organization(entry, by)
    for entry in services:
        _take_service(entry)
    return Taken(len(organizations), len(services))


def written() -> Document:
    """Everything in the directory, in the order of its keys."""
    organizations = Organization.objects.order_by("key").prefetch_related("verification_set")
    services = Service.objects.order_by("key").select_related("organization")
    return {
        "organizations": [_organization(one) for one in organizations],
        "services": [_service(one) for one in services],
    }


def _take_organization(entry: Document, by: str) -> None:
    key, email = entry["key"], entry.get("email") or ""
    _must_be(entry.get("kind") in _KINDS, key, f"kind is one of {', '.join(sorted(_KINDS))}")
    _must_be(_is_texts(entry.get("names")), key, "names are texts by language code")
    _must_be(isinstance(entry.get("phone", []), list), key, "phone is a list")
    organization, _ = Organization.objects.update_or_create(
        key=key,
        defaults={
            "kind": entry["kind"],
            "names": entry["names"],
            "email": email,
            "phones": entry.get("phone", []),
            "is_partner": entry.get("partner") is True,
            "source": entry.get("source") or "",
        },
    )
    _clean(organization)
    if email and entry.get("email_verified") is True and not organization.address_is_verified:
        Verification.objects.create(organization=organization, address=email, by=by)


def _take_service(entry: Document) -> None:
    key = entry["key"]
    organization = Organization.objects.filter(key=entry.get("organization")).first()
    if organization is None:
        raise Malformed(f"{key}: its organization is not in the directory.")
    _must_be(entry.get("reach") in _REACHES, key, f"reach is one of {', '.join(sorted(_REACHES))}")
    _must_be(_is_texts(entry.get("names")), key, "names are texts by language code")
    lists = {name: entry.get(name, []) for name in ("needs", "languages", "phases")}
    _must_be(all(isinstance(v, list) for v in lists.values()), key, "needs, languages are lists")
    texts = {name: entry.get(name) or {} for name in ("summaries", "happens", "cost", "hours")}
    _must_be(all(map(_is_texts, texts.values())), key, "its texts are by language code")
    service, _ = Service.objects.update_or_create(
        key=key,
        defaults={
            "organization": organization,
            "kind": entry.get("kind", "other"),
            "settlement": entry.get("settlement") or "",
            "province": entry.get("province") or "",
            "reach": entry["reach"],
            "names": entry["names"],
            "facts": {name: entry[name] for name in FACTS if name in entry},
            **lists,
            **texts,
        },
    )
    _clean(service)


def _entries(document: Any, name: str) -> list[Document]:
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Malformed(f"The document has no list of {name}.")
    for one in found:
        if not isinstance(one.get("key"), str) or not one["key"]:
            raise Malformed(f"One of the {name} has no key.")
    return found


def _must_be(so: bool, key: str, otherwise: str) -> None:
    if not so:
        raise Malformed(f"{key}: {otherwise}.")


def _is_texts(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(text, str) for text in found.values())


def _clean(row: Organization | Service) -> None:
    try:
        row.clean_fields(exclude=["phases", "needs", "languages", "facts", "phones"])
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        if said != ["This field cannot be blank."]:
            raise Malformed(f"{row.key}: {name}: {said[0]}") from error


def _organization(one: Organization) -> Document:
    return {
        "key": one.key,
        "kind": one.kind,
        "names": one.names,
        "email": one.email or None,
        "email_verified": one.address_is_verified,
        "phone": one.phones,
        "partner": one.is_partner,
        "source": one.source,
    }


def _service(one: Service) -> Document:
    names = ("kind", "needs", "languages", "settlement", "province", "reach", "phases", "names")
    texts = ("summaries", "happens", "cost", "hours")
    given = {name: getattr(one, name) for name in (*names, *texts)}
    return {"key": one.key, "organization": one.organization.key, **given, **one.facts}
