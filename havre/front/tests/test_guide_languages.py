"""Somebody reads the guides in Spanish: all of them, and no law in words that nobody checked."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from havre.front.guides import facts, library, pages, rehearsal
from havre.front.guides.outline import OUTLINE
from havre.front.guides.texts import LANGUAGES, Text, Wrong, pieces
from havre.front.guides.texts import text as text_of
from havre.front.tests.test_guide import addresses
from havre.front.tests.test_languages import ELSEWHERE, UNCHECKED
from havre.lib import page_languages
from havre.prompt.messages import judging
from tests.faces import Browser

UNREAD = [code for code in LANGUAGES if not page_languages.register()[code].is_vouched_for]
NOT_READ = pytest.mark.parametrize("language", UNREAD)
ENGLISH = {"Accept-Language": "en"}


def read(front: Browser, language: str, name: str, *given: str) -> str:
    """A page of the guides, for a reader of that language whose browser names English second."""
    with override(language):
        answer = front.get(reverse(name, args=given), headers=ENGLISH)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def said(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def spoken(text: Text, language: str) -> list[str]:
    """What of a text stands on a page as it is: its words, and the facts that it names."""
    register = facts.register()
    parts = [register[one.fact].value.said[language] if one.fact else one.words.strip(" .:;,«»“”")
             for one in pieces(text.said[language])]  # fmt: skip
    return [part for part in parts if len(part) > 3]


@pytest.mark.requirement("000-06", "002-01")
def test_the_guides_are_said_in_every_language_of_the_whole_persons_side() -> None:
    assert LANGUAGES == ("en", "fr", "es")
    texts = [text for guide in pages.guides().values() for text in guide.texts()]
    texts += [text for _, text in rehearsal.said()]
    copied = [text.said["en"] for text in texts if text.said["es"] == text.said["en"]]
    assert {re.sub(r"\{fact:\w+\}", "", each) for each in copied} == {"."}


@pytest.mark.requirement("000-06")
@NOT_READ
def test_a_guide_stands_in_it_and_says_that_nobody_checked_it(
    front: Browser, no_database: None, language: str
) -> None:
    for guide in pages.published():
        if guide.is_detail:
            continue
        before, _, main = read(front, language, "guide_page", guide.slug).partition("<main")
        assert said(UNCHECKED, language) in before
        assert 'class="lang-part"' not in before
        for text in guide.texts(detail=False):
            assert [part for part in spoken(text, language) if part not in main] == [], guide.slug
    for name in ("guide", "library", "rehearsal"):
        assert said(UNCHECKED, language) in read(front, language, name)


@pytest.mark.requirement("000-06")
@NOT_READ
def test_no_law_and_no_safety_detail_is_shown_in_words_that_nobody_checked(
    front: Browser, no_database: None, language: str
) -> None:
    laws = [fact.value.said[language] for fact in facts.register().values() if fact.law]
    seen = 0
    for guide in pages.published():
        for name in ("guide_page", "guide_file"):
            page = read(front, language, name, guide.slug)
            assert [law for law in laws if law in page] == [], guide.slug
            for part in [part for part in guide.parts if part.detail]:
                seen += 1
                own = [each for text in part.texts() for each in spoken(text, language)]
                english = [each for text in part.texts() for each in spoken(text, "en")]
                assert [each for each in own if each in page and len(each) > 30] == []
                assert [each for each in english if each not in page] == []
                assert said(ELSEWHERE, language) in page
                if not guide.is_detail:
                    assert '<div class="lang-part" lang="en" dir="ltr">' in page
    assert (len(laws), seen) == (9, 2 * 9)


@NOT_READ
def test_the_rights_stand_as_a_whole_in_a_language_of_the_house(
    front: Browser, no_database: None, language: str
) -> None:
    page = read(front, language, "guide_page", "know")
    assert '<div class="lang-part" lang="en" dir="ltr"><main' in page
    assert pages.guides()["know"].title.text.said["en"] in page
    assert said(UNCHECKED, language) not in page  # it is no translation
    kept = read(front, language, "guide_file", "know")
    assert '<html lang="en"' in kept
    assert f'<div lang="{language}" dir="ltr"><p>{said(ELSEWHERE, language)}' in kept


@NOT_READ
def test_what_is_kept_as_a_file_says_that_nobody_checked_it(
    front: Browser, no_database: None, language: str
) -> None:
    kept = read(front, language, "guide_file", "online")
    assert f'<html lang="{language}"' in kept
    assert said(UNCHECKED, language) in kept
    assert re.findall(r"<a |href", kept) == []
    assert (
        kept.count(f'{said(ELSEWHERE, language)} <span lang="en">English</span>') == 1
    )  # of both together


def test_a_review_brings_the_law_in_spanish(
    front: Browser, no_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"name": "Español", "says": "person", "plural": "",
             "reviewed": {"by": "Somebody who speaks it", "on": dt.date(2027, 1, 31)}}  # fmt: skip
    checked = page_languages.register() | {"es": page_languages.made("es", entry)}
    monkeypatch.setattr(page_languages, "register", lambda: checked)
    page = read(front, "es", "guide_page", "know")
    assert "No tiene que declarar contra nadie" in page.partition("<main")[2]
    assert "vigente desde el 4 de febrero de 2025" in page
    for slug in ("know", "look", "kinds", "online"):
        page = read(front, "es", "guide_page", slug)
        assert (said(UNCHECKED, "es") in page, "lang-part" in page) == (False, False)


@pytest.mark.requirement("002-05", "002-04")
def test_a_law_outside_of_a_part_of_detail_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for slug, id_ in (("look", "papers"), ("kinds", "law"), ("know", "permit")):
        whole = pages.read(f"pages/{slug}.toml")
        next(part for part in whole["part"] if part["id"] == id_).pop("detail")
        monkeypatch.setattr(pages, "read", lambda _, whole=whole: whole)
        with pytest.raises(Wrong, match="outside of a part"):
            pages._guide(OUTLINE[slug])
        monkeypatch.undo()


def test_a_figure_of_a_law_is_known_by_its_source() -> None:
    """Whoever adds a rule and forgets to say so would have it shown in words nobody checked."""
    of_law = re.compile(r"Criminal Code|Act\b|section \d|permit")
    for fact in facts.register().values():
        if fact.source and of_law.search(fact.source.said["en"]):
            assert fact.law, fact.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_lacks_one_language_is_refused(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    whole = pages.read("pages/j.toml")
    del whole["part"][0]["item"][2]["text"][language]
    monkeypatch.setattr(pages, "read", lambda _: whole)
    with pytest.raises(Wrong, match="item 3, text is not said in en and fr and es"):
        pages._guide(OUTLINE["j"])


def test_words_may_wait_in_a_language_that_does_not_say_so_much_yet() -> None:
    said = {"en": "Stay.", "fr": "Restez.", "es": "Quédese.", "pt": "Fique."}
    assert set(text_of(said, "a page").said) == set(LANGUAGES)
    with pytest.raises(Wrong):
        text_of(said | {"xx": "Stay."}, "a page")


def test_a_situation_names_no_fact() -> None:
    with pytest.raises(Wrong, match="names a fact"):
        rehearsal._text(dict.fromkeys(LANGUAGES, "{fact:papers}"), "a scene")


def test_a_name_is_shown_in_a_language_that_its_owner_gave_it(
    front: Browser, no_database: None
) -> None:
    page = read(front, "es", "library")
    assert '<h3 lang="en">Canadian Human Trafficking Hotline</h3>' in page
    assert '<h3 lang="fr">Cyberaide</h3>' in page
    assert '<h3 lang="fr">Ligne d’urgence canadienne' in read(front, "fr", "library")
    assert all(entry.name.said["es"] == entry.name.said["en"] for entry in library.entries())


ODD = re.compile(r"[“”][^«»]*$|\.\.\.|'|@|\b\w+[/(][oae]s?\b|\w\s[;:?!]|[¿¡]\s|«\s|\s»")


@pytest.mark.requirement("002-07")
def test_the_spanish_is_printed_as_it_should_be() -> None:
    texts = [text for guide in pages.guides().values() for text in guide.texts()]
    texts += [text for _, text in rehearsal.said()]
    texts += [each.says for each in library.entries() if each.says]
    texts += [text for fact in facts.register().values() for text in (fact.value, fact.source)
              if text]  # fmt: skip
    told = [text.said["es"] for text in texts]
    assert len(told) > 400
    assert [each for each in told if judging.faults_of_spanish(each)] == []
    assert [each for each in told if each.count("¿") != each.count("?")] == []
    assert [each for each in told if each.count("«") != each.count("»")] == []
    assert [each for each in told if ODD.search(re.sub("“[^«»“”]*”", "", each))] == []


@pytest.mark.requirement("002-06")
@NOT_READ
def test_links_lead_on_in_the_readers_language(
    front: Browser, no_database: None, language: str
) -> None:
    with override(language):
        found = addresses()
    for address in found:
        page = front.get(address, headers=ENGLISH).content.decode()
        main = page.partition("<main")[2].partition("</main")[0]
        main = re.sub(r'<ul class="lang">.*?</ul>', "", main)  # the notice leads to both others
        assert set(re.findall(r'href="/([a-z-]+)/', main)) <= {language, "static"}, address
