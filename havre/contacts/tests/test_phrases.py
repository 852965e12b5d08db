"""The house has words ready for a hard moment, in both languages, and none of them hurts."""

import json
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from havre.contacts import phrases
from havre.lib import hints, lang
from havre.prompt.messages import judging

HERE = Path(phrases.__file__).with_name("phrases.json")
WRITTEN = json.loads(HERE.read_text(encoding="utf-8"))
SAID = [
    (language, code, phrase)
    for code, words in WRITTEN.items()
    for language, said in words.items()
    for phrase in said
]
# What French would say of somebody as a man or a woman: each has an epicene way (domain 4.7).
GENDERED = re.compile(
    r"\b(?:prêt|seul|sûr|certain|obligé|forcé|content|désolé|ravi|inquiet|inquiète|perdu|blessé"
    r"|fatigué|épuisé|venu|resté|parti|revenu|allé|isolé|surveillé|menacé|protégé|assuré|rassuré"
    r"|libéré|victime|client|cliente|appelant|intervenant|répondant|superviseur)e?s?\b"
)
SHORT_FORMS = re.compile(r"·|•|\(e\)|\(ne\)|\w\.e\b|\w/e\b|\w-e\b")


@pytest.mark.requirement("002-A5")
@pytest.mark.requirement("000-18")
@pytest.mark.requirement("000-27")
@pytest.mark.parametrize(("language", "code", "phrase"), SAID)
def test_no_phrase_at_hand_raises_a_hint(language, code, phrase):
    assert hints.hints(phrase, language) == []


@pytest.mark.requirement("000-06")
def test_no_situation_lacks_a_language_and_no_language_a_phrase():
    assert list(WRITTEN) == list(phrases.SITUATIONS)
    assert len(WRITTEN) >= 12
    for words in WRITTEN.values():
        assert set(words) == set(lang.languages())
        assert len({len(said) for said in words.values()}) == 1
        assert 3 <= len(words["en"]) <= 4
    assert len({phrase for _, _, phrase in SAID}) == len(SAID)


def test_a_language_nobody_wrote_in_has_no_phrases():
    assert len(phrases.at_hand("fr")) == len(phrases.SITUATIONS)
    assert phrases.at_hand("zz") == []


@pytest.mark.requirement("002-S2")
def test_being_not_ready_and_silence_are_situations_like_others():
    assert {"silence", "not_ready"} <= set(phrases.SITUATIONS)


def test_staff_read_every_situation_in_their_own_language():
    with override("en"):
        english = [str(one.title) for one in phrases.at_hand("fr")]
    with override("fr"):
        french = [str(one.title) for one in phrases.at_hand("fr")]
    assert not set(english) & set(french)


@pytest.mark.parametrize("phrase", [said for language, _, said in SAID if language == "fr"])
def test_french_names_nobody_a_man_or_a_woman_and_is_printed_well(phrase):
    said_of_things = re.compile("plus sûr pour vous")
    assert GENDERED.findall(said_of_things.sub("", phrase)) == []
    assert SHORT_FORMS.findall(phrase) == []
    assert [why for pattern, why in judging._FRENCH if pattern.search(phrase)] == []
    assert re.findall(r"[^\u00a0]:|\s[?!;]", phrase) == []
    assert re.findall(r"\b(?:tu|toi|ton|tes|te)\b", phrase) == []


def test_gendered_french_would_be_found():
    assert GENDERED.findall("Êtes-vous seule et prêt?") == ["seule", "prêt"]
    assert SHORT_FORMS.findall("intervenant·e, prêt(e), survivant.e") == ["·", "(e)", "t.e"]


@pytest.mark.parametrize(("language", "code", "phrase"), SAID)
def test_a_phrase_is_short_and_asks_for_no_name(language, code, phrase):
    assert len(phrase) <= 180
    sentences = [s for s in re.split(r"[.?!:;]", phrase) if s.strip()]
    assert max(len(s.split()) for s in sentences) <= 22
    assert re.findall(r"(?i)\byour name\b|\bvotre nom\b|\(|\)", phrase) == []
