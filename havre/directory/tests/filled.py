"""Records in which every kind of field says something."""

from havre.directory.models import Location, Organization, Service
from havre.directory.tests import scenes


def organization() -> Organization:
    return scenes.organization(
        "full", summaries={"en": "Words", "fr": "Mots", "es": "Palabras"}, website="https://a.example",
        email="us@full.example", is_partner=True, networks=["One", "Two"], kind="police",
        police_for="both", identifiers=[{"scheme": "CRA", "value": "12"}],
        phones=[{"number": "613-555-0118", "extension": "007", "languages": ["fr", "en"],
                 "note": {"fr": "Le matin"}, "tier": "responder", "purpose": "direct"}],
        contacts=[{"name": "Rae", "title": {"en": "Intake"}}], hidden={"phones": "partner"},
    )  # fmt: skip


def service() -> Service:
    return scenes.service(
        "full", min_age=16, languages=["oj", "fr"], facts={"faith": "no", "pets_welcome": "ask"},
        needs=["youth", "emergency_shelter"], areas=["Nord", "Sud"], access=["lsq", "asl"],
        costs=[{"option": {"fr": "Nuit"}, "amount": 2.5, "currency": "CAD"}], free="ask",
        openings=[{"kind": "phone", "days": ["FR", "MO"], "opens": "09:30", "closes": "24:00"}] * 10
        + [{"kind": "intake", "days": ["SU"], "opens": "10:00", "closes": "11:00"}],
        closings=[{"day": "2026-12-25"},
                  {"day": "2026-12-31", "opens": "09:00", "closes": "12:00"}],
        route={"number": "613-555-0119", "leave_message": "no", "protocol": {"en": "Ask\nfor Rae"}},
        documents=[{"name": {"fr": "Aucun"}}], holidays="open", summaries={"en": "<b>&amp;</b>"},
    )  # fmt: skip


def place() -> Location:
    owner = scenes.organization("home")
    return scenes.location("full", owner, [], address={"address_1": "1", "postal_code": "K1A 0A1"},
                    lat=45.4, lon=-75.69, access=["braille"])  # fmt: skip
