"""A curator begins entries, seals addresses, asks, puts back, and finds what needs care."""

import html
import uuid

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, proposals
from havre.directory.models import Location, Organization, Reading, Service
from havre.directory.tests.forms_hand import form, opened, post
from havre.directory.tests.scenes import location, organization, service

pytestmark = pytest.mark.usefixtures("on_desk")
STREET = "41 Hidden Lane"


def test_a_curator_begins_an_organization_a_service_and_a_place(house):
    dee = desk_of(house, "dee")
    typed = form(dee.get("/directory/new/organization/").content.decode())
    refused = dee.post("/directory/new/organization/", typed)
    assert (refused.status_code, "Écrivez son nom" in refused.content.decode()) == (422, True)
    typed |= {"names.fr": "L’Érable", "kind": "ngo"}
    answer = dee.post("/directory/new/organization/", typed)
    made = Organization.objects.get(id=typed["id"][0])
    assert answer["Location"] == f"/directory/{made.id}/?done=kept"
    assert made.key.startswith("l-erable-") or made.key.startswith("lerable-")
    assert dee.post("/directory/new/organization/", typed).status_code == 302  # pressed twice
    assert Organization.objects.filter(names__fr="L’Érable").count() == 1
    at = f"/directory/{made.id}/new"
    for kind, row in (("health", "health"), ("shelter", None)):
        typed = form(dee.get(f"{at}/service/").content.decode())
        typed |= {"names.fr": kind, "kind": kind, "reach": "local", "needs": ["youth"]}
        dee.post(f"{at}/service/", typed)
        assert Service.objects.filter(kind=row, organization=made).count() == (row is not None)
    assert proposals.waiting().get().changes["kind"] == "shelter"
    typed = form(dee.get(f"{at}/location/").content.decode()) | {"names.fr": "Au centre"}
    dee.post(f"{at}/location/", typed | {"settlement": "Sudbury", "province": "ON"})
    assert Location.objects.get(organization=made).settlement == "Sudbury"
    assert dee.get("/directory/new/service/").status_code == 404
    assert dee.get(f"{at}/organization/").status_code == 404
    assert dee.get(f"{at}/castle/").status_code == 404


@pytest.mark.requirement("000-12")
def test_an_address_is_sealed_before_the_place_is_given_and_read_only_with_a_reason(house):
    owner = organization("home")
    home, dee, sue = location("new", owner, []), desk_of(house, "dee"), desk_of(house, "sue")
    assert dee.post(f"/directory/{home.id}/sealing/", {"address_1": ""}).status_code == 422
    dee.post(f"/directory/{home.id}/sealing/", {"address_1": STREET, "postal_code": "K1A 0A1"})
    home.refresh_from_db()
    assert home.is_hidden
    page = sue.get(f"/directory/{home.id}/").content.decode()
    assert STREET not in page
    assert "address.address_1" not in dee.get(f"/directory/{home.id}/edit/about/").content.decode()
    read = f"/directory/{home.id}/exact/"
    assert sue.post(read, {}).status_code == 422
    assert sue.post(read, {"why": "curious"}).status_code == 422
    assert Reading.objects.count() == 0
    answer = sue.post(read, {"why": "danger"})
    assert (STREET in answer.content.decode(), answer["Cache-Control"]) == (True, "no-store")
    kept = Reading.objects.get()
    assert (kept.why, kept.by, kept.location) == ("danger", str(house.members["sue"].id), home)
    assert "Sue, " in dee.get(f"/directory/{home.id}/").content.decode()
    bed = service(of=owner)
    answer = dee.post(f"/directory/{bed.id}/places/", {"place": [str(home.id)]})
    assert answer["Location"].endswith("?done=waits")
    assert (
        dee.post(f"/directory/{bed.id}/places/", {"place": [str(uuid.uuid4())]}).status_code == 404
    )


@pytest.mark.requirement("000-12")
def test_nobody_alone_types_another_address_for_a_place_that_shelters_somebody(house):
    owner = organization("home")
    bed, dee = service(of=owner), desk_of(house, "dee")
    stands = location("stands", owner, [bed], address={"address_1": STREET})
    bare = location("bare", owner, [bed])
    assert dee.post(f"/directory/{bare.id}/sealing/", {"address_1": "1"}).status_code == 404
    dee.post(f"/directory/{stands.id}/sealing/", {"address_1": "1 Wrong Street"})
    dee.post(f"/directory/{stands.id}/exact/", {"why": "checking"})
    page = dee.post(f"/directory/{stands.id}/exact/", {"why": "checking"}).content.decode()
    assert (STREET in page, "1 Wrong Street" in page) == (True, False)
    assert dee.get(f"/directory/{stands.id}/sealing/").status_code == 404


def test_asking_is_noted_with_who_answered_and_what_changed_is_put_back(house):
    bed, dee = service(summaries={"fr": "Lits"}), desk_of(house, "dee")
    at = f"/directory/{bed.id}/"
    answer = dee.post(f"{at}confirmation/", {"result": "confirmed", "how": "phone", "key": ""})
    assert (answer.status_code, "Dites qui a répondu" in answer.content.decode()) == (422, True)
    said = {"result": "confirmed", "how": "phone", "person": "Rae", "key": str(uuid.uuid4())}
    assert dee.post(f"{at}confirmation/", said).status_code == 302
    page = dee.get(at).content.decode()
    assert ("Rae" in page, "Confirmé le" in page) == (True, True)
    actions.change(bed, {"summaries": {"fr": "Trois"}}, by="ana")
    dee.post(f"{at}undoing/", {"version": "2"})
    bed.refresh_from_db()
    assert (bed.summaries, bed.version) == ({"fr": "Lits"}, 3)
    for version in ("1", "9", "x", "٣"):
        assert dee.post(f"{at}undoing/", {"version": version}).status_code == 404


def test_entries_are_found_by_name_without_accents_and_by_what_needs_care(house):
    service("erable", names={"fr": "Refuge de l’Érable"}, summaries={"en": "A", "fr": "B"})
    bed = Service.objects.get(key="erable")
    dee = desk_of(house, "dee")
    found = dee.post("/directory/", {"words": "erable REFUGE"}).content.decode()
    assert (found.count("row-title"), str(bed.id) in found) == (1, True)
    assert "Rien ne porte ce nom" in dee.post("/directory/", {"words": "xyz"}).content.decode()
    assert str(bed.id) not in dee.get("/directory/?care=words").content.decode()
    actions.change(bed, {"summaries": {"en": "Other", "fr": "B"}}, by="ana")
    assert str(bed.id) in dee.get("/directory/?care=words").content.decode()
    assert str(bed.id) in dee.get("/directory/?care=due").content.decode()
    assert str(bed.id) in dee.get("/directory/asking/").content.decode()
    for odd in ("?care=king", "?from=99999", "?from=x", "?care=due&from=-1"):
        assert dee.get(f"/directory/{odd}").status_code == 200


def test_hostile_words_are_shown_as_they_are_written_and_do_nothing(house):
    odd = '"><script>alert(1)</script>'
    bed, dee = service(names={"fr": odd}, summaries={"fr": odd}), desk_of(house, "dee")
    for path in (f"/directory/{bed.id}/", f"/directory/{bed.id}/edit/about/", "/directory/"):
        page = dee.get(path).content.decode()
        assert ("<script>alert" in page, html.escape(odd) in page) == (False, True)
    typed = opened(dee, bed, "about") | {"alert.fr": odd}
    page = post(dee, bed, "about", typed).content.decode()
    assert ("<script>alert" in page, form(page)["alert.fr"]) == (False, [odd])
