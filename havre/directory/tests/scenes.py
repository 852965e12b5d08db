"""A small directory for tests, made by the verbs a curator has."""

from typing import Any

from havre.directory import actions, fields
from havre.directory.models import Location, Organization, Service

BY = "dee"


def organization(key: str = "willow", **values: Any) -> Organization:
    """An organization with a name of its own."""
    given = {"names": {"en": key.title(), "fr": key.title()}, "kind": "ngo"} | values
    made: Organization = actions.add(fields.ORGANIZATION, given, key=key, by=BY)
    return made


def service(key: str = "bed", of: Organization | None = None, **values: Any) -> Service:
    """A service of `of`, or of an organization made for it."""
    given = {
        "names": {"en": key, "fr": key}, "kind": "shelter", "reach": "local",
        "needs": ["emergency_shelter"], "languages": ["fr"],
    } | values  # fmt: skip
    owner = of or organization(f"org-{key}")
    own = given.pop("id", None)
    made: Service = actions.add(fields.SERVICE, given, key=key, by=BY, id=own, organization=owner)
    return made


def location(key: str, of: Organization, at: list[Service], **values: Any) -> Location:
    """A place of `of` where some services are given."""
    given = {"names": {"en": key, "fr": key}, "settlement": "Ottawa", "province": "ON"} | values
    made: Location = actions.add(fields.LOCATION, given, key=key, by=BY, organization=of)
    for each in at:
        actions.place_at(each, made, by=BY)
    return made
