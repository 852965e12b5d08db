"""The house weighs little: an old phone with little data sees every page in a few requests."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from havre.channels.webchat import crowd
from havre.channels.webchat.tests.hand import start
from havre.lib import page_languages, sheets
from havre.lib.crowd import NOTHING, Crowd
from havre.tips import actions as tips
from tests.faces import Browser
from tests.people import House

PAGES = ("reach", "talk", "gone", "privacy", "elsewhere", "services", "plan", "safer",
         "note", "note_kept", "back", "guide", "library", "rehearsal")  # fmt: skip
GUIDES = ("j", "a", "s", "e", "look", "kinds", "know", "online")
MOST = 30 * 1024  # bytes, compressed, on a first visit
REQUESTS, STYLES = 10, 3
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def _has_an_office(settings: LazySettings) -> None:
    settings.OFFICE_EMAIL = "office@line.example"


def fetched(front: Browser, address: str) -> dict[str, int]:
    """What a first visit fetches, and how many bytes each is as it is served."""
    page = front.get(address, headers=PACKED)
    body = page.content
    text = gzip.decompress(body) if page.headers.get("Content-Encoding") else body
    found = {address: len(body if page.headers.get("Content-Encoding") else gzip.compress(body, 6))}
    for part in re.findall(
        r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]+)"', text.decode()
    ):
        if part.startswith("/static/"):  # served by whitenoise, compressed when it is collected
            file = finders.find(part.removeprefix("/static/"))
            found[part] = len(gzip.compress(Path(str(file)).read_bytes(), 6))
        else:
            answer = front.get(part, headers=PACKED)
            assert answer.status_code == 200
            found[part] = len(answer.content)
    return found


@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_weighs_little_and_asks_for_little(
    front: Browser, db: None, name: str, language: str
) -> None:
    with override(language):
        found = fetched(front, reverse(name))
    assert sum(found.values()) <= MOST
    assert len(found) <= REQUESTS
    assert 1 <= len([part for part in found if ".css" in part]) <= STYLES


@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", [each.code for each in page_languages.offered()])
def test_the_way_to_help_does_in_every_language(front: Browser, db: None, language: str) -> None:
    for name in ("reach", "talk", "gone"):
        with override(language):
            found = fetched(front, reverse(name))
        assert (sum(found.values()) <= MOST, len(found) <= REQUESTS) == (True, True), name


@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("slug", GUIDES)
def test_every_guide_does_too(front: Browser, db: None, slug: str, language: str) -> None:
    found = fetched(front, f"/{language}/guide/{slug}/")
    assert (sum(found.values()) <= MOST, len(found) <= REQUESTS) == (True, True)


@pytest.mark.hostile(112)
def test_an_open_conversation_does_too(house: House, front: Browser) -> None:
    start(front, "Hello")
    found = fetched(front, "/en/talk/")
    assert sum(found.values()) <= MOST
    assert len([part for part in found if ".css" in part]) <= STYLES


@pytest.mark.hostile(112)
@pytest.mark.parametrize("name", ["talk", "note"])
def test_a_page_that_asks_a_device_for_work_does_too_with_the_script_for_it(
    front: Browser, db: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    full = Crowd(name, most=1, a_second=0.001)
    assert full.wait("bot", NOTHING) == 0
    monkeypatch.setattr(crowd, "_crowd", lambda _: full)
    monkeypatch.setattr(tips, "CROWD", full)
    assert b"data-sum" in front.get(f"/fr/{name}/").content
    found = fetched(front, f"/fr/{name}/")
    script = Path(str(finders.find("front/work.js"))).read_bytes()
    assert sum(found.values()) + len(gzip.compress(script, 6)) <= MOST
    assert len(found) + 1 <= REQUESTS


@pytest.mark.hostile(112)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_coming_back_does_too_with_the_words_its_script_asks_for(
    house: House, front: Browser, language: str
) -> None:
    start(front, "Hello")
    asked = fetched(front, f"/{language}/back/words/")
    found = fetched(front, f"/{language}/back/")
    known = len(front.get(f"/{language}/back/known.bin", headers=PACKED).content)
    assert (sum(asked.values()) <= MOST, sum(found.values()) + known <= MOST) == (True, True)
    assert (known < 6 * 1024, len(found) + 1 <= REQUESTS) == (True, True)


@pytest.mark.parametrize("name", sheets.SHEETS)
def test_a_sheet_is_kept_for_good_and_asked_for_once(front: Browser, name: str) -> None:
    made = sheets.made(name)
    address = reverse("sheet", args=[name, made.digest])
    plain, packed = front.get(address), front.get(address, headers=PACKED)
    assert (plain.content, gzip.decompress(packed.content)) == (made.text, made.text)
    assert packed.headers["Content-Encoding"] == "gzip"
    for answer in (plain, packed):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "text/css"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.cookies == {}
    again = front.get(address, headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_a_page_from_before_a_new_version_is_dressed_and_nothing_of_it_stays(
    front: Browser,
) -> None:
    answer = front.get("/style/page.0123456789abcdef.css")
    assert (answer.status_code, answer.content) == (200, sheets.made("page").text)
    assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("no-store", False)
    assert front.get("/style/none.0123456789abcdef.css").status_code == 404


def test_what_is_quoted_stays_and_what_is_said_to_readers_goes() -> None:
    css = """/* a note; {with} signs */
    .a::before { content: "/* not; a , note */  {x}" ; margin : 0 auto; }
    .b  :hover,
    .c > .d { width: calc(1px + 2px); --x: 1 }
    @media (max-width: 24rem) { .e { color: red; } }"""
    assert sheets.smaller(css) == (
        '.a::before{content:"/* not; a , note */  {x}";margin : 0 auto}'
        ".b :hover,.c > .d{width:calc(1px + 2px);--x:1}"
        "@media (max-width:24rem){.e{color:red}}"
    )


def test_colours_of_the_night_are_for_the_dark_only() -> None:
    made = sheets.made("page").text.decode()
    assert made.count("@media (prefers-color-scheme:dark){@layer") == 1


def test_a_wrong_name_among_the_sources_says_where_to_put_it_right() -> None:
    with pytest.raises(FileNotFoundError, match=r"lib/sheets\.py"):
        sheets.joined(["havre/css/none.css"])
