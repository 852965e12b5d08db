"""How hard a text is to read, by the measure of its own language.

English: Flesch and Kincaid (1975), as a grade of school. French: Kandel and Moles (1958), who
fitted Flesch's reading ease to French; 60 and more is plain, 70 and more is fairly easy. Spanish:
Szigriszt Pazos (1993), his perspicuity, read by the scale that Barrio Cantalejo and others made for
what is written for patients (INFLESZ, 2008): 65 and more is fairly easy, 80 and more very easy.
"""

import re
from dataclasses import dataclass

from havre.front.guides.facts import register
from havre.front.guides.outline import Wanted
from havre.front.guides.texts import pieces

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…]+(?=\s|[»”]|$)|[:;](?=\s)|\n")
_STOP = re.compile(r"[.!?…]+(?=\s|[»”]|$)|\n")
LONGEST = 32  # words
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    "fr": re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+"),
    # Each strong vowel is heard by itself, a weak one only where no other stands beside it.
    "es": re.compile(r"[aeoáéóíú]|(?<![aeoáéóíú])[iuü]+(?![aeoáéóíú])|(?<![a-zñ])y(?![a-zñ])"),
}
# An e that is written and not heard.
_SILENT = {
    "en": re.compile(
        r"(?<![aeiouy])(?:(?<!l)e|(?<=[aeiouy]l)e|(?<![tdszx])e[ds])$|(?<=[^tdaeiouy])ed$"
    ),
    "fr": re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])e(?:s|nt)?$"),
    "es": re.compile(r"(?!)"),
}
# (constant, weight of a word's syllables, weight of a sentence's words) of an ease.
_EASE = {"fr": (207.0, 73.6, 1.015), "es": (206.835, 62.3, 1.0)}
# The ease that answers to a grade of English.
BUDGETS = {"fr": {6: 70.0, 8: 60.0}, "es": {6: 80.0, 8: 65.0}}


@dataclass(frozen=True, slots=True)
class Measure:
    """One text measured, and how far it may go."""

    value: float
    budget: float
    is_grade: bool  # a grade must not be above its budget, an ease not below

    @property
    def is_within(self) -> bool:
        """Whether it may stand."""
        return self.value <= self.budget if self.is_grade else self.value >= self.budget


def measure(texts: list[str], language: str, wanted: Wanted) -> Measure:
    """All the texts of a page in one language, held to the page's budget."""
    words, sentences, syllables = counted(texts, language)
    long, heavy = words / sentences, syllables / words
    if language == "en":
        return Measure(0.39 * long + 11.8 * heavy - 15.59, float(wanted.grade), is_grade=True)
    most, syllables_, words_ = _EASE[language]
    ease = most - words_ * long - syllables_ * heavy
    return Measure(ease, BUDGETS[language][wanted.grade], is_grade=False)


def counted(texts: list[str], language: str) -> tuple[int, int, int]:
    """Words, sentences and syllables, as the page shows them; a telephone number counts nothing."""
    plain = "\n".join(_shown(text, language) for text in texts)
    words = _WORD.findall(plain)
    ended = [part for part in _SENTENCE.split(plain) if _WORD.search(part)]
    return len(words), len(ended), sum(syllables(word, language) for word in words)


def longest(texts: list[str], language: str) -> str:
    """The sentence with the most words, as far as its full stop."""
    ends = [part for text in texts for part in _STOP.split(_shown(text, language))]
    return max(ends, key=lambda part: len(_WORD.findall(part)))


def is_too_long(sentence: str) -> bool:
    """Whether nobody could hold it in mind: an easy page may hide one."""
    return len(_WORD.findall(sentence)) > LONGEST


def _shown(text: str, language: str) -> str:
    known = register()
    return "".join(
        known[piece.fact].value.said[language] if piece.fact else piece.words
        for piece in pieces(text)
    )


def syllables(word: str, language: str) -> int:
    """As they are heard, about."""
    found = 0
    for part in re.split(r"[’'-]", word.lower().replace("qu", "q")):
        groups = len(_VOWELS[language].findall(part)) - bool(_SILENT[language].search(part))
        found += max(groups, 1 if _VOWELS[language].search(part) and len(part) > 1 else 0)
    return max(found, 1)
