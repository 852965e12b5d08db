"""AIRS XML 3.x (iCarol, 211): agencies, their sites, what is offered there.

What is marked confidential comes in for responders only; a confidential street is sealed. Codes of
the 211 taxonomy are its owner's: they are counted, and wait for a table that a licensee loads.
"""

from pathlib import Path
from typing import Any

from havre.directory.fields import LOCATION, ORGANIZATION, SERVICE
from havre.directory.importing import drafts, files, plain, trees
from havre.directory.importing.drafts import Draft, Refusal, Stream, Unreadable
from havre.directory.importing.hsds3_parts import given
from havre.directory.importing.leftovers import Leftovers
from havre.directory.importing.trees import Node
from havre.directory.models import PUBLIC, RESPONDER

_PURPOSES = {"fax": "fax", "hotline": "crisis", "tty": "tty", "tdd": "tty", "phone1": "main",
             "business line": "main"}  # fmt: skip
_READ = {
    "Agency": {"Key", "Name", "AKA", "AgencyDescription", "Email", "URL", "Phone", "ResourceInfo",
               "Confidential", "Site"},
    "Site": {"Key", "Name", "AKA", "PhysicalAddress", "SpatialLocation", "Phone", "Confidential",
             "SiteService"},
    "SiteService": {"Key", "Name", "AKA", "URL", "Phone", "ResourceInfo", "Confidential",
                    "Languages", "GeographicAreaServed", "Description", "TimeOpen", "Eligibility",
                    "IntakeProcedure", "FeeStructure", "Taxonomy"},
}  # fmt: skip
_INNER = "facet string for"  # iCarol keeps search strings among the people
_WORDS_OF_A_SERVICE = {
    "summaries": ("Description",),
    "hours": ("TimeOpen", "Notes"),
    "eligibility": ("Eligibility",),
    "application": ("IntakeProcedure",),
    "cost": ("FeeStructure",),
}


def read(path: Path, language: str) -> Stream:
    """Drafts of an AIRS XML file."""
    found = files.all_of(path)
    if len(found) != 1:
        raise Unreadable(f"{path.name} is a folder; name the XML file itself.")
    return _drafts(found[0], language)


def _drafts(path: Path, language: str) -> Stream:
    services: dict[str, Draft] = {}
    left = Leftovers()
    for agency in trees.pieces(path, "Agency"):
        own = agency.text("Key")
        where = f"{path.name}, line {agency.line}"
        _look(agency, where, left)
        if not _is_id(own):
            yield Refusal(where, "is an agency without a key", ORGANIZATION)
            continue
        yield _organization(agency, where, language)
        for site in agency.all("Site"):
            yield from _site(site, own, path.name, language=language, services=services)
    yield from left.notes()


def _look(node: Node, where: str, left: Leftovers) -> None:
    """Count the elements of an agency, its sites and their services that nobody reads."""
    read = _READ[node.tag] | (
        {"MailingAddress"} if _address_of(node).tag == "MailingAddress" else set()
    )
    for each in node.below:
        if each.tag in _READ:
            _look(each, where, left)
        elif each.tag not in read and each.says:
            left.met(where, f"{each.tag} of {node.tag}")


def _address_of(site: Node) -> Node:
    """Where a site is, or else where its mail goes."""
    physical = site.one("PhysicalAddress")
    return physical if physical.text("Line1") else site.one("MailingAddress")


def _site(site: Node, of: str, name: str, *, language: str, services: dict[str, Draft]) -> Stream:
    where = f"{name}, line {site.line}"
    if not _is_id(site.text("Key")):
        yield Refusal(where, "is a site without a key", LOCATION)
        return
    place = _location(site, where, of, language)
    for offered in site.all("SiteService"):
        own = offered.text("Key")
        if not _is_id(own):
            yield Refusal(f"{name}, line {offered.line}", "is a service without a key", SERVICE)
            continue
        place.services.append(own)
        if own not in services or services[own].of != of:
            services[own] = _service(offered, f"{name}, line {offered.line}", of, language)
            yield services[own]
    yield place


def _organization(agency: Node, where: str, language: str) -> Draft:
    values: dict[str, Any] = {
        "names": _said(agency.text("Name"), language),
        "alternate_names": _said(_also(agency), language),
        "summaries": _said(agency.text("AgencyDescription"), language),
        "email": agency.text("Email", "Address"),
        "website": plain.website(agency.text("URL", "Address")),
        "phones": _phones(agency, language),
        "contacts": _contacts(agency, language),
        "visibility": _tier(agency),
    }
    return Draft(ORGANIZATION, agency.text("Key"), where, given(values))


def _service(offered: Node, where: str, of: str, language: str) -> Draft:
    values: dict[str, Any] = {
        "names": _said(offered.text("Name"), language),
        "alternate_names": _said(_also(offered), language),
        "website": plain.website(offered.text("URL", "Address")),
        "phones": _phones(offered, language),
        "contacts": _contacts(offered, language),
        "languages": [plain.language(node.text("Name")) for node in offered.all("Languages")],
        "areas": _areas(offered),
        "visibility": _tier(offered),
    }
    for field, path in _WORDS_OF_A_SERVICE.items():
        values[field] = _said(offered.text(*path), language)
    draft = Draft(SERVICE, offered.text("Key"), where, given(values), of)
    if codes := len(offered.all("Taxonomy")):
        draft.notes.append(f"{where}: {codes} terms of another taxonomy; left out.")
    return draft


def _location(site: Node, where: str, of: str, language: str) -> Draft:
    row = _address_of(site)
    point = {
        name: _number(site.text("SpatialLocation", tag))
        for name, tag in (("lat", "Latitude"), ("lon", "Longitude"))
    }
    street = {
        "address_1": row.text("Line1"),
        "address_2": row.text("Line2"),
        "postal_code": row.text("ZipCode"),
    }
    values: dict[str, Any] = {
        "names": _said(site.text("Name"), language),
        "alternate_names": _said(_also(site), language),
        "kind": "physical" if row.tag == "PhysicalAddress" else "postal",
        "settlement": row.text("City"),
        "province": plain.province(row.text("State"), row.text("Country")),
        "phones": _phones(site, language),
        "visibility": _tier(site),
    }
    draft = Draft(LOCATION, site.text("Key"), where, of=of)
    if _is_confidential(row):
        draft.exact = given(street | point)
    else:
        values |= {"address": given(street)} | point
    draft.values = given(values)
    return draft


def _phones(node: Node, language: str) -> list[dict[str, Any]]:
    found = []
    for each in node.all("Phone"):
        kind = each.text("Type")
        known = _PURPOSES.get(kind.lower(), "")
        row = {
            "number": each.text("PhoneNumber"),
            "purpose": known,
            "note": _said(each.text("Description") or ("" if known else kind), language),
            "tier": RESPONDER if _is_confidential(each) else "",
        }
        found += [given(row)] if row["number"] else []
    return found


def _contacts(node: Node, language: str) -> list[dict[str, Any]]:
    """People, whom only responders see (the catalogue says so)."""
    found = []
    for each in node.one("ResourceInfo").all("Contact"):
        row: dict[str, Any] = {
            "name": plain.words(each.text("Name")),
            "title": _said(each.text("Title"), language),
            "email": each.text("Email", "Address"),
            "phone": each.text("Phone", "PhoneNumber"),
        }
        if not row["name"].lower().startswith(_INNER):
            found.append(given(row))
    return [row for row in found if row]


def _areas(node: Node) -> list[str]:
    rows = node.all("GeographicAreaServed")
    names = [row.text("City") or row.text("State") or row.text("Country") for row in rows]
    return [name for name in dict.fromkeys(names) if name]


def _also(node: Node) -> str:
    known = [each for each in node.all("AKA") if not _is_confidential(each)]
    return "; ".join(name for each in known if (name := plain.words(each.text("Name"))))


def _tier(node: Node) -> str:
    """For responders only, if its owner keeps it from the public or from a directory."""
    kept = (node.has.get("ExcludeFromWebsite"), node.has.get("ExcludeFromDirectory"))
    info = node.one("ResourceInfo").has.get("AvailableForDirectory")
    return RESPONDER if "true" in kept or info == "false" or _is_confidential(node) else PUBLIC


def _is_confidential(node: Node) -> bool:
    """Said as an attribute, or as an element; anything but a plain no counts as yes."""
    said = node.has.get("Confidential") or node.text("Confidential")
    return said.strip().lower() not in {"", "false", "0", "no"}


def _said(words: str, language: str) -> dict[str, str]:
    found = plain.words(words)
    return {language: found} if found else {}


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _is_id(words: str) -> bool:
    return 0 < len(words) <= drafts.LONGEST_ID
