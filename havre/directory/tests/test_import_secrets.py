"""No import opens what must not be known, and none leads anybody to the wrong door."""

import json

import pytest

from havre.audit.verbs import Verb
from havre.desk.tests.hand import desk_of
from havre.directory import actions, cards, exchange, fields, proposals
from havre.directory.importing import staging
from havre.directory.models import (
    Change,
    Location,
    Organization,
    Origin,
    Proposal,
    SearchDoc,
    Service,
)
from havre.directory.tests.imports import Feed, agreed, airs, at, counts, hsds, uid
from havre.directory.tests.scenes import location, organization, service
from havre.vault.opening import open_sealed
from havre.vault.refusals import KeyNotHeld

pytestmark = pytest.mark.usefixtures("db")
STREET = "41 Hidden Lane"
CONFIDENTIAL = airs(
    agency='<Phone Confidential="true"><PhoneNumber>604-555-0111</PhoneNumber></Phone>'
    '<Phone Confidential="false"><PhoneNumber>604-555-0112</PhoneNumber></Phone>'
    "<AKA><Name>Secret Name</Name><Confidential>true</Confidential></AKA>",
    site=f'<PhysicalAddress Confidential="true"><Line1>{STREET}</Line1><City>Burnaby</City>'
    "<State>BC</State><ZipCode>V5G 1W2</ZipCode><Country>CA</Country></PhysicalAddress>"
    "<SpatialLocation><Latitude>49.2487</Latitude><Longitude>-122.9891</Longitude>"
    "</SpatialLocation>",
)


@pytest.fixture
def feed(tmp_path) -> Feed:
    return Feed(tmp_path)


def one() -> Service:
    return Service.objects.get(names__en="Oak House help")


def everything() -> str:
    """All that stands in the open of the directory."""
    rows = [
        *Proposal.objects.values_list("changes", "about"),
        *Origin.objects.values_list("values", "digest"),
        *Change.objects.values_list("before", "after"),
        *SearchDoc.objects.values_list("entries"),
        *Location.objects.values_list("content", "lat", "lon"),
    ]
    return json.dumps(rows, default=str)


@pytest.mark.requirement("000-12")
def test_what_is_confidential_in_airs_comes_in_for_responders_or_sealed(feed, tmp_path, house):
    path = tmp_path / "agencies.xml"
    path.write_text(CONFIDENTIAL)
    batch = feed.stage_file(path, "airs")
    assert "Hidden Lane" not in everything() + json.dumps(batch.report)
    agreed(batch)
    place = Location.objects.get(settlement="Burnaby", organization__names__en="Agency 7")
    for secret in ("Hidden Lane", "49.2487", "V5G", "Secret Name"):
        assert secret not in everything()
    assert place.is_hidden
    found = json.loads(open_sealed(place.exact, by=house.on_duty("dee"), why=Verb.PLACE_READ))
    assert found == {
        "address_1": STREET, "postal_code": "V5G 1W2", "lat": 49.2487, "lon": -122.9891,
    }  # fmt: skip
    with pytest.raises(KeyNotHeld):
        open_sealed(place.exact, by=house.on_duty("ana"), why=Verb.PLACE_READ)
    helped = place.services.get()
    public, responder = (cards.card(helped, tier) for tier in ("public", "responder"))
    assert [row["number"] for row in public["organization"]["phones"]] == ["604-555-0112"]
    assert len(responder["organization"]["phones"]) == 2
    assert counts(feed.stage_file(path, "airs")) == {"unchanged": 3}


@pytest.mark.requirement("000-12")
def test_a_sealed_address_of_a_refused_import_is_forgotten(feed, tmp_path, house):
    path = tmp_path / "agencies.xml"
    path.write_text(
        airs(site=f'<PhysicalAddress Confidential="true"><Line1>{STREET}</Line1></PhysicalAddress>')
    )
    batch = feed.stage_file(path, "airs")
    assert Proposal.objects.exclude(file=None).count() == 1
    staging.refuse(batch, by="sue")
    assert Proposal.objects.exclude(file=None).count() == 0
    assert Proposal.objects.exclude(exact=None).count() == 0


@pytest.mark.requirement("000-12")
def test_a_street_that_becomes_confidential_there_is_sealed_and_taken_out_here(
    feed, tmp_path, house
):
    path = tmp_path / "agencies.xml"
    street = '<PhysicalAddress Confidential="{}"><Line1>41 Hidden Lane</Line1></PhysicalAddress>'
    path.write_text(airs(site=street.format("false")))
    agreed(feed.stage_file(path, "airs"))
    place = Location.objects.get(names__en="Site 7")
    assert place.content["address"] == {"address_1": STREET}
    path.write_text(airs(site=street.format("true")))
    agreed(feed.stage_file(path, "airs"))
    assert "Hidden Lane" not in everything()
    place.refresh_from_db()
    assert STREET in open_sealed(place.exact, by=house.on_duty("dee"), why=Verb.PLACE_READ)
    path.write_text(airs(site=street.format("false")))
    agreed(feed.stage_file(path, "airs"))
    place.refresh_from_db()
    assert (place.is_hidden, "address" in place.content) == (True, False)


@pytest.mark.requirement("000-12")
@pytest.mark.hostile(108)
def test_a_number_for_a_shelter_is_never_applied_by_the_import_that_brings_it(feed):
    shelter = {"code": "service_kind.shelter", "taxonomy": "havre:service_kind"}
    line = {"id": uid("line"), "number": "604-555-0100"}
    attribute = {"id": uid("kind"), "taxonomy_term": shelter}
    feed.publish(hsds(phones=[line], attributes=[attribute]))
    evil = hsds(
        phones=[line | {"number": "604-555-6666"}], attributes=[attribute], minimum_age=16,
        url="https://evil.example/", description="Call 604 555-6666 first.",
    )  # fmt: skip
    batch = feed.publish(evil)
    assert counts(batch) == {"changed": 1, "unchanged": 1, "apart": 1}
    assert fields.value_of(one(), "phones") == [{"number": "604-555-0100"}]
    assert (one().summaries, fields.value_of(one(), "website")) == ({}, "")
    assert fields.value_of(one(), "min_age") == 16
    apart = proposals.waiting().get()
    assert (apart.needs, set(apart.changes)) == (2, {"phones", "website", "summaries"})
    assert counts(feed.publish(evil)) == {"unchanged": 2}
    assert proposals.waiting().count() == 1
    with pytest.raises(proposals.OwnProposal):
        proposals.agree(apart, by="ana")
    assert [proposals.agree(apart, by=by) for by in ("dee", "sue")] == ["waits", "applied"]
    assert fields.value_of(one(), "phones") == [{"number": "604-555-6666"}]


@pytest.mark.requirement("000-12")
@pytest.mark.hostile(108)
def test_nothing_new_is_hung_on_a_shelter_by_an_import(feed):
    ours = organization("oak", names={"en": "Oak House"}, website="https://oak.example/")
    bed = service("bed", of=ours, names={"en": "Oak House help"})
    there = at(hsds())
    there["organization"]["website"] = "https://oak.example/"
    second = hsds(id=uid("2"), name="Second", phones=[{"id": uid("p"), "number": "604-555-6666"}])
    second["organization"] = there["organization"]
    batch = feed.publish(there, second)
    assert counts(batch) == {"new": 1, "changed": 1, "unchanged": 1, "apart": 2}
    assert Location.objects.get().services.count() == 0
    assert list(Service.objects.all()) == [bed]
    assert "places" not in cards.card(bed, "responder")
    for each in proposals.waiting():
        assert [proposals.agree(each, by=by) for by in ("dee", "sue")] == ["waits", "applied"]
    assert (Service.objects.count(), Location.objects.get().services.get()) == (2, bed)
    assert counts(feed.publish(there, second)) == {"unchanged": 4}


def test_what_an_import_proposed_apart_is_refused_with_it(feed):
    ours = organization("oak", names={"en": "Oak House"}, website="https://oak.example/")
    service("bed", of=ours, names={"en": "Oak House help"})
    there = at(hsds(url="https://evil.example/"))
    there["organization"]["website"] = "https://oak.example/"
    batch = feed.stage(there)
    assert proposals.waiting().count() == 2
    staging.refuse(batch, by="dee")
    assert proposals.waiting().count() == 0


@pytest.mark.requirement("000-12")
@pytest.mark.hostile(108)
def test_an_import_neither_opens_a_shelter_nor_makes_it_something_else(feed, house):
    ours = organization("oak-house", names={"en": "Oak House"}, website="https://oak.example/")
    bed = service("bed", of=ours, names={"en": "Oak House help"}, visibility="responder")
    home = location("home", ours, [bed], names={"en": "There"}, settlement="Burnaby")
    actions.seal_place(home, {"address_1": STREET}, by="dee")
    counsel = {"code": "service_kind.counselling", "taxonomy": "havre:service_kind"}
    address = {"id": uid("a"), "address_1": "1 Trap Street", "city": "Burnaby",
               "state_province": "BC", "postal_code": "V5G 1W2", "country": "CA",
               "address_type": "physical"}  # fmt: skip
    there = at(
        hsds(attributes=[{"id": uid("k"), "taxonomy_term": counsel}], x_tier="public"),
        addresses=[address], latitude=49.2, longitude=-123.0,
    )  # fmt: skip
    there["organization"]["website"] = "https://oak.example/"
    feed.publish(there)
    for row in (bed, home):
        row.refresh_from_db()
    assert (bed.kind, bed.visibility, home.is_hidden) == ("shelter", "responder", True)
    assert ("address" in home.content, home.lat) == (False, None)


@pytest.mark.requirement("000-11")
def test_police_that_a_feed_calls_something_else_stay_police(feed):
    there = hsds()
    there["organization"]["x_kind"] = "police"
    feed.publish(there)
    there["organization"]["x_kind"] = "ngo"
    batch = feed.publish(there)
    assert counts(batch)["apart"] == 1
    assert Organization.objects.get().kind == "police"
    assert proposals.waiting().get().changes == {"kind": "ngo"}


def test_a_copy_for_few_stays_with_those_few(feed):
    feed.publish(hsds(x_tier="responder"))
    assert list(SearchDoc.objects.get(service=one().id).entries) == ["responder"]
    assert cards.card(one(), "public") is None


@pytest.mark.requirement("000-12")
def test_what_is_nobodys_to_know_there_is_nobodys_to_know_here(feed, house, client_of_dee):
    batch = feed.publish(at(hsds(), x_hidden=True, x_settlement="Burnaby", x_province="BC"))
    assert [said for said in batch.report["notes"] if "did not travel" in said] == [
        "services.json, entry 1: its address is sealed there and did not travel."
    ]
    place = one().location_set.get()
    assert place.is_hidden
    page = client_of_dee.post(f"/directory/{place.id}/exact/", {"why": "checking"}).content.decode()
    assert ("personne ne la lit ici" in page, 'name="why"' in page) == (True, False)


def test_a_claim_that_an_address_is_secret_seals_no_address_of_ours_away(feed, house):
    street = {"address": {"address_1": "1 Elm Street"}}
    owner = organization("willow")
    hall = location("hall", owner, [service("beds", of=owner, kind="counselling", needs=[])],
                    **street)  # fmt: skip
    feed.publish(at(hsds(), id=str(hall.id), x_hidden=True))
    exchange.take_in(
        {"organizations": [], "services": [],
         "locations": [{"key": "hall", "organization": "willow", "exact": {}}]}, by="dee",
    )  # fmt: skip
    hall.refresh_from_db()
    assert (hall.is_hidden, fields.value_of(hall, "address")) == (False, street["address"])


@pytest.fixture
def client_of_dee(house, on_desk):
    return desk_of(house, "dee")
