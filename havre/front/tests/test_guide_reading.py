"""The guides can be read after six to eight years of school: each language has its measure."""

import pytest

from havre.front import checks
from havre.front.guides import facts, library, pages, reading, rehearsal
from havre.front.guides.outline import OUTLINE, Wanted
from havre.front.guides.texts import LANGUAGES
from havre.prompt.messages import judging

EASY, QUICK = Wanted("easy", {}), Wanted("quick", {}, grade=6)
HARD = {
    "en": "Notwithstanding the aforementioned considerations, individuals experiencing "
    "exploitative circumstances may benefit from comprehensive multidisciplinary intervention.",
    "fr": "Nonobstant les considérations susmentionnées, les particuliers confrontés à des "
    "conditions d’exploitation bénéficieraient d’interventions multidisciplinaires intégrées.",
    "es": "No obstante las consideraciones anteriormente mencionadas, las personas expuestas a "
    "circunstancias de explotación se beneficiarían de intervenciones multidisciplinarias.",
}  # fmt: skip
PLAIN = {
    "en": "Call us when you can. We listen. You say what you want.",
    "fr": "Appelez quand vous pouvez. On écoute. Vous dites ce que vous voulez.",
    "es": "Llame cuando pueda. Le oímos. Usted dice lo que quiera.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_keeps_to_its_budget(language) -> None:
    assert {OUTLINE["s"].grade, OUTLINE["e"].grade, OUTLINE["j"].grade} == {6, 8}
    for guide in pages.guides().values():
        said = [text.said[language] for text in guide.texts()]
        one = reading.measure(said, language, guide.wanted)
        assert one.is_within, (guide.slug, one)
        assert not reading.is_too_long(reading.longest(said, language)), guide.slug
        for part in guide.parts:  # an easy page may hide a hard part
            told = [text.said[language] for item in part.items for text in _of(item)]
            assert reading.measure(told, language, EASY).is_within, (guide.slug, part.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_words_are_over_every_budget_and_plain_ones_are_not(language) -> None:
    for wanted in (EASY, QUICK):
        assert not reading.measure([HARD[language]], language, wanted).is_within
        assert reading.measure([PLAIN[language]], language, wanted).is_within


def test_the_measures_give_what_their_authors_give() -> None:
    # Counted by hand, put into the published formulas.
    words, sentences, syllables = reading.counted([PLAIN["en"]], "en")
    assert (words, sentences, syllables) == (12, 3, 13)
    grade = reading.measure([PLAIN["en"]], "en", EASY).value
    assert round(grade, 2) == round(0.39 * 4 + 11.8 * 13 / 12 - 15.59, 2)
    words, sentences, syllables = reading.counted([PLAIN["fr"]], "fr")
    assert (words, sentences, syllables) == (12, 3, 17)
    ease = reading.measure([PLAIN["fr"]], "fr", EASY).value
    assert round(ease, 2) == round(207 - 1.015 * 4 - 73.6 * 17 / 12, 2)
    words, sentences, syllables = reading.counted([PLAIN["es"]], "es")
    assert (words, sentences, syllables) == (10, 3, 18)
    ease = reading.measure([PLAIN["es"]], "es", EASY).value
    assert round(ease, 2) == round(206.835 - 62.3 * 18 / 10 - 10 / 3, 2)


@pytest.mark.parametrize(
    ("word", "language", "heard"),
    [
        ("people", "en", 2), ("table", "en", 2), ("loved", "en", 1), ("exploited", "en", 4),
        ("hour", "en", 1), ("a", "en", 1), ("don’t", "en", 1), ("asked", "en", 1),
        ("personne", "fr", 2), ("amie", "fr", 2), ("sécurité", "fr", 4), ("l’aide", "fr", 1),
        ("aiment", "fr", 1), ("traite", "fr", 1), ("qu’on", "fr", 1), ("le", "fr", 1),
        ("ciudad", "es", 2), ("día", "es", 2), ("quien", "es", 1), ("guía", "es", 2),
        ("muy", "es", 1), ("leer", "es", 2), ("y", "es", 1), ("pequeñas", "es", 3),
        ("había", "es", 3), ("seguridad", "es", 4), ("explotación", "es", 4),
    ],
)  # fmt: skip
def test_syllables_are_counted_about_as_they_are_heard(word, language, heard) -> None:
    assert abs(reading.syllables(word, language) - heard) <= (heard > 3)


def test_the_build_refuses_a_page_that_became_hard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "said", lambda: [("scene", pages.Text(HARD))])
    found = [each.id for each in checks.guides_are_whole() if each.level >= 40]
    assert found == ["front.E003"] * len(LANGUAGES)


def test_the_build_refuses_one_endless_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = dict.fromkeys(LANGUAGES, " ".join(["go"] * 40) + ". Go. Go.")
    monkeypatch.setattr(rehearsal, "said", lambda: [("scene", pages.Text(endless))])
    assert "front.E004" in {each.id for each in checks.guides_are_whole()}


@pytest.mark.requirement("002-07")
def test_the_french_is_printed_as_it_should_be_and_doubles_no_ending() -> None:
    texts = [text for guide in pages.guides().values() for text in guide.texts()]
    texts += [text for _, text in rehearsal.said()]
    texts += [each.says for each in library.entries() if each.says]
    for fact in facts.register().values():
        texts += [fact.value, *([fact.source] if fact.source else [])]
    said = [text.said["fr"].replace("{fact:", "{") for text in texts]
    assert [each for each in said if judging.faults_of_french(each)] == []
    doubled = [each for each in said if "·" in each or "(e)" in each or ".e." in each]
    assert doubled == []


def _of(item: pages.Item) -> list[pages.Text]:
    return [item.text.text] + ([item.head.text] if item.head else [])
