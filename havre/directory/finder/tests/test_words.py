"""The house understands what is typed, in both languages, with slips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.directory.finder.lexicon import lexicon
from havre.directory.finder.places import Gazetteer, gazetteer, kilometres
from havre.directory.finder.typos import Trigrams, within
from havre.directory.finder.words import cut, forms


def meant(text, *alone):
    pieces = lexicon().read(cut(text), frozenset(alone))
    return [(p.meaning.what, p.meaning.codes) for p in pieces if p.meaning and p.meaning.what]


LAWYERS = ("legal_criminal", "legal_family", "legal_immigration", "legal_labour")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hebergement", "Hébergement"),
        ("shelters", "shelter"),
        ("avocates", "avocate"),
        ("L’hébergement", "hébergements"),
        ("sœur", "soeurs"),
        ("women's", "women"),
    ],
)
def test_two_ways_of_writing_a_word_share_a_form(one, other):
    assert set(forms(cut(one)[0])) & set(forms(cut(other)[0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "punjabi sudbury lit ce soir",
            [("language", ("pa",)), ("place", ("sudbury",)), ("need", ("emergency_shelter",)),
             ("time", ("tonight",))],
        ),
        (
            "bed tonight for a woman with a child near Sudbury who speaks Punjabi",
            [("need", ("emergency_shelter",)), ("time", ("tonight",)), ("rule", ("women",)),
             ("rule", ("children",)), ("place", ("sudbury",)), ("language", ("pa",))],
        ),
        ("sans papiers, avocate à Montréal",
         [("rule", ("no_status",)), ("need", LAWYERS), ("place", ("montreal",))]),
        ("16 year old in St. John's", [("age", ("16",)), ("place", ("st johns",))]),
        ("fille de 15 ans", [("rule", ("women",)), ("age", ("15",))]),
        ("refuge K1A 0B1", [("need", ("emergency_shelter",)), ("place", ("k1a 0b1",))]),
        ("legal aid in Legal AB", [("need", LAWYERS), ("place", ("legal ab",))]),
        ("hope house", []),
        ("parle cri à Chisasibi", [("language", ("cr",)), ("place", ("chisasibi",))]),
    ],
)  # fmt: skip
def test_names_of_needs_languages_and_places_are_understood(text, expected):
    assert meant(text) == expected


def test_what_was_taken_back_is_not_understood_again():
    assert meant("punjabi sudbury lit", "place", "language") == [("need", ("emergency_shelter",))]


def test_no_phrase_of_the_lexicon_means_nothing():
    assert all(phrase and all(phrase) for phrase in lexicon()._phrases)


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("Sudbury", "Greater Sudbury", "ON"), ("sudburry", "Greater Sudbury", "ON"),
        ("quebec city", "Québec", "QC"), ("Trois Rivieres", "Trois-Rivières", "QC"),
        ("St. John's", "St. John's", "NL"), ("Saint John", "Saint John", "NB"),
        ("Windsor, NS", "Windsor", "NS"), ("windsor (Ontario)", "Windsor", "ON"),
        ("Kanesatake", "Kanehsatà:ke", "QC"), ("Sault-Sainte-Marie", "Sault Ste. Marie", "ON"),
        ("ᐃᖃᓗᐃᑦ", "Iqaluit", "NU"), ("Attawapiskat", "Attawapiskat", "ON"),
    ],
)  # fmt: skip
def test_a_settlement_is_found_as_people_write_it(text, name, province):
    found = gazetteer().find(text)
    assert found is not None
    assert (found.name, found.province, found.kind) == (name, province, "settlement")


def test_the_others_of_one_name_are_told():
    assert set(gazetteer().find("Windsor").others) >= {("Windsor", "NS"), ("Windsor", "QC")}
    assert ("Saint John", "NB") in gazetteer().find("Saint-Jean").others


def test_an_area_says_how_far_off_it_may_be_and_only_the_area_of_a_code_is_used():
    town, code = gazetteer().find("K1A"), gazetteer().find("k1a 0b1")
    assert (town.kind, town.uncertain_km, town.province) == ("area", 16, "ON")
    assert code == town
    assert gazetteer().find("X0A").uncertain_km == 347


def test_a_province_is_a_place_and_nowhere_is_none():
    assert gazetteer().find("Île-du-Prince-Édouard").kind == "province"
    assert [gazetteer().find(text) for text in ("", "xyzzyq", "K0Z", "'; --")] == [None] * 4


def test_every_place_lies_in_canada_and_has_a_zone():
    for _, place in Gazetteer().settlements:
        assert 41 < place.lat < 84, place
        assert -142 < place.lon < -52, place
        assert place.zone.startswith("America/")
    assert len({place.province for _, place in gazetteer().settlements}) == 13


def test_distance_is_that_of_the_globe():
    ottawa, toronto = gazetteer().find("Ottawa"), gazetteer().find("Toronto")
    apart = kilometres((ottawa.lat, ottawa.lon), (toronto.lat, toronto.lon))
    assert 345 < apart < 360


def words_like(*words):
    known = Trigrams()
    for word in words:
        known.add(word)
    return known


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("shleter", "shelter"), ("shelte", "shelter"), ("hebergment", "hebergement"),
        ("avocta", "avocat"), ("cat", ""), ("xxxxxx", ""), ("hebregemant", "hebergement"),
    ],
)  # fmt: skip
def test_a_slip_is_put_right(typed, right):
    known = words_like("shelter", "hebergement", "avocat", "cut", "housing")
    assert known.nearest(typed, lambda word: 1) == right


def test_a_word_that_no_service_has_any_more_is_not_offered():
    assert words_like("shelter").nearest("sheltr", lambda word: 0) == ""


letters = st.text("abcde", min_size=1, max_size=8)


@given(letters, letters)
def test_edits_are_counted_alike_both_ways(one, other):
    counts = [n for n in range(9) if within(one, other, n)]
    assert counts == [n for n in range(9) if within(other, one, n)]
    assert within(one, one, 0)


@given(st.sampled_from(["shelter", "hebergement", "counselling"]), st.data())
def test_any_one_slip_in_a_long_word_is_found(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    slips = [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter
             + word[at + 1 :], word[:at] + word[at : at + 2][::-1] + word[at + 2 :]]  # fmt: skip
    typed = data.draw(st.sampled_from(slips))
    found = words_like("shelter", "hebergement", "counselling").nearest(typed, lambda w: 1)
    assert found == word
