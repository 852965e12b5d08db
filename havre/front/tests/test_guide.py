"""The guides say what they must, in every language alike, and nothing that nobody vouches for."""

import re

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils.translation import override

from havre.front.guides import library, pages, rehearsal
from havre.front.guides.outline import MODULES
from havre.front.guides.texts import LANGUAGES
from havre.lib import hints
from tests.faces import Browser

NUMBER = "1-833-900-1010"


def addresses() -> list[str]:
    """Every page of the guides that anybody may read."""
    found = [reverse("guide"), reverse("library"), reverse("rehearsal")]
    found += [reverse("guide_page", args=[guide.slug]) for guide in pages.published()]
    for scene in rehearsal.scenes().values():
        found.append(reverse("rehearsal_scene", args=[scene.id]))
        found += [reverse("rehearsal_opener", args=[scene.id, each.id]) for each in scene.openers]
    return found


def part(slug: str, id: str) -> pages.Part:
    """One part of a guide."""
    return next(each for each in pages.guides()[slug].parts if each.id == id)


def heads(slug: str, id: str) -> list[str]:
    """What the things of a part are called, in English."""
    return [str(item.head.text) if item.head else "" for item in part(slug, id).items]


@pytest.mark.requirement("002-01")
def test_there_are_four_steps_whose_letters_spell_the_word() -> None:
    for language, word in (("en", "TALK"), ("fr", "JASE"), ("es", "DIGA")):
        with override(language):
            steps = pages.modules()
            assert "".join(str(step.letter.text) for step in steps if step.letter) == word
            assert [str(step.title.text)[0] for step in steps] == list(word)
    assert [step.slug for step in pages.modules()] == list(MODULES) == ["j", "a", "s", "e"]


@pytest.mark.requirement(
    "002-J1", "002-J3", "002-J9", "002-J10", "002-A1", "002-A3", "002-A4", "002-A5", "002-A6",
    "002-S1", "002-S2", "002-S3", "002-E5", "003-07", "003-08",
)  # fmt: skip
@pytest.mark.parametrize(
    ("slug", "id", "count"),
    [
        ("j", "truth", 5), ("j", "stages", 5), ("j", "signs", 4), ("j", "online", 6),
        ("a", "early", 3), ("a", "room", 7), ("a", "topics", 5), ("a", "healthy", 5),
        ("a", "unhealthy", 5), ("a", "do", 5), ("a", "dont", 5), ("a", "exploring", 5),
        ("a", "worried", 5), ("s", "listening", 4), ("s", "closed", 3), ("s", "learned", 8),
        ("e", "happens", 7), ("e", "options", 4), ("look", "signs", 13), ("stay", "reasons", 10),
    ],
)  # fmt: skip
def test_each_part_has_as_many_things_as_it_promises(slug, id, count) -> None:
    said = [str(item.head.text if item.head else item.text.text) for item in part(slug, id).items]
    assert (len(said), len(set(said))) == (count, count)


@pytest.mark.requirement("002-J3", "002-J4", "002-J5", "002-J6", "002-J7", "002-J8")
def test_the_stages_come_after_the_word_that_they_are_not_everyones() -> None:
    order = [each.id for each in pages.guides()["j"].parts]
    assert order.index("often") == order.index("stages") - 1
    named = [head.split(":")[0] for head in heads("j", "stages")]
    assert named == ["Luring", "Grooming", "Pressure", "Exploitation", "Bringing in others"]


@pytest.mark.requirement("002-J1", "003-06")
def test_sex_work_is_not_trafficking_and_nobody_has_to_leave_it() -> None:
    said = part("j", "truth").items[-1]
    assert str(said.text.text).startswith("No. Selling sex is not the same as being trafficked.")
    assert "Nobody has to leave sex work to be welcome here." in str(said.text.text)


@pytest.mark.requirement("002-S3")
def test_an_emergency_comes_before_everything_else(front: Browser, no_database) -> None:
    for slug in ("s", "know"):
        page = front.get(reverse("guide_page", args=[slug])).content.decode()
        assert pages.guides()[slug].parts[0].kind == "now"
        assert 0 < page.index('href="tel:911"') < page.index("<h2", page.index("<h2") + 1)


@pytest.mark.requirement("002-J9")
def test_signs_ask_nothing_and_answer_nothing(front: Browser, no_database) -> None:
    for slug in ("j", "look"):
        page = front.get(reverse("guide_page", args=[slug])).content.decode()
        assert re.findall(r"<(?:form|input|button|select)\b", page) == []
    assert {item.about for item in part("look", "signs").items} == {"sex", "labour", "both"}


@pytest.mark.requirement("002-J2", "002-A2", "002-E9", "003-03", "003-05", "001-07")
@pytest.mark.parametrize(
    ("slug", "id", "said"),
    [
        ("j", "truth", "in every part of the country"),
        ("j", "choice", "Nobody wakes up one day and agrees to be used."),
        ("a", "patience", "The first talk may go nowhere."),
        ("e", "alone", "You don’t need proof to call."),
        ("kinds", "border", "it can happen in the street where one was born"),
        ("kinds", "common", "It goes in a circle"),
    ],
)
def test_what_everybody_should_know_is_said(slug, id, said) -> None:
    assert said in " ".join(str(item.text.text) for item in part(slug, id).items)


@pytest.mark.requirement("002-E5")
def test_the_four_options_that_are_always_there_are_named() -> None:
    assert heads("e", "options") == [
        "A safety plan.", "Someone to talk to.", "A place to stay.", "Legal advice.",
    ]  # fmt: skip


@pytest.mark.requirement("003-04", "003-11")
def test_kinds_of_trafficking_stand_side_by_side() -> None:
    named = heads("kinds", "kinds")
    assert named[:5] == [
        "For sex.", "Forced labour.", "In a household.", "For an organ.", "Forced crime.",
    ]  # fmt: skip


@pytest.mark.requirement("002-06", "002-03")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_gives_the_number_without_a_cookie_or_the_database(
    front: Browser, no_database, language
) -> None:
    with override(language):
        found = addresses()
    assert len(found) > 30
    for address in found:
        answer = front.get(address)
        page = answer.content.decode()
        assert (answer.status_code, len(answer.cookies)) == (200, 0), address
        assert f'href="tel:{NUMBER.replace("-", "")}"' in page
        assert f'<html lang="{language}" dir="ltr">' in page
        assert f"<title>{'Información' if language == 'es' else 'Information'}</title>" in page
        assert '<a class="exit-button"' in page.split("<main")[0]
        assert re.findall(r"\{[a-z]|<style|style=|<form", page.split("<main")[1]) == []


def test_no_address_tells_a_story(on_front: None) -> None:
    telling = re.compile(r"sex|traff|pimp|victim|exploit|sister|money|police|hotel|hospital|school")
    assert [each for each in addresses() if telling.search(each)] == []


@pytest.mark.requirement("002-A5")
@pytest.mark.parametrize("language", hints.languages())
def test_the_words_we_propose_pass_the_desks_own_hints(language) -> None:
    proposed = [text for what, text in rehearsal.said() if what in {"gentler", "opens"}]
    for slug, id in (("a", "exploring"), ("a", "worried")):
        proposed += [item.text.text for item in part(slug, id).items]
    assert len(proposed) > 40
    said = [text.said[language] for text in proposed]
    assert [each for each in said if hints.hints(each, language)] == []


@pytest.mark.requirement("002-03")
def test_a_page_is_kept_as_a_file_that_names_nobody(front: Browser, no_database) -> None:
    for language in LANGUAGES:
        for guide in pages.published():
            with override(language):
                answer = front.get(reverse("guide_file", args=[guide.slug]))
            page = answer.content.decode()
            assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.html"'
            assert re.findall("<title>(.*)</title>", page) in (["Notes"], ["Notas"])
            assert re.findall(r"<a |<script|<link|<img|<svg|https?:|src=|Havre|/exit/", page) == []
            assert re.findall(r"\{[a-z]", page) == []


@pytest.mark.requirement("002-E10", "001-06")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_library_says_what_it_knows_of_each_and_what_it_does_not(
    front: Browser, no_database, settings: LazySettings, *, tmp_path, language
) -> None:
    settings.DATA = tmp_path
    with override(language):
        page = front.get(reverse("library")).content.decode()
    named = library.entries()[: library.NAMED]
    assert len({entry.id for entry in named}) == 10
    assert all(str(entry.name.said[language]) in page for entry in library.entries())
    addressed = [entry for entry in library.entries() if entry.address]
    never = {"en": "Address never checked.", "fr": "Adresse jamais vérifiée.",
             "es": "La dirección nunca se comprobó."}[language]  # fmt: skip
    assert page.count(never) == len(addressed) > 2
    account = {"en": "A free account is needed.", "fr": "Il faut un compte gratuit.",
               "es": "Hace falta una cuenta gratuita."}[language]  # fmt: skip
    assert account in page


@pytest.mark.parametrize("path", ["9/", "1/9/", "x/1/", "1/1/1/"])
def test_a_situation_that_is_none_is_not_there(front: Browser, no_database, path) -> None:
    assert front.get(reverse("rehearsal") + path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_a_guide(front: Browser, no_database, method) -> None:
    assert getattr(front, method)(reverse("rehearsal")).status_code in {403, 405}
