"""What a provider is shown of its own services: what partners see, and what is missing."""

from typing import Any

from havre.directory import tiers
from havre.directory.curating import telling
from havre.directory.curating.parts import parts
from havre.directory.fields import SERVICE, catalogue
from havre.directory.models import ACTIVE, CLOSED_FOR_NOW, PARTNER, Organization, Service
from havre.lib import lang

MOST = 40  # services by one link: as many as fit into what is sealed to it


def entries_of(organization: Organization) -> list[dict[str, Any]]:
    """Its services in this page's language: id, name, facts, and whether more is kept for fewer.

    `facts` are (label, lines); no lines: we don't know. A link may be read by others, so what only
    responders see, the telephone of a house that hides, stays out of it.
    """
    listed = organization.service_set.filter(status__in=(ACTIVE, CLOSED_FOR_NOW))
    return [_entry(each) for each in sorted(listed, key=lambda s: lang.fold(s.name))[:MOST]]


def _entry(service: Service) -> dict[str, Any]:
    shown = tiers.seen(service, PARTNER)
    return {
        "id": str(service.id),
        "name": service.name,
        "facts": [] if shown is None else _facts(service, shown),
        "more": shown is None or _holds_more(service, shown),
    }


def _facts(service: Service, shown: dict[str, Any]) -> list[tuple[str, list[str]]]:
    known = catalogue(SERVICE)
    names = [n for part in parts(SERVICE) if part.slug != "secrecy" for n in part.names]
    open_to_them = [n for n in names if tiers.sees(PARTNER, tiers.tier_of(service, n))]
    return [
        (
            str(known[n].label),
            [
                line.text
                for line in telling.lines(SERVICE, known[n], shown.get(n, known[n].default()))
            ],
        )
        for n in open_to_them
    ]


def _holds_more(service: Service, shown: dict[str, Any]) -> bool:
    whole = tiers.seen(service, "responder") or {}
    return any(shown.get(name) != value for name, value in whole.items())
