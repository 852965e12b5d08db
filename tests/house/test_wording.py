"""The house speaks of nobody with judgement: no page, list, phrase or question uses these words."""

import json
import re
from collections.abc import Iterator

import pytest

from havre.front.guides import facts, library, pages, rehearsal
from havre.front.guides.texts import Text
from havre.prompt.messages import catalogues, extraction, judging
from havre.prompt.tests.test_messages import texts_in

# Who somebody is; what they are blamed for; what a line has no business to say of anybody.
ENGLISH = (
    r"prostitut|hooker|\bwhore|\bslave|\billegals?\b|illegal (?:alien|immigra|migra)|junkie|addict",
    r"\bclients?\b|\bvictims?\b|\bfemales?\b|case number|mentally ill|\bcrazy|hysteric|\bnormal\b",
    r"non-?complian|uncooperative|manipulative|attention.seek|(?:frequent|repeat) caller",
    r"time.?waster|\balleg|claims? to|fail(?:ed|s)? to|\bsuffer|\bto blame|drug user",
    r"rescu|\bsav(?:e|ed|ing) (?:her|him|them|you)\b",
)
FRENCH = (
    r"prostitu|\bputes?\b|esclav|clandestin|ill[ée]ga(?:l|ux)|toxicoman|drogué|\bclientes?\b|hystéri",
    r"\bclients?\b|\bvictimes?\b|numéro de (?:cas|dossier)|\bfolle\b|\bfous?\b|\bnormale?s?\b",
    r"non coopérat|manipulat(?:eur|rice)|appels? répétitif|(?:appelant|personne)\w* fréquent",
    r"\balléguée?s?\b|\bprétend|\bsouffre|récidiv|sauvet|\bsauver\b|divulg",
)
SPANISH = (
    r"prostitu|\bputas?\b|esclav|clandestin|\bilegal|toxic[óo]man|drogadict|\badict[oa]",
    r"hist[ée]ric|\bclientes?\b|\bv[íi]ctimas?\b|n[úu]mero de (?:caso|expediente)|\bloc[oa]s?\b",
    r"\bnormal(?:es)?\b|manipulador|\bpresunt|\balega",
    r"\bsufr|reincid|\bculpa|\brescat|\bsalvar(?:le|la|lo)?\b|\bdenunci",
)
# «None of it is your fault» is the one sentence in which that word stands.
FAULT = (r"\b(?<!None of it is your )fault\b", r"\b(?<!Rien de cela n’est votre )faute\b")
BANNED = {
    "en": re.compile("|".join((*ENGLISH, FAULT[0])), re.IGNORECASE),
    "fr": re.compile("|".join((*FRENCH, FAULT[1])), re.IGNORECASE),
    "es": re.compile("|".join(SPANISH), re.IGNORECASE),
}
# What a service or a law calls itself. Of a person nobody says it.
NAMES = re.compile(
    r"victim (?:services|line|compensation|or accused)|trp for victims|aide aux victimes"
    r"|indemnisation des victimes|pst pour victimes|victime ou accusée",
    re.IGNORECASE,
)


def said() -> Iterator[tuple[str, str]]:
    """(language, text) of everything that people read."""
    for room in catalogues.rooms():
        for phrase in extraction.of_room(room):
            yield from (("en", text) for text in (phrase.text, phrase.plural) if text)
        for language in ("fr", "es"):
            for entry in catalogues.read(catalogues.file_of(room, language), language):
                yield from (
                    (language, text) for text in judging.strings(entry) if entry.id and text
                )
    for text in guides():
        yield from text.said.items()
    for file in ("contacts/phrases.json", "contacts/questions.json", "taxonomy.json"):
        found = json.loads((catalogues.PACKAGE / file).read_text(encoding="utf-8"))
        for language in BANNED:
            yield from ((language, text) for text in texts_in(language, found))


def guides() -> Iterator[Text]:
    """Everything that the guides say, also what waits for a review."""
    yield from (text for guide in pages.guides().values() for text in guide.texts())
    yield from (text for _, text in rehearsal.said())
    yield from (entry.says for entry in library.entries() if entry.says)
    yield from (fact.value for fact in facts.register().values())


def judges(language: str, text: str) -> bool:
    """Whether it says something of somebody that nobody should read of themselves."""
    return bool(BANNED[language].search(NAMES.sub("", text)))


@pytest.mark.requirement("000-18", "003-17")
def test_nothing_that_people_read_judges_anybody():
    texts = list(said())
    assert min(sum(each == language for each, _ in texts) for language in BANNED) > 450
    assert [text for language, text in texts if judges(language, text)] == []


@pytest.mark.requirement("000-18")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The victim refused."),
        ("en", "Frequent caller"),
        ("en", "Was it your fault?"),
        ("en", "She claims to be 17."),
        ("en", "Former prostitute"),
        ("en", "Victim services for the victim"),
        ("fr", "La victime a appelé."),
        ("fr", "C’est de votre faute."),
        ("fr", "Ancienne prostituée"),
        ("fr", "Numéro de dossier"),
        ("fr", "Personne toxicomane"),
        ("es", "La víctima llamó."),
        ("es", "No es culpa suya."),
        ("es", "Número de caso"),
        ("es", "Trabajo ilegal"),
        ("es", "Denuncie"),
    ],
)
def test_a_word_that_judges_is_found(language, text):
    assert judges(language, text)


# What one word of the glossary is called, wherever the English says it (mission/domain.md 6).
GLOSSARY = (
    (r"human trafficking", {"fr": r"traite", "es": r"\btrata\b"}),
    (r"\binterpreters?\b", {"fr": r"interpr[éè]t", "es": r"int[ée]rpret"}),
    (r"safety plan", {"fr": r"plan de sécurité", "es": r"plan de seguridad"}),
    (r"\bshelters?\b", {"fr": r"refuge|hébergement", "es": r"refugio|alojamiento"}),
    (r"legal advice", {"fr": r"juridique", "es": r"legal"}),
    (r"\bthe line\b", {"fr": r"\bligne\b", "es": r"\blínea\b"}),
    (r"\bconversation\b", {"fr": r"échange|conversation", "es": r"conversaci"}),
    (r"a law obliges", {"fr": r"\bloi\b.*oblige", "es": r"\bley\b.*oblig"}),
)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_word_of_the_glossary_is_said_by_its_name(language):
    """On the person's side: at the desk and in letters a sentence may take another way."""
    wrong, counted = [], 0
    for room in catalogues.rooms():
        if room.name not in {"front", "webchat"}:
            continue
        for entry in catalogues.read(catalogues.file_of(room, language), language):
            english = entry.id if isinstance(entry.id, str) else entry.id[0] if entry.id else ""
            for term, names in GLOSSARY:
                if not re.search(term, english, re.IGNORECASE):
                    continue
                counted += 1
                words = " ".join(judging.strings(entry))
                if not re.search(names[language], words, re.IGNORECASE):
                    wrong.append(f"{english} → {words}")
    assert (wrong, counted > 40) == ([], True)
