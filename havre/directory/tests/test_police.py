"""Police are a kind of their own in the directory, and everybody sees what each unit is for."""

import re

import pytest

from demo import directory as demo
from havre.desk.tests.hand import desk_of
from havre.directory import exchange, tiers
from havre.directory.access import Wanted, search
from havre.directory.hsds import nested
from havre.directory.models import Organization, Service
from havre.directory.tests import hsds
from havre.directory.tests.scenes import organization, service
from havre.lib import clock, taxonomy

# What the page of seed 003 gives of the unit that wrote it, and no more.
UNIT = {
    "key": "ottawa-police-ultp",
    "kind": "police",
    "names": {"fr": "Service de police d’Ottawa – Unité de lutte contre la traite de personnes"},
    "email": "humantrafficking@ottawapolice.ca",
    "source": "seed 003",
    "phones": [
        {"number": "1-800-292-1168", "scope": "national", "purpose": "unit"},
        {"number": "613-236-1222", "extension": "5005", "scope": "local", "purpose": "unit"},
    ],
}


@pytest.mark.requirement("003-01")
def test_a_unit_is_reached_by_several_ways_each_with_its_scope_and_extension(house, on_desk):
    exchange.take_in({"organizations": [UNIT], "services": []}, by="dee")
    row = Organization.objects.get(key=UNIT["key"])
    assert (row.phones, row.email) == (UNIT["phones"], UNIT["email"])
    found = tiers.seen(row, "responder") | {"id": str(row.id)}
    made = nested.organization(found, tier="responder", language="fr")
    assert hsds.faults("organization", made) == []
    told = [(each["number"], each.get("extension"), each["x_scope"]) for each in made["phones"]]
    assert sorted(told) == [("1-800-292-1168", None, "national"), ("613-236-1222", 5005, "local")]
    page = desk_of(house, "dee").get(f"/directory/{row.id}/").content.decode()
    for said in ("1-800-292-1168", "613-236-1222", "5005", UNIT["email"]):
        assert said in page


@pytest.mark.requirement("003-01")
def test_the_demo_gives_the_unit_just_so():
    (told,) = [one for one in demo.read("directory.json")["organizations"]
               if one["key"] == UNIT["key"]]  # fmt: skip
    ways = [{n: row.get(n) for n in ("number", "scope", "extension")} for row in told["phones"]]
    assert ways == [{n: row.get(n) for n in ("number", "scope", "extension")}
                    for row in UNIT["phones"]]  # fmt: skip
    assert told["email"] == UNIT["email"]


@pytest.mark.requirement("003-16")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"police_for": "support"}, "It supports people affected; it does not investigate."),
        ({"police_for": "investigation"}, "It investigates."),
        ({"police_for": "both"}, "It investigates, and it supports people affected."),
        ({}, "We don’t know whether it investigates."),
    ],
)
def test_whoever_finds_police_reads_what_the_unit_is_for(house, on_desk, said, words):
    unit = organization("unit", kind="police", jurisdiction={"en": "Gatineau"}, **said)
    service("unit", of=unit, kind="police", needs=[], reach="national")
    asked = {"words": "unit", "police": "on"}
    page = desk_of(house, "ana").post("/services/found/", asked).content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert f"This is police. {words} Competent in: Gatineau." in told


@pytest.mark.requirement("001-09")
def test_providers_and_police_of_the_whole_country_stand_apart(house):
    demo.stock(clock.now(), by="demo")
    police = {row.id for row in Service.objects.filter(organization__kind="police")}
    provinces = set(taxonomy.codes("province")) - {"OUT", "several", "unknown"}
    others = Service.objects.exclude(organization__kind="police")
    assert (len(police) > 1, set(others.values_list("province", flat=True)) >= provinces) == (
        True, True,
    )  # fmt: skip
    for wanted in (Wanted(limit=1000), Wanted(words="police", limit=1000)):
        plain = {hit.id for hit in search(wanted).found.hits}
        assert (len(plain) > 0, plain & police) == (True, set())
    asked = {hit.id for hit in search(Wanted(police=True, limit=1000)).found.hits}
    assert asked >= police
