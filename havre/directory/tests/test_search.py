"""The house finds somewhere to turn to, says how far it had to look, and never offers police."""

import pytest

from havre.directory.access import Found, Wanted, search, settlements
from havre.directory.forms import SearchForm
from havre.directory.models import Organization, Service, Suspension, Verification
from tests.hands import clock_at, later


def service(key: str, *, kind: str = "ngo", **facts: object) -> Service:
    organization = Organization.objects.create(
        key=f"org-{key}", kind=kind, names={"en": f"Org {key}"}, email=f"{key}@org.example"
    )
    given = {
        "kind": "shelter", "needs": ["emergency_shelter"], "languages": ["fr"], "reach": "local",
        "names": {"en": key, "fr": key}, "settlement": "", "province": "",
    } | facts  # fmt: skip
    return Service.objects.create(key=key, organization=organization, **given)


@pytest.fixture
def town(house) -> None:
    service("montreal", settlement="Montréal", province="QC")
    service("quebec", reach="province", province="QC", languages=["fr", "en"])
    service("canada", reach="national", languages=["en"], needs=["information"])
    service("police", kind="police", settlement="Montréal", province="QC")


def keys_of(found: Found) -> tuple[list[str], str]:
    return [s.key for s in found.services], found.widened


@pytest.mark.requirement("000-11")
def test_police_are_in_no_result(town):
    everything = [
        search(Wanted()),
        search(Wanted(place="Montréal")),
        search(Wanted(words="police")),
    ]
    assert [s.key for found in everything for s in found.services if s.key == "police"] == []


@pytest.mark.parametrize("place", ["Montréal", "montreal", "MONTRÉAL"])
def test_the_nearest_come_first_and_then_the_wider(town, place):
    expected = (["montreal", "quebec", "canada"], "")
    assert keys_of(search(Wanted(place=place, language=""))) == expected


@pytest.mark.requirement("000-13")
@pytest.mark.parametrize(
    ("wanted", "widened"),
    [
        (Wanted(language="uk"), "language"),
        (Wanted(words="no such words"), "words"),
        (Wanted(need="pet_care"), "need"),
        (Wanted(place="Nowhere"), "national"),
        (Wanted(place="Nowhere", need="emergency_shelter"), "need"),
    ],
)
def test_no_search_is_empty_and_each_says_how_far_it_went(town, wanted, widened):
    found = search(wanted)
    assert (bool(found.services), found.widened) == (True, widened)


def test_words_are_found_without_accents_and_in_any_order(town):
    assert keys_of(search(Wanted(words="MONTREAL org"))) == (["montreal"], "")


def test_a_suspended_organization_is_not_offered(town):
    organization = Organization.objects.get(key="org-montreal")
    assert organization.is_suspended is False
    Suspension.objects.create(organization=organization, by="dee")
    assert Organization.objects.get(key="org-montreal").is_suspended is True
    assert [s.key for s in search(Wanted(place="Montréal")).services] == ["quebec", "canada"]
    assert settlements() == ["Ottawa"]


@pytest.mark.hostile(36)
def test_an_address_counts_only_while_it_is_the_one_verified(house):
    shelter = house.shelter
    assert shelter.address_is_verified is True
    shelter.email = "other@linden.example"
    assert shelter.address_is_verified is False
    with clock_at(later(seconds=1)):
        Verification.objects.create(organization=shelter, address=shelter.email, by="dee")
    assert shelter.address_is_verified is True
    shelter.email = "in@linden.example"  # an older verification does not come back
    assert shelter.address_is_verified is False
    shelter.email = ""
    assert shelter.address_is_verified is False


@pytest.mark.hostile(13)
def test_a_choice_that_is_not_on_the_list_is_not_chosen(town):
    form = SearchForm({"place": "'; --", "need": ["x", "y"], "language": "zz", "role": "admin"})
    assert form.wanted() == Wanted()
    assert SearchForm({"place": "Montréal"}).wanted() == Wanted(place="Montréal")


@pytest.mark.requirement("000-26")
def test_what_is_not_known_is_said(house):
    bed = house.bed
    assert {said for _, said in bed.fact_list} == {"unknown"}
    assert (bed.cost_words, bed.hour_words, bed.what_happens) == ("", "", "")
    assert (str(bed), str(bed.organization), bed.summary) == (
        "A safe bed",
        "Linden",
        "Short stays.",
    )
