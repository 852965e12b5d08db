"""The house offers a plan for safety that it never sees: 004-03 to 004-09."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from havre.front import planning
from tests.faces import Browser

BOTH = pytest.mark.parametrize("language", ["en", "fr"])


def page_of(front: Browser, language: str) -> str:
    with override(language):
        return front.get(reverse("plan")).content.decode()


@pytest.mark.requirement("004-03")
@pytest.mark.requirement("004-04")
@pytest.mark.requirement("004-05")
@pytest.mark.requirement("004-06")
@pytest.mark.requirement("004-07")
@pytest.mark.requirement("004-08")
@pytest.mark.requirement("004-09")
@BOTH
def test_the_plan_has_six_parts_and_each_may_stay_empty(
    front: Browser, db: None, language: str
) -> None:
    page = page_of(front, language)
    with override(language):
        parts = [(str(part.name), [str(ask) for ask in part.asks]) for part in planning.parts()]
    assert re.findall(r'<span class="plan-name">(.*?)</span>', page) == [name for name, _ in parts]
    asked = re.findall(r'<label class="plan-name" for="plan-\d-\d">(.*?)</label>', page)
    assert asked == [ask for _, asks in parts for ask in asks]
    assert [len(asks) >= 2 for _, asks in parts] == [True] * 6
    assert re.findall("required|minlength", page) == []


@pytest.mark.requirement("004-04")
def test_it_thinks_of_more_than_one_moment_and_of_looking_again() -> None:
    ways_out, worries, *_ = planning.parts()
    assert len(ways_out.asks) == 3
    assert "again" in str(worries.asks[-1])


@pytest.mark.requirement("000-11")
def test_police_is_there_only_for_whoever_wants_it() -> None:
    asked = [str(ask) for part in planning.parts() for ask in part.asks]
    assert [ask for ask in asked if "olice" in ask] == ["Police, only if you want that"]


@pytest.mark.hostile(41)
@BOTH
def test_nothing_on_it_could_be_sent_or_remembered(front: Browser, db: None, language: str) -> None:
    page = page_of(front, language)
    assert re.findall("<form|formaction|<iframe", page) == []
    fields = re.findall(r"<(?:textarea|input|select)\b[^>]*>", page)
    assert len(fields) > 20
    for each in fields:
        assert 'autocomplete="off"' in each
        assert " name=" not in each
    for box in re.findall(r"<textarea[^>]*>", page):  # nor looked up by a browser's own service
        assert 'spellcheck="false"' in box
        assert 'writingsuggestions="false"' in box
    with override(language):
        assert front.post(reverse("plan"), {"x": "y"}).status_code == 405


@pytest.mark.hostile(47)
@BOTH
def test_paper_is_warned_of_before_it_is_offered(front: Browser, db: None, language: str) -> None:
    page = page_of(front, language)
    details = re.findall(r"<details.*?</details>", page, re.DOTALL)[-1]
    assert "open" not in details.partition(">")[0]
    assert details.index("<ul") < details.index("data-print")
    assert page.count("data-print") == 1
    assert "<title>Information</title>" in page
