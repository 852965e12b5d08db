"""A curator sees what may be one and why, says so, and takes it back."""

import uuid

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory.models import Distinct, Likeness, Merge, Organization, Proposal
from havre.directory.tests.scenes import organization, service

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def two(house):
    """Two that look alike."""
    rows = [{"number": "613-555-0171"}]
    return (organization("a", names={"fr": "L’Érable <b>"}, phones=rows),
            organization("b", names={"fr": "Erable <B>"}, phones=rows))  # fmt: skip


def pair(desk, one, two) -> str:
    desk.post("/directory/alike/looking/")
    found = Likeness.objects.get(record=min(one.id, two.id), other=max(one.id, two.id))
    return f"/directory/alike/{found.id}/"


def test_two_are_merged_by_whoever_curates_and_taken_apart_again(house, two):
    dee, sue = desk_of(house, "dee"), desk_of(house, "sue")
    at = pair(dee, *two)
    page = sue.get(at).content.decode()
    assert ("They are two" in page or "Il y en a deux" in page) is False  # she reads along
    page = dee.get(at).content.decode()
    assert ("le même numéro de téléphone" in page, "<b>" in page) == (True, False)
    for odd in ("", "x", str(uuid.uuid4())):
        assert dee.post(f"{at}verdict/", {"keep": odd}).status_code == 404
    answer = dee.post(f"{at}verdict/", {"keep": str(two[0].id)})
    assert answer["Location"].endswith("said=merged")
    assert Organization.objects.get(id=two[1].id).status == "defunct"
    assert dee.post(f"{at}verdict/", {"keep": str(two[0].id)}).status_code == 404
    page = dee.get("/directory/alike/?said=merged").content.decode()
    assert "fait partie de" in page
    for row in two:
        page = dee.get(f"/directory/{row.id}/").content.decode()
        assert 'name="version"' not in page or "réunies" not in page
    undo = f"/directory/merges/{Merge.objects.get().id}/undoing/"
    assert dee.post(undo)["Location"].endswith("said=undone")
    assert dee.post(undo)["Location"].endswith("said=cannot")
    assert Organization.objects.get(id=two[1].id).status == "active"


def test_two_that_are_two_are_not_shown_again(house, two):
    dee = desk_of(house, "dee")
    at = pair(dee, *two)
    assert dee.post(f"{at}verdict/", {"keep": "two"})["Location"].endswith("said=two")
    assert (Distinct.objects.count(), dee.get(at).status_code) == (1, 404)
    dee.post("/directory/alike/looking/")
    assert at not in dee.get("/directory/alike/").content.decode()


@pytest.mark.requirement("000-12")
def test_a_merge_where_somebody_sleeps_waits_and_says_what_it_would_do(house, two):
    service(of=two[0])
    dee, sue = desk_of(house, "dee"), desk_of(house, "sue")
    at = pair(dee, *two)
    answer = dee.post(f"{at}verdict/", {"keep": str(two[1].id)})
    assert (answer["Location"].endswith("said=waits"), Merge.objects.count()) == (True, 0)
    page = dee.get("/directory/proposals/").content.decode()
    assert ("Absorbe" in page, "L’Érable" in page) == (True, True)
    sue.post(f"/directory/proposals/{Proposal.objects.get().id}/", {"say": "agree"})
    undo = f"/directory/merges/{Merge.objects.get().id}/undoing/"
    assert dee.post(undo)["Location"].endswith("said=waits")
    assert "Rend de nouveau" in dee.get("/directory/proposals/").content.decode()
