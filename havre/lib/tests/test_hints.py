"""The house notices when a draft blames, orders, asks why, diagnoses or promises."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.lib import hints, lang

RULES = [
    (language, category, kind, pattern)
    for language in hints.languages()
    for category in hints.categories()
    for kind in ("find", "unless")
    for pattern in hints.rules()["languages"][language][category][kind]
]
WORDS = ["you", "must", "not", "vous", "devez", "pas", "why", "pourquoi", "fault", ".", "?", "🌻"]
CLUMSY = [
    ("en", "blame", "You should have left the first time."),
    ("en", "order", "You must go to the police."),
    ("en", "order", "Leave him tonight."),
    ("en", "why", "So why did you go back?"),
    ("en", "diagnose", "It sounds like you have PTSD."),
    ("en", "promise", "I promise you will be safe."),
    ("en", "blame", "A good friend would have noticed."),
    ("en", "why", "I just want to know why you lied."),
    ("en", "diagnose", "Your niece is clearly bipolar."),
    ("en", "promise", "Your parents will take you back."),
    ("fr", "blame", "Vous auriez dû partir avant."),
    ("fr", "blame", "Un peu de prudence de ta part aurait tout changé."),
    ("fr", "order", "Tiens-toi loin de lui."),
    ("fr", "why", "Qu’est-ce qui t’empêchait d’appeler?"),
    ("fr", "diagnose", "ta soeur est bipolaire"),
    ("fr", "promise", "Tes parents vont te pardonner."),
    ("fr", "order", "Tu dois aller à la police."),
    ("fr", "order", "N’y retournez pas."),
    ("fr", "why", "Et pourquoi êtes-vous retournée là-bas?"),
    ("fr", "diagnose", "Vous êtes visiblement en dépression."),
    ("fr", "promise", "Je vous promets que tout ira bien."),
]
CAREFUL = [
    ("en", "It is not your fault."),
    ("en", "You do not have to decide today."),
    ("en", "You don’t need to tell me why."),
    ("en", "Take your time. Let me know when you want to stop."),
    ("en", "You said you feel depressed. What is that like?"),
    ("en", "I cannot promise that it will be fine."),
    ("en", "He told you that you must pay first. That is not so."),
    ("en", "You wrote “it is my own fault”. I hear how heavy that is."),
    ("en", "Even if you agreed at first, help is open to you."),
    ("en", "I don’t know how the judge will decide."),
    ("en", "I understand why you stayed."),
    ("en", "Your doctor mentioned depression. What would you call it?"),
    ("fr", "Ce n’est pas votre faute."),
    ("fr", "Il vous répète que vous devez obéir. Comment le vivez-vous?"),
    ("fr", "Tu as écrit « c’est de ma faute ». J’entends à quel point c’est lourd."),
    ("fr", "Même si tu as signé, ça ne veut pas dire que tu as consenti."),
    ("fr", "Je ne sais pas ce que le juge décidera."),
    ("fr", "Je comprends pourquoi vous êtes restée."),
    ("fr", "Votre médecin a parlé de dépression. Quel mot prendriez-vous?"),
    ("fr", "Vous n’avez pas à décider aujourd’hui."),
    ("fr", "Rien ne vous oblige à dire pourquoi."),
    ("fr", "Prenez votre temps. Voulez-vous continuer?"),
    ("fr", "Vous dites que vous êtes en dépression. Comment le vivez-vous?"),
    ("fr", "Je ne peux pas vous promettre que tout ira bien."),
]


@pytest.mark.requirement("002-A5")
@pytest.mark.requirement("000-27")
@pytest.mark.parametrize(("language", "category", "text"), CLUMSY)
def test_a_clumsy_sentence_is_noticed_for_what_it_does(language, category, text):
    assert {hint.category for hint in hints.hints(text, language)} == {category}


@pytest.mark.requirement("002-A5")
@pytest.mark.requirement("000-18")
@pytest.mark.parametrize(("language", "text"), CAREFUL)
def test_a_careful_sentence_is_left_alone(language, text):
    assert hints.hints(text, language) == []


@pytest.mark.requirement("002-A5")
def test_what_is_proposed_instead_raises_no_hint_itself():
    proposed = [(language, c) for language in hints.languages() for c in hints.categories()]
    assert len(proposed) == 10
    for language, category in proposed:
        assert hints.hints(hints.instead(category, language), language) == []


def test_a_language_without_rules_gets_no_hint():
    assert hints.hints("You must leave.", "zz") == []
    assert set(hints.languages()) == set(lang.languages())


def test_the_place_is_that_of_the_words_as_they_were_typed():
    text = "  Œil 🌻 ŒUVRE.\n\nTU   DOIS  partir…"
    (hint,) = hints.hints(text, "fr")
    assert text[hint.start : hint.end] == "TU   DOIS  partir"


def test_hints_of_one_kind_that_overlap_are_one():
    found = hints.hints("You have to leave. You have to call.", "en")
    assert [(h.category, h.start, h.end) for h in found] == [("order", 0, 17), ("order", 19, 35)]


@given(st.text(max_size=300))
def test_folded_text_is_ascii_and_every_character_has_its_place(text):
    plain, places = hints.fold(text)
    assert plain.isascii()
    assert len(plain) == len(places)
    assert places == sorted(places)
    assert "  " not in plain
    assert plain == plain.lower()
    assert all(0 <= place < len(text) for place in places)


@given(st.lists(st.sampled_from(WORDS)))
def test_every_hint_points_into_the_draft(words):
    text = " ".join(words)
    for language in hints.languages():
        for hint in hints.hints(text, language):
            assert 0 <= hint.start < hint.end <= len(text)


@pytest.mark.parametrize(("language", "category", "kind", "pattern"), RULES)
def test_a_rule_is_one_that_both_engines_read_alike(language, category, kind, pattern):
    parts = hints.rules()["parts"] | hints.rules()["languages"][language]["parts"]
    for words in (pattern, *parts.values()):
        assert re.findall(r"\\|\(\?(?![:=!]|<!)|[A-Z]|[^ -~]|[*+?}][+]", words) == []
    compiled = hints._compiled(pattern, parts)
    assert compiled.search("") is None
    assert compiled.search(" a ") is None or kind == "unless"


def test_the_rule_file_holds_what_it_says_and_nothing_else():
    assert set(hints.rules()) == {"about", "categories", "letters", "parts", "languages"}
    for said in hints.rules()["languages"].values():
        assert set(said) == {"parts", *hints.categories()}
        for category in hints.categories():
            assert set(said[category]) == {"instead", "find", "unless"}


@pytest.mark.parametrize(
    "words", ["you are so ", "il ne te le ", "not no never ", "a", "you have "]
)
def test_the_longest_draft_is_read_before_the_next_key_is_pressed(words):
    text = (words * lang.LONGEST)[: lang.LONGEST]
    hints.hints("warm", "en"), hints.hints("warm", "fr")
    for language in hints.languages():
        began = time.process_time()
        hints.hints(text, language)
        assert time.process_time() - began < 1
