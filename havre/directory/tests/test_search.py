"""The house finds somewhere to turn to, says how far it had to look, and never offers police."""

import pytest
from django.http import QueryDict

from havre.directory import actions, facets, finding
from havre.directory.access import Results, Wanted, by_ids, cards_of, search, settlements
from havre.directory.finder.places import gazetteer
from havre.directory.forms import SearchForm
from havre.directory.models import Organization, SearchDoc, Sought, Verification
from havre.directory.tests.scenes import BY, location, organization, service
from havre.lib import clock
from tests.hands import clock_at, later


@pytest.fixture
def town(house) -> None:
    service("montreal", settlement="Montréal", province="QC")
    service("quebec", reach="province", province="QC", languages=["fr", "en"])
    service("canada", reach="national", languages=["en"], needs=["information"])
    police = organization("police-org", kind="police")
    service("police", of=police, kind="police", settlement="Montréal", province="QC")


def found(results: Results) -> tuple[list[str], tuple[str, ...]]:
    return [each.card["key"] for each in results.services], results.found.widened


def keys(wanted: Wanted) -> list[str]:
    return found(search(wanted))[0]


@pytest.mark.requirement("000-11")
def test_police_are_in_no_result_and_no_count_unless_they_are_asked_for(town):
    for wanted in (Wanted(), Wanted(place="Montréal"), Wanted(words="police")):
        results = search(wanted)
        assert "police" not in found(results)[0]
        assert "police" not in results.found.facets["kinds"]
    assert "police" in keys(Wanted(place="Montréal", police=True))


@pytest.mark.parametrize("place", ["Montréal", "montreal", "MONTRÉAL", "H2X", "h2x 1y4"])
def test_the_nearest_come_first_and_then_the_wider(town, place):
    assert keys(Wanted(place=place)) == ["montreal", "quebec", "canada"]


@pytest.mark.requirement("000-13")
@pytest.mark.parametrize(
    ("wanted", "widened"),
    [
        (Wanted(language="uk"), "language"),
        (Wanted(needs=("pet_care",)), "national"),
        (Wanted(place="Iqaluit", needs=("emergency_shelter",)), "radius:any"),
    ],
)
def test_no_search_is_empty_and_each_says_how_far_it_went(town, wanted, widened):
    results = search(wanted)
    assert results.services
    assert widened in results.found.widened


def test_a_word_that_no_service_has_is_told_and_does_not_empty_the_page(town):
    results = search(Wanted(words="zzyzx"))
    assert (results.found.ignored, bool(results.services)) == (("zzyzx",), True)


def test_words_are_found_without_accents_and_in_any_order(town):
    assert keys(Wanted(words="MONTREAL org", alone=frozenset({"place"})))[0] == "montreal"


def test_a_change_is_found_in_the_next_question(town):
    assert "lodge" not in keys(Wanted(place="Montréal"))
    lodge = service("lodge", settlement="Montréal", province="QC")
    assert "lodge" in keys(Wanted(place="Montréal"))
    actions.change(lodge, {"status": "temporarily closed"}, by=BY)
    assert "lodge" not in keys(Wanted(place="Montréal"))


def test_a_suspended_organization_is_not_offered(town):
    willow = Organization.objects.get(key="org-montreal")
    actions.suspend(willow, by=BY)
    assert Organization.objects.get(key="org-montreal").is_suspended is True
    assert keys(Wanted(place="Montréal")) == ["quebec", "canada"]
    montreal = str(willow.service_set.get().id)
    assert (by_ids([montreal]), cards_of([montreal])) == ([], [])
    actions.lift(willow, by=BY)
    assert keys(Wanted(place="Montréal"))[0] == "montreal"


@pytest.mark.requirement("000-12")
def test_what_everybody_finds_holds_nothing_that_only_responders_may_know(town):
    service("quiet", visibility="responder", settlement="Montréal", province="QC")
    assert "quiet" in keys(Wanted(place="Montréal"))
    assert "quiet" not in found(search(Wanted(place="Montréal"), viewer="public"))[0]


def test_the_public_file_is_written_once_for_each_change_and_read_without_a_table(
    town, settings, tmp_path, django_assert_num_queries
):
    settings.DATA = tmp_path
    assert (finding.publish(), finding.publish()) == (True, False)
    with django_assert_num_queries(0):
        assert len(finding.published()) == 5
    service("lodge", settlement="Montréal", province="QC")
    assert finding.publish() is True
    assert len(finding.published()) == 6
    assert len(list((tmp_path / "finder").iterdir())) == 2


def test_without_a_file_the_index_is_made_from_the_tables_and_a_damaged_one_is_passed_over(
    town, settings, tmp_path
):
    settings.DATA = tmp_path
    finding.publish()
    file = next((tmp_path / "finder").glob("*.finder"))
    file.write_bytes(file.read_bytes()[:100])
    finding._kept.clear()
    assert (
        len(finding.index("public"))
        == SearchDoc.objects.filter(entries__public__isnull=False).count()
    )


@pytest.mark.requirement("001-10")
def test_what_was_sought_in_vain_is_counted_by_codes_and_no_typed_word_is_kept(town):
    search(Wanted(needs=("pet_care",), place="Montréal", words="Mina Tremblay"))
    search(Wanted(needs=("pet_care",), place="Montréal"))
    search(Wanted(place="Montréal"))
    row = Sought.objects.get()
    assert (row.need, row.language, row.province, row.times) == ("pet_care", "", "QC", 2)


@pytest.mark.requirement("004-15")
@pytest.mark.requirement("000-12")
@pytest.mark.parametrize("viewer", ["public", "responder"])
def test_a_thousand_distances_place_a_shelter_no_nearer_than_its_settlement(house, viewer):
    owner = organization("house")
    beds = [service(name, of=owner, settlement="Sudbury", province="ON") for name in ("a", "b")]
    for bed, lat in zip(beds, (46.44, 46.55), strict=True):
        home = location(f"home-{bed.key}", owner, [bed], settlement="Sudbury", lat=lat, lon=-81.0)
        actions.seal_place(home, {"address_1": "41 Hidden Lane", "lat": lat, "lon": -81.0}, by=BY)
    index = finding.index(viewer)
    for _, place in sorted(gazetteer().settlements, key=lambda each: -each[0])[:1000]:
        asked = Wanted(place=f"{place.name}, {place.province}", radius_km=6000)
        hits = {hit.id: hit for hit in index.find(asked, clock.now()).hits}
        one, two = (hits.get(bed.id) for bed in beds)
        assert (one is None) == (two is None)
        if one and two:
            told = (one.distance_km, one.score, one.measured_to)
            assert told == (two.distance_km, two.score, two.measured_to)


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
def test_what_cannot_be_understood_counts_as_not_asked(town):
    asked = QueryDict(
        "need=x&need=y&language=zz&role=admin&age=999&radius=3&welcome=kings&alone=police&when=ever"
    )
    assert SearchForm(asked).wanted() == Wanted()
    assert SearchForm(QueryDict("place=Montr%C3%A9al")).wanted() == Wanted(place="Montréal")
    assert settlements() == ["Montréal", "Ottawa"]


def test_every_count_narrows_the_search_and_what_was_chosen_can_be_taken_back(town):
    asked = QueryDict("place=Montréal&language=fr")
    results = search(SearchForm(asked).wanted())
    made = {each.field: each for each in facets.of(results.found, asked)}
    chosen = [(c.code, c.is_chosen) for c in made["language"].choices]
    assert chosen[0] == ("fr", True)
    assert [c.count for c in made["need"].choices if c.code == "emergency_shelter"] == [2]


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
