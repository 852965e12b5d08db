"""Six words are drawn evenly, are easy to type, and a slip of a finger is noticed on the device."""

import itertools
import math
import unicodedata
from collections import Counter

import pytest

from havre.returning import phrase
from havre.returning.phrase import Phrase, plain, typed
from havre.vault import spoken

STRONG = {"memory": spoken.MEMORY, "passes": spoken.PASSES}
SAID = Phrase(("abricot", "élan", "cœur", "forêt", "île", "maïs"))


@pytest.mark.parametrize("language", phrase.LISTS)
def test_four_words_are_worth_fifty_bits(language):
    assert 4 * math.log2(len(phrase.words_of(language))) >= 50


@pytest.mark.parametrize("language", phrase.LISTS)
def test_words_are_short_plain_and_different_however_they_are_typed(language):
    words = phrase.words_of(language)
    bare = [plain(word) for word in words]
    assert (len(set(bare)), sorted(words, key=plain)) == (len(words), list(words))
    assert {len(word.split()) for word in bare} == {1}
    assert all(4 <= len(word) <= 10 and word.isascii() and word.isalpha() for word in bare)
    assert [word for word in words if word != word.lower()] == []


@pytest.mark.parametrize("language", phrase.LISTS)
def test_no_slip_of_one_finger_makes_another_word_of_the_list(language):
    bare = {plain(word) for word in phrase.words_of(language)}
    changed = Counter(
        hole for word in bare for hole in {f"{word[:n]}_{word[n + 1 :]}" for n in range(len(word))}
    )
    left_out = {word[:n] + word[n + 1 :] for word in bare for n in range(len(word))}
    assert ([hole for hole, n in changed.items() if n > 1], left_out & bare) == ([], set())


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("en", "police officer prison rape murder blood drug heroin pimp nude victim slave corpse "
               "weapon pistol suicide hostage kidnap handcuff detective cocaine trafficker"),
        ("fr", "police policier prison viol meurtre sang drogue nue victime esclave cadavre arme "
               "pistolet suicide otage menotte putain proxénète gendarme cocaïne tuer"),
    ],
)  # fmt: skip
def test_no_word_frightens_or_gives_away_what_it_is_for(language, never):
    assert set(never.split()) & set(phrase.words_of(language)) == set()


@pytest.mark.hostile(6)
@pytest.mark.parametrize(
    "text",
    [
        "abricot élan cœur forêt île maïs",
        "ABRICOT ELAN COEUR FORET ILE MAIS",
        unicodedata.normalize("NFD", "abricot élan cœur forêt île maïs"),
        "abricot-élan-cœur-forêt-île-maïs",
        "\u00a0abricot,\u202félan;\ncœur\t forêt île\u200b maïs.",
        "1. abricot 2. élan 3. cœur 4. forêt 5. île 6. maïs",
        "١ abricot ٢ élan ٣ cœur ٤ forêt ٥ île ٦ maïs",
        "“abricot” «élan» ‘cœur’ forêt’ île maïs!",
        "ａｂｒｉｃｏｔ élan cœur forêt île maïs",
    ],
)
def test_the_same_words_however_they_are_typed(text):
    said = typed(text)
    assert said is not None
    assert (said.locator, said.secret) == (SAID.locator, SAID.secret)
    assert (said.locator, said.secret) == ("abricot elan", "coeur foret ile mais")


@pytest.mark.hostile(1)
@pytest.mark.parametrize("text", ["", " ", "one two three four five", "a b c d e f g", "\0" * 9_000,
                                  "é " * 100_000, "\u202e", "🕊 🕊 🕊 🕊 🕊 🕊"])  # fmt: skip
def test_anything_else_is_no_phrase(text):
    assert typed(text) is None


def test_a_phrase_shows_itself_to_no_log():
    assert (repr(SAID), "abricot" in f"{[SAID]!r}") == ("Phrase", False)


@pytest.mark.parametrize("language", phrase.LISTS)
def test_words_are_drawn_evenly_and_by_the_seed_alone(language):
    seeds = [n.to_bytes(32) for n in range(3_000)]
    drawn = [phrase.draw(language, seed) for seed in seeds]
    assert drawn == [phrase.draw(language, seed) for seed in seeds]
    known = phrase.words_of(language)
    half = set(known[: len(known) // 2])
    for place in range(6):
        in_half = sum(one.words[place] in half for one in drawn)
        assert abs(in_half - 1_500) < 150  # five standard deviations
    assert len(set(drawn)) == len(seeds)
    assert phrase.draw(language, seeds[0], 1) != drawn[0]


def test_a_language_without_a_list_has_the_first():
    assert phrase.words_of("pa") == phrase.words_of("en")


@pytest.mark.parametrize("language", phrase.LISTS)
def test_nine_of_ten_mistyped_words_are_noticed_on_the_device(language):
    bits = phrase.known(language)
    seen = lambda word: bits[phrase.sign(word) >> 3] >> (phrase.sign(word) & 7) & 1  # noqa: E731
    words = [plain(word) for word in phrase.words_of(language)]
    slips = [
        word[:n] + x + word[n + 1 :] for word, n, x in itertools.product(words[::50], (1, 3), "qz")
    ]
    missed = [slip for slip in slips if slip not in words and seen(slip)]
    assert (len(bits), all(seen(word) for word in words)) == (8_192, True)
    assert len(missed) / len(slips) < 0.13


@pytest.mark.hostile(71)
def test_what_stretches_the_words_is_what_the_page_on_security_says(monkeypatch):
    asked = {}

    def stretch(words: bytes, salt: bytes, **how: int) -> bytes:
        asked.update(how, salt=len(salt))
        return bytes(32)

    monkeypatch.setattr("havre.vault.suite.stretch", stretch)
    monkeypatch.setattr(spoken, "MEMORY", STRONG["memory"])
    monkeypatch.setattr(spoken, "PASSES", STRONG["passes"])
    spoken.pair("a b c d", spoken.new_salt())
    assert asked == {"memory": 64 * 1024 * 1024, "passes": 3, "salt": 16}
    assert spoken.new_salt() != spoken.new_salt()
    assert spoken.salt_of(b"m" * 32) == spoken.salt_of(b"m" * 32) != spoken.salt_of(b"n" * 32)
