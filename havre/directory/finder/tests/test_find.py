"""The house finds what is there, counts it rightly, and says how it looked."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from havre.directory.finder.entry import Beds
from havre.directory.finder.index import Index
from havre.directory.finder.tests.entries import (
    ALWAYS,
    IQALUIT,
    MONTREAL,
    NORTH_BAY,
    NOW,
    OFFICE,
    SUDBURY,
    TORONTO,
    entry,
)
from havre.directory.finder.wanted import Wanted

SHELTER = ("emergency_shelter",)


def index_of(*all_entries):
    index = Index()
    for each in all_entries:
        index.put(each)
    return index


def found(index, at=NOW, **asked):
    return index.find(Wanted(**asked), at)


def numbers(answer):
    return [hit.id.int for hit in answer.hits]


def test_a_responder_types_one_line_and_is_told_how_it_was_understood():
    index = index_of(
        entry(1, "Harbour", needs=SHELTER, points=(SUDBURY,), languages=("en", "pa")),
        entry(2, "Cedar", needs=SHELTER, points=(SUDBURY,), languages=("en",)),
        entry(3, "Lotus", needs=SHELTER, points=(TORONTO,), languages=("pa",)),
        entry(
            4, "Law", kind="legal", needs=("legal_family",), points=(SUDBURY,), languages=("pa",)
        ),
    )
    answer = found(index, words="punjabi sudbury lit ce soir")
    assert numbers(answer) == [1]
    assert answer.place.name == "Greater Sudbury"
    told = [(each.what, each.codes) for each in answer.understood]
    assert told == [("language", ("pa",)), ("place", ("sudbury",)), ("need", SHELTER),
                    ("time", ("tonight",))]  # fmt: skip
    taken_back = found(index, words="punjabi sudbury lit", alone=frozenset({"language"}))
    assert (set(numbers(taken_back)), taken_back.ignored) == ({1, 2}, ("punjabi",))
    assert "language" not in [each.what for each in taken_back.understood]


def test_what_was_chosen_stands_and_words_are_not_taken_for_it():
    index = index_of(entry(1, "Sudbury Street Kitchen", points=(TORONTO,)))
    answer = found(index, words="sudbury", place="Toronto")
    assert numbers(answer) == [1]
    assert answer.place.name == "Toronto"
    assert answer.understood == ()


@pytest.mark.parametrize("typed", ["hebergement", "Hébergements", "refuge", "shelter", "bed"])
def test_accents_stems_and_synonyms_find_both_languages(typed):
    index = index_of(
        entry(1, texts={"fr": {"name": "Maison", "summary": "Hébergement pour femmes"}}),
        entry(2, texts={"en": {"name": "House", "summary": "Shelters for women"}}),
    )
    assert set(numbers(found(index, words=typed))) == {1, 2}


def test_a_slip_is_put_right_and_said():
    index = index_of(entry(1, "Lantern Clinic"), entry(2, "Blue River"))
    answer = found(index, words="lanternn")
    assert numbers(answer) == [1]
    assert answer.searched_for == (("lanternn", "lantern"),)


def test_results_come_as_one_types():
    index = index_of(entry(1, "Lantern Clinic"), entry(2, "Landing"))
    assert [numbers(found(index, words="lantern clinic"[:n])) for n in (3, 4, 9)] == [
        [2, 1], [1], [1],
    ]  # fmt: skip
    assert numbers(found(index, words="lant ")) == []
    assert numbers(found(index, words="lantern c")) == [1]


def test_a_word_that_nobody_has_is_put_aside_and_said():
    index = index_of(entry(1, "Lantern"))
    answer = found(index, words="lantern zyxwvut")
    assert (numbers(answer), answer.ignored) == ([1], ("zyxwvut",))
    index.put(entry(2, "Line", reach="national"))
    alone = found(index, words="zyxwvut")
    assert (numbers(alone), alone.widened) == ([2], ("national",))


def test_police_are_in_no_result_count_or_facet_unless_asked_for():
    index = index_of(
        entry(1, "Harbour", points=(SUDBURY,)),
        entry(2, "Harbour police", kind="police", points=(SUDBURY,), languages=("oj",)),
        entry(3, "Harbour station", is_police=True, reach="national", needs=SHELTER),
    )
    for asked in ({}, {"words": "harbour"}, {"words": "police"}, {"kind": "police"},
                  {"place": "Sudbury"}, {"needs": SHELTER}, {"place": "Iqaluit"}):  # fmt: skip
        answer = found(index, **asked)
        assert set(numbers(answer)) <= {1}
        assert answer.total == len(answer.hits)
        assert "police" not in answer.facets["kinds"]
        assert "oj" not in answer.facets["languages"]
        assert answer.facets["needs"] == {}
    assert set(numbers(found(index, words="harbour", police=True))) == {1, 2, 3}


def test_the_radius_grows_until_somebody_is_there_and_that_is_said():
    index = index_of(
        entry(1, "Cedar", points=(NORTH_BAY,)),
        entry(2, "Maple", points=(TORONTO,)),
        entry(3, "Line", reach="national"),
    )
    answer = found(index, place="Sudbury")
    assert numbers(answer) == [1, 3]
    assert answer.widened == ("radius:250",)
    assert answer.radius_km == 250
    assert round(answer.hits[0].distance_km) == 118
    assert answer.hits[0].measured_to == "North Bay"
    assert answer.hits[1].distance_km is None


def test_options_are_given_up_in_the_said_order():
    index = index_of(entry(1, "Cedar", points=(SUDBURY,), languages=("en",), openings=(OFFICE,)))
    night = datetime(2026, 12, 23, 7, tzinfo=UTC)
    answer = found(index, night, place="Sudbury", open_now=True, language="iu", kind="shelter")
    assert (numbers(answer), answer.widened) == ([1], ("open", "kind", "language"))


def test_a_national_line_is_the_last_resort_and_even_who_says_no_is_named_last():
    index = index_of(entry(1, "Line", reach="national", eligibility={"pets": "no"}))
    answer = found(index, place="Iqaluit", needs=("medical",))
    assert (numbers(answer), answer.widened) == ([1], ("national",))
    answer = found(index, needs=("medical",), eligibility=("pets",))
    assert (numbers(answer), answer.widened) == ([1], ("eligibility", "national"))


def test_no_need_in_any_jurisdiction_is_an_empty_page():
    index = index_of(entry(1, "Line", reach="national"), entry(2, "Cedar", points=(TORONTO,)))
    needs = index_needs()
    for province in ["NL", "PE", "NS", "NB", "QC", "ON", "MB", "SK", "AB", "BC", "YT", "NT", "NU"]:
        for need in needs:
            answer = found(index, place=province, needs=(need,), open_now=True, language="iu")
            assert 1 in numbers(answer), (province, need)


def index_needs():
    from havre.lib import taxonomy  # noqa: PLC0415 (the finder itself needs no settings)

    return taxonomy.codes("need")


def test_provincial_services_are_near_their_province_and_areas_are_served_where_they_are():
    index = index_of(
        entry(1, "Ontario", reach="province", province="ON", points=(TORONTO,)),
        entry(2, "Nickel", areas=("Sudbury",), points=(TORONTO,)),
        entry(3, "Quebec", areas=("QC",), points=(SUDBURY,)),
        entry(4, "Hidden"),
    )
    assert set(numbers(found(index, place="Sudbury"))) == {1, 2}
    assert set(numbers(found(index, place="Copper Cliff"))) == {1, 2}
    assert set(numbers(found(index, place="Toronto"))) == {1}
    assert set(numbers(found(index, place="Val-d'Or"))) == {3}
    assert set(numbers(found(index, place="Ontario"))) == {1}
    assert set(numbers(found(index))) == {1, 2, 3, 4}


def test_an_area_code_says_its_uncertainty_and_looks_that_much_farther():
    answer = found(index_of(entry(1, "Cedar", points=(SUDBURY,))), place="P3E 4T5")
    assert (answer.place.uncertain_km, answer.radius_km, numbers(answer)) == (16, 66, [1])


def test_a_place_that_nobody_knows_is_said():
    answer = found(index_of(entry(1, "Cedar", points=(SUDBURY,))), place="Xyzzyville")
    assert (answer.place, answer.place_unknown, numbers(answer)) == (None, True, [1])


def test_beds_are_a_fact_until_they_expire_and_unknown_after_it():
    beds = Beds(2, NOW + timedelta(hours=1))
    index = index_of(entry(1, "Cedar", beds=beds), entry(2, "Maple"))
    answer = found(index, beds=True)
    assert (numbers(answer), answer.facets["beds"]) == ([1], {"free": 1})
    later = found(index, NOW + timedelta(hours=1))
    assert later.facets["beds"] == {"unknown": 2}


def test_age_and_eligibility_exclude_only_who_says_no():
    index = index_of(
        entry(1, "Sure", eligibility={"children": "yes"}),
        entry(2, "Asks", eligibility={"children": "ask"}),
        entry(3, "Silent"),
        entry(4, "No", eligibility={"children": "no"}),
        entry(5, "Adults", eligibility={"children": "yes"}, min_age=18),
    )
    assert numbers(found(index, eligibility=("children",), age=16)) == [1, 2, 3]


def test_hits_say_open_closes_in_and_how_fresh():
    index = index_of(
        entry(1, "Day", openings=(OFFICE,)),
        entry(2, "Night", openings=(ALWAYS,), due=date(2026, 1, 1)),
        entry(3, "Silent", checked=None),
    )
    told = {h.id.int: (h.state, h.closes_in, h.freshness) for h in found(index).hits}
    assert told == {1: ("open", 270, "fresh"), 2: ("open", None, "due"),
                    3: ("unknown", None, "never")}  # fmt: skip
    assert numbers(found(index, open_now=True)) == [1, 2]


def test_pages_are_cut_from_one_order():
    index = index_of(*(entry(n, "Cedar") for n in range(1, 40)))
    pages = [numbers(found(index, limit=7, offset=7 * n)) for n in range(7)]
    assert [n for page in pages for n in page] == list(range(1, 40))
    assert found(index, limit=0).total == 39


def test_a_change_is_in_the_next_answer_and_what_was_dropped_in_none():
    index = index_of(entry(1, "Lantern", points=(SUDBURY,)))
    index.put(entry(1, "Feather", points=(MONTREAL,)), b"new")
    assert numbers(found(index, words="lantern")) == []
    assert found(index, words="feather").hits[0].measured_to == "Montréal"
    assert (len(index), index.card(UUID(int=1))) == (1, b"new")
    assert index.drop(UUID(int=1))
    assert not index.drop(UUID(int=1))
    assert (numbers(found(index)), index.card(UUID(int=1)), index.ids()) == ([], None, [])


def test_an_entry_that_cannot_be_read_changes_nothing():
    index = index_of(entry(1, "Cedar"))
    with pytest.raises(ValueError, match="Not a time zone"):
        index.put(entry(1, "Maple", zone="Nowhere/Land"))
    assert numbers(found(index, words="cedar")) == [1]


def test_nobody_dead_is_found_after_many_changes():
    index = Index()
    for turn in range(60):
        for n in range(1, 60):
            index.put(entry(n, f"Cedar turn{turn}", points=(IQALUIT,)))
    assert found(index, place="Iqaluit").total == 59
    assert numbers(found(index, words="turn3 ")) == []
    assert found(index, words="turn59").total == 59
    assert index._store.services.size < 2_500


def test_a_flood_of_words_is_cut_to_a_question():
    index = index_of(entry(1, "Lantern"))
    answer = found(index, words="lantern " + "zyxwvutq " * 5_000)
    assert (numbers(answer), len(answer.ignored)) == ([1], 31)
    assert found(index, words="9" * 5_000 + " ans").total == 0
