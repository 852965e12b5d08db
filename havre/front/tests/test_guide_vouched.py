"""Nothing in the guides is there for which nobody vouches: no figure, no review, no half a text."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from havre.front import checks
from havre.front.guides import facts, pages, reviews, texts
from havre.front.guides.outline import OUTLINE
from havre.front.guides.texts import LANGUAGES, Wrong
from tests.faces import Browser

WAITING = {"desk", "ward", "class", "road"}


@pytest.mark.requirement("002-04")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_that_it_was_reviewed_before_somebody_did(
    front: Browser, no_database, language
) -> None:
    says = {"en": "Not yet reviewed by people", "fr": "Pas encore relue par des personnes",
            "es": "Todavía no la han revisado personas"}  # fmt: skip
    assert reviews.records() == ()
    with override(language):
        found = [reverse("guide_page", args=[guide.slug]) for guide in pages.published()]
        found += [reverse("rehearsal"), reverse("rehearsal_opener", args=["1", "1"])]
    for address in found:
        page = front.get(address).content.decode()
        (shown,) = re.findall('lang="(..)" dir="ltr"><main', page) or [language]
        assert says[shown] in page


@pytest.mark.requirement("002-04")
def test_what_waits_for_a_review_is_not_there_and_the_build_says_so(
    front: Browser, no_database
) -> None:
    assert {guide.slug for guide in pages.waiting()} == WAITING
    for slug in WAITING:
        for name in ("guide_page", "guide_file"):
            assert front.get(reverse(name, args=[slug])).status_code == 404
        assert f"/{slug}/" not in front.get(reverse("guide")).content.decode()
    assert ["desk, ward, class, road" in str(told) for told in checks.guides_are_whole()] == [True]


@pytest.mark.requirement("002-04")
def test_a_review_opens_one_version_and_no_other(
    front: Browser, no_database, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = pages.guides()["desk"].version
    there = {"page": "desk", "version": version, "by": "Robin", "paid": True}
    record = reviews._review({**there, "on": texts.dt.date(2027, 1, 31)})
    monkeypatch.setattr(reviews, "records", lambda: (record,))
    page = front.get(reverse("guide_page", args=["desk"])).content.decode()
    assert "Read by Robin, who has lived experience, on January 31, 2027." in page
    older = reviews._review({**there, "version": "00000000", "on": record.on})
    monkeypatch.setattr(reviews, "records", lambda: (older,))
    assert front.get(reverse("guide_page", args=["desk"])).status_code == 404


@pytest.mark.requirement("002-04")
@pytest.mark.parametrize("lacks", ["by", "on", "paid"])
def test_a_review_without_a_person_a_day_or_pay_is_refused(lacks) -> None:
    whole = {"page": "j", "version": "1", "by": "Robin", "on": texts.dt.date(2027, 1, 31),
             "paid": True}  # fmt: skip
    with pytest.raises(Wrong):
        reviews._review({key: value for key, value in whole.items() if key != lacks})


@pytest.mark.requirement("002-05", "003-14")
def test_a_fact_is_shown_with_its_source_and_its_date(front: Browser, no_database) -> None:
    page = front.get(reverse("guide_page", args=["know"])).content.decode()
    assert "at least 12 months" in page
    source = "canada.ca, temporary resident permit for people who were trafficked"
    assert f"{source}; in force since February 4, 2025." in page
    assert "Criminal Code, section 279.01; date not known." in page


@pytest.mark.requirement("002-05")
@pytest.mark.parametrize("name", ["duty_to_help", "more_tools", "would_help"])
def test_a_figure_whose_source_is_missing_is_known_and_never_shown(name) -> None:
    assert facts.register()[name].source is None
    with pytest.raises(Wrong, match="has no source"):
        facts.shown(name, "a page")
    assert name not in {
        each for g in pages.guides().values() for t in g.texts() for each in t.facts
    }


@pytest.mark.requirement("002-05")
@pytest.mark.parametrize(
    "said", ["97 people", "five per cent", "cinco por ciento", "90 %", "{fact:nobody_knows}"]
)
def test_a_figure_in_a_text_is_refused(said) -> None:
    with pytest.raises(Wrong):
        pages._words({"text": dict.fromkeys(LANGUAGES, said)}, "text", "a page")


@pytest.mark.parametrize(
    "found",
    [{"en": "Only English"}, {"en": "Yes", "fr": "Oui"}, {"en": "Yes", "fr": "Oui", "es": ""},
     {"en": "{line}", "fr": "Rien", "es": "{line}"}, {"en": "{line}", "fr": "{line}", "es": "Nada"},
     dict.fromkeys(LANGUAGES, "{nothing}"), {"en": "a", "fr": "b", "es": "c", "de": "d"}, None],
)  # fmt: skip
def test_what_is_not_said_alike_in_every_language_is_refused(found) -> None:
    with pytest.raises(Wrong):
        texts.text(found, "a page")


def test_a_part_that_lacks_one_thing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages.read("pages/j.toml")
    whole["part"][0]["item"].pop()
    monkeypatch.setattr(pages, "read", lambda _: whole)
    with pytest.raises(Wrong, match="truth: 4"):
        pages._guide(OUTLINE["j"])


@pytest.mark.parametrize("broken", ["not [ toml", 'title = "one language"', ""])
def test_the_build_refuses_a_broken_file_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path, broken
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "j.toml").write_text(broken)
    monkeypatch.setattr(texts, "HERE", tmp_path)
    pages.guides.cache_clear()
    found = [(each.id, each.is_serious()) for each in checks.guides_are_whole()]
    assert len(found) == 1
    assert found[0] in {("front.E001", True), ("front.E002", True)}


@pytest.mark.parametrize("lost", ["facts.toml", "reviews.toml", "pages/j.toml"])
def test_the_build_refuses_a_lost_file_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, lost
) -> None:
    def read(name: str) -> dict[str, object]:
        if name == lost:
            raise FileNotFoundError(name)
        return whole(name)

    whole = pages.read
    for room in (pages, facts, reviews):
        monkeypatch.setattr(room, "read", read)
    for cached in (pages.guides, facts.register, reviews.records):
        cached.cache_clear()
    assert [each.id for each in checks.guides_are_whole()] == ["front.E002"]
