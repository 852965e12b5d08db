"""The house guides without leading: purpose, a gentler way, no «why», nothing asked twice."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from havre.contacts import guide, phrases
from havre.contacts.tests.test_phrases import GENDERED, SHORT_FORMS
from havre.lib import hints, lang

WRITTEN = json.loads(Path(guide.__file__).with_name("questions.json").read_text(encoding="utf-8"))
ASKED = [
    (language, code, manner, text)
    for code, said in WRITTEN.items()
    for language, manners in said.items()
    for manner, text in manners.items()
]


@pytest.mark.requirement("000-27")
@pytest.mark.requirement("002-A5")
@pytest.mark.parametrize(("language", "code", "manner", "text"), ASKED)
def test_no_question_asks_why_or_hurts_in_another_way(language, code, manner, text):
    assert hints.hints(text, language) == []
    assert len(text) <= 160
    if language == "fr":
        assert GENDERED.findall(text) + SHORT_FORMS.findall(text) == []


@pytest.mark.requirement("000-27")
def test_every_question_has_a_purpose_and_a_gentler_way_in_every_language():
    assert list(WRITTEN) == list(guide.STEPS)
    for said in WRITTEN.values():
        assert set(said) == set(lang.languages())
        assert all(list(manners) == ["ask", "gentler"] for manners in said.values())
    for language in lang.languages():
        with override(language):
            told = [(str(step.title), str(step.purpose)) for step in guide.steps(set(), language)]
        assert all(title and purpose for title, purpose in told)
        assert len(set(told)) == len(guide.STEPS)


@pytest.mark.requirement("000-27")
def test_no_question_stands_twice_not_even_among_the_phrases():
    at_hand = [
        phrase
        for language in lang.languages()
        for situation in phrases.at_hand(language)
        for phrase in situation.phrases
    ]
    all_of = [text for *_, text in ASKED] + at_hand
    assert sorted({lang.fold(text) for text in all_of}) == sorted(map(lang.fold, all_of))


@pytest.mark.requirement("000-27")
def test_what_is_known_is_not_asked_again():
    steps = {step.code: step for step in guide.steps({"wish", "safety"}, "en")}
    assert {code for code, step in steps.items() if step.is_known} == {"wish", "safety"}
    assert {code for code, step in steps.items() if step.questions} == {"limits", "options"}


def test_a_language_nobody_wrote_in_has_steps_without_questions():
    assert [step.questions for step in guide.steps(set(), "zz")] == [[]] * 4
