"""No address gets a person's story by the word of one, and what was stopped is not let go on so."""

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.directory import actions, proposals, trust
from havre.directory.access import Wanted, search
from havre.directory.models import Organization, Proposal, Suspension, Verification
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import organization, service

pytestmark = pytest.mark.usefixtures("house", "on_desk")
THEIRS, IMPOSTOR = "house@willow.example", "house@wi11ow.example"


@pytest.fixture
def shelter() -> Organization:
    """Where somebody sleeps; its address came from elsewhere."""
    owner = organization("willow", email=THEIRS)
    service("beds", of=owner)
    return owner


@pytest.fixture
def clinic() -> Organization:
    """Where nobody sleeps."""
    owner = organization("clinic", email="hello@clinic.example")
    service("care", of=owner, kind="health", needs=["medical"])
    return owner


def by(house, name: str) -> str:
    return str(house.members[name].id)


def verifies(house, name: str, row: Organization, address: str = "") -> str:
    said = {"address": address or row.email}
    return desk_of(house, name).post(f"/directory/{row.id}/verification/", said)["Location"]


def lifts(house, name: str, row: Organization) -> str:
    said = {"suspension": str(Suspension.objects.get(organization=row).id)}
    return desk_of(house, name).post(f"/directory/{row.id}/lifting/", said)["Location"]


def agrees(house, name: str) -> str:
    waits = proposals.waiting().get()
    said = desk_of(house, name).post(f"/directory/proposals/{waits.id}/", {"say": "agree"})
    return said["Location"].rpartition("=")[2]


@pytest.mark.hostile(36)
def test_where_somebody_sleeps_an_address_is_theirs_once_two_say_so(house, shelter):
    assert verifies(house, "dee", shelter).endswith("done=waits")
    assert not shelter.address_is_verified
    assert (agrees(house, "dee"), shelter.address_is_verified) == ("own", False)
    page = desk_of(house, "sue").get("/directory/proposals/").content.decode()
    assert f"{THEIRS} is theirs: somebody spoke with them" in page
    assert (agrees(house, "sue"), shelter.address_is_verified) == ("applied", True)
    assert shelter.verification_set.get().by == by(house, "dee")
    page = desk_of(house, "sue").get(f"/directory/{shelter.id}/").content.decode()
    assert f"{THEIRS} is theirs: Dee spoke with them on" in page
    assert verifies(house, "dee", shelter).endswith("done=same")


@pytest.mark.hostile(36)
def test_whoever_put_an_address_does_not_say_alone_that_it_is_theirs(house, clinic):
    proposals.put(clinic, {"email": IMPOSTOR}, by=by(house, "dee"))
    assert verifies(house, "dee", clinic).endswith("done=waits")
    assert not clinic.address_is_verified
    assert agrees(house, "sue") == "applied"
    assert clinic.address_is_verified


def test_an_address_that_somebody_else_put_is_verified_by_one_where_nobody_sleeps(house, clinic):
    assert verifies(house, "dee", clinic).endswith("done=verified")
    assert (clinic.address_is_verified, Proposal.objects.count()) == (True, 0)
    assert Entry.objects.get(verb="address_verified", target=str(clinic.id)).actor == by(
        house, "dee"
    )


@pytest.mark.hostile(36)
def test_an_address_that_changed_meanwhile_is_not_what_they_said(house, shelter, clinic):
    assert verifies(house, "dee", clinic, IMPOSTOR).endswith("done=past")
    assert verifies(house, "dee", clinic, " ").endswith("done=past")
    verifies(house, "dee", shelter)
    waits = proposals.waiting().get()
    actions.change(shelter, {"email": IMPOSTOR}, by="somebody")
    page = desk_of(house, "dee").get("/directory/proposals/").content.decode()
    assert 'value="anew"' not in page
    with pytest.raises(proposals.Ended):
        proposals.anew(waits, by=by(house, "dee"))
    assert agrees(house, "sue") == "overtaken"
    assert not Verification.objects.filter(organization__in=[clinic, shelter]).exists()
    empty = organization("empty")
    assert verifies(house, "dee", empty, "").endswith("done=past")


def test_anybody_who_looks_after_it_stops_it_at_once(house, shelter):
    for name in ("sue", "dee", "dee"):  # a double click
        said = desk_of(house, name).post(f"/directory/{shelter.id}/suspension/")
        assert said["Location"].endswith("done=suspended")
    assert Suspension.objects.get().by == by(house, "sue")
    assert Entry.objects.filter(verb="organization_suspended").count() == 1
    bed = shelter.service_set.get()
    assert bed.id not in {hit.id for hit in search(Wanted()).found.hits}
    page = desk_of(house, "sue").get(f"/directory/{shelter.id}/").content.decode()
    assert ("Suspended by Sue on" in page, f"/{shelter.id}/lifting/" in page) == (True, False)
    assert f"/{shelter.id}/lifting/" in desk_of(house, "dee").get(
        f"/directory/{shelter.id}/").content.decode()  # fmt: skip


@pytest.mark.hostile(36)
@pytest.mark.parametrize("stopped_by", ["sue", "dee"])
def test_where_somebody_sleeps_it_goes_on_once_two_say_so(house, shelter, stopped_by):
    actions.suspend(shelter, by=by(house, stopped_by))
    assert lifts(house, "dee", shelter).endswith("done=waits")
    assert (agrees(house, "dee"), Suspension.objects.count()) == ("own", 1)
    assert (agrees(house, "sue"), Suspension.objects.count()) == ("applied", 0)


def test_ones_own_mistake_is_put_right_by_oneself_where_nobody_sleeps(house, clinic):
    actions.suspend(clinic, by=by(house, "dee"))
    assert lifts(house, "dee", clinic).endswith("done=lifted")
    actions.suspend(clinic, by=by(house, "sue"))
    assert lifts(house, "dee", clinic).endswith("done=waits")
    assert Suspension.objects.count() == 1


@pytest.mark.hostile(36)
def test_a_yes_to_an_older_stop_does_not_lift_a_newer_one(house, shelter):
    actions.suspend(shelter, by="somebody")
    lifts(house, "dee", shelter)
    actions.lift(shelter, by="somebody")
    actions.suspend(shelter, by="another")
    assert (agrees(house, "sue"), Suspension.objects.count()) == ("overtaken", 1)
    with pytest.raises(Malformed):
        proposals.lift(shelter, "x", by=by(house, "dee"))


def test_nothing_but_an_organization_has_an_address_that_is_theirs(house, shelter):
    bed, dee = shelter.service_set.get(), desk_of(house, "dee")
    for what in ("verification", "suspension", "lifting"):
        said = {"address": THEIRS, "suspension": "x"}
        assert dee.post(f"/directory/{bed.id}/{what}/", said).status_code == 404
    assert trust.is_past(bed, {trust.VERIFIED: THEIRS})
