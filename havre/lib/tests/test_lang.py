"""The house keeps every word as it was written, and has one rule for how many."""

import unicodedata

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from havre.lib import lang

anything = st.text(st.characters(), max_size=300)  # surrogates and NUL too


@pytest.mark.hostile(4)
@given(anything)
def test_what_was_cleaned_can_be_stored_and_stays_as_it_is(text):
    said = lang.clean(text)
    assert said.encode() == said.encode("utf-8", "strict")
    assert "\0" not in said
    assert unicodedata.is_normalized("NFC", said)
    assert lang.clean(said) == said


@given(anything)
def test_nothing_that_was_said_is_lost(text):
    """Only edges are trimmed, line ends made one kind, and what is no character is marked."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = [c for c in unicodedata.normalize("NFC", lines) if not c.isspace()]
    broken = [c for c in kept if unicodedata.category(c) in ("Cc", "Cs")]
    if not broken and not any(
        unicodedata.category(c) in ("Cc", "Cs") for c in lines if c not in "\n\t"
    ):
        assert [c for c in lang.clean(text) if not c.isspace()] == kept


@pytest.mark.hostile(2)
@pytest.mark.parametrize("letter", ["x", "é", "🌻", "ᐃ", "e\u0301", ".\r\n.", "가"])
def test_length_is_counted_in_characters_after_cleaning(letter):
    size = len(lang.clean(f"x{letter}x")) - 2
    fits = (lang.LONGEST - 1) // size
    whole = letter * fits + "x" * (lang.LONGEST - fits * size)
    assert len(lang.clean_short(whole)) == lang.LONGEST
    with pytest.raises(lang.TooLong) as refused:
        lang.clean_short(whole + "x")
    assert (refused.value.length, len(refused.value.text)) == (4_001, 4_001)
    assert letter not in str(refused.value)  # it may end in a log


@pytest.mark.hostile(4)
def test_ten_thousand_accents_on_one_letter_are_too_many():
    with pytest.raises(lang.TooLong):
        lang.clean_short("e" + "\u0301" * 10_000)


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u2003\u00a0"])
def test_nothing_is_nothing(text):
    assert lang.clean_short(text) == ""


@given(anything)
def test_folding_twice_is_folding_once_for_searching(text):
    once = lang.fold(text)
    assert lang.fold(once).split() == lang.fold(once).split()
    assert "  " not in once


@pytest.mark.parametrize("typed", ["Montréal", "MONTREAL", "  montréal ", "montre\u0301al"])
def test_a_place_is_found_however_it_is_typed(typed):
    assert lang.fold(typed) == "montreal"


def test_a_language_is_named_in_the_language_of_the_page():
    with override("fr"):
        assert (lang.current(), lang.name_of("en")) == ("fr", "Anglais")
    with override("fr-ca"):
        assert lang.current() == "fr"
    with override(None):
        assert lang.current() == lang.languages()[0]
