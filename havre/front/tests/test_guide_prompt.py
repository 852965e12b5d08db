"""Who runs the line asks the library's addresses, and hands the guides to whoever reviews."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.urls import reverse

from havre.front.guides import at_prompt, library, pages
from havre.front.guides.texts import LANGUAGES
from tests.faces import Browser
from tests.web import Web, answer, small_web

ADDRESS = "http://page.example/"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path) -> Iterator[Web]:
    """One entry, whose address stands in a small web; a data folder of its own."""
    settings.DATA = tmp_path
    first = library.entries()[: library.NAMED]
    entry = replace(library.entries()[-1], address=ADDRESS)
    monkeypatch.setattr(library, "entries", lambda: (*first, entry))
    with small_web(monkeypatch) as made:
        yield made


@pytest.mark.requirement("002-E10")
@pytest.mark.parametrize(
    ("said", "outcome", "told"),
    [
        (answer("200 OK"), "well", "it answered."),
        (answer("404 Not Found"), "gone", "the page is gone."),
        (answer("301 Moved", "Location: http://page.example/new"), "moved", "it has moved."),
        (b"", "unreached", "it did not answer."),
    ],
)
def test_what_an_address_answered_stands_on_the_page_with_its_day(
    front: Browser, db: None, web: Web, *, said, outcome, told
) -> None:
    assert "Address never checked." in front.get(reverse("library")).content.decode()
    web.answers = [said, answer("200 OK")]
    assert at_prompt.links() == {outcome: 1}
    page = front.get(reverse("library")).content.decode()
    assert f": {told}" in page.replace("\n", " ")
    assert "Address never checked." not in page


@pytest.mark.requirement("002-E10")
def test_an_address_that_leads_inside_is_not_asked(web: Web) -> None:
    web.names["page.example"] = [["10.0.0.1"]]
    assert at_prompt.links() == {"forbidden": 1}
    assert web.asked == []


@pytest.mark.parametrize(
    "broken", ["", "[", "[]", "{}", '{"a": 1}', '{"a": {"on": "never", "outcome": "well"}}', "\0"]
)
def test_a_file_that_is_not_ours_says_nothing(front: Browser, db: None, web: Web, broken) -> None:
    library.kept_in().write_text(broken)
    assert "Address never checked." in front.get(reverse("library")).content.decode()


def test_nothing_half_written_is_left(web: Web) -> None:
    web.answers = [answer("200 OK")]
    at_prompt.links()
    assert [file.name for file in library.kept_in().parent.iterdir()] == ["library.json"]
    assert list(json.loads(library.kept_in().read_text())) == [ADDRESS]


@pytest.mark.requirement("002-04")
def test_people_who_review_get_every_page_in_each_language(tmp_path) -> None:
    versions = at_prompt.draft(tmp_path / "drafts")
    files = {file.name for file in (tmp_path / "drafts").iterdir()}
    assert files == {f"{slug}-{code}.html" for slug in pages.guides() for code in LANGUAGES}
    assert f"desk {pages.guides()['desk'].version}" in versions
    desk = (tmp_path / "drafts" / "desk-fr.html").read_text(encoding="utf-8")
    assert pages.guides()["desk"].version in desk
    assert "1-833-900-1010" in desk
    law = (tmp_path / "drafts" / "know-es.html").read_text(encoding="utf-8")
    assert "No tiene que declarar contra nadie" in law  # for whoever checks it: nobody else sees it
    with pytest.raises(FileExistsError):
        at_prompt.draft(tmp_path / "drafts")
