"""Anybody finds a service without a name, a cookie or a database."""

import html
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from havre.directory import finding
from havre.directory.tests.scenes import service
from havre.front.tests.test_posts import addresses
from tests.faces import Browser

PAGE = "/en/places/"


def search(front: Browser, page: str = PAGE, **asked: str) -> Any:
    """Press Search, and be led on."""
    leads = front.post(page, asked)
    assert (leads.status_code, leads.headers["Location"].partition("?")[0]) == (303, page)
    return front.get(leads.headers["Location"])


@pytest.fixture
def published(house, settings: LazySettings, tmp_path) -> None:
    """What everybody may find, and something that only responders may."""
    settings.DATA = tmp_path
    service("open", names={"en": "Open door", "fr": "Porte ouverte"}, settlement="Montréal",
            province="QC", phones=[{"number": "514-555-0118", "extension": "007"}])  # fmt: skip
    service("quiet", names={"en": "Quiet house", "fr": "Maison calme"}, visibility="responder",
            settlement="Montréal", province="QC")  # fmt: skip
    finding.publish()


@pytest.mark.requirement("000-10")
@pytest.mark.parametrize(
    ("page", "name", "quiet"),
    [(PAGE, "Open door", "Quiet house"), ("/fr/places/", "Porte ouverte", "Maison calme")],
)
def test_anybody_finds_a_service_with_the_database_stopped(
    front: Browser, published, *, page, name, quiet
):
    def stopped(*_: object) -> None:
        raise AssertionError("the public search asked the database")

    with connection.execute_wrapper(stopped):
        assert front.get(page).status_code == 200
        found = search(front, page, place="Montréal", need="emergency_shelter")
    told = found.content.decode()
    assert found.status_code == 200
    assert name in told
    assert 'href="tel:5145550118"' in told
    assert quiet not in told
    assert not found.cookies


@pytest.mark.requirement("000-06", "000-10")
@pytest.mark.parametrize(("second", "name"), [("en", "Open door"), ("fr", "Porte ouverte")])
def test_a_reader_of_spanish_searches_in_it_and_reads_what_services_say_as_they_said_it(
    front: Browser, published, *, second, name
):
    asked = {"Accept-Language": f"es, {second};q=0.5"}
    page = html.unescape(front.get("/es/places/", headers=asked).content.decode())
    for said in ("Buscar un servicio", "Lugar o código postal", "Abierto esta noche",
                 "Refugio de emergencia", "Lo que dicen los servicios está en inglés"):  # fmt: skip
        assert said in page.partition("<main")[2]
    assert re.findall(r"Need|Any |Emergency|Besoin|Toute", page.partition("<main")[2]) == []
    assert ("Nadie que hable este idioma la ha revisado" in page, "lang-part" in page) == (
        True,
        False,
    )
    leads = front.post("/es/places/", {"place": "Montréal", "need": "emergency_shelter"})
    found = front.get(leads.headers["Location"], headers=asked).content.decode()
    before, _, part = found.partition(f'<div class="lang-part" lang="{second}" dir="ltr">')
    assert (name in before, name in part) == (False, True)
    assert 'id="found"' in part
    assert 'href="tel:5145550118"' in part


def test_whoever_reads_another_language_finds_all_of_it_in_one_of_the_house(
    front: Browser, published
):
    page = front.get("/ar/places/", headers={"Accept-Language": "ar, fr;q=0.5"}).content.decode()
    assert '<div class="lang-part" lang="fr" dir="ltr"><main' in page
    assert "Les mots se cherchent" not in html.unescape(page)


def test_what_is_looked_for_stands_in_no_address(front: Browser, published):
    assert "Open door" not in front.get(PAGE, {"place": "Montréal"}).content.decode()
    leads = front.post(PAGE, {"place": "Montréal", "words": "Zimtstern"}).headers["Location"]
    assert re.findall("Montr|Zimtstern|place=|words|need", leads) == []
    assert leads.endswith("#found")


@pytest.mark.hostile(41)
def test_no_page_answers_a_post_so_none_stays_in_the_browsers_files(front: Browser, published):
    leads = front.post(PAGE, {"place": "Montréal"})
    assert (leads.status_code, leads.content) == (303, b"")


@pytest.mark.hostile(41)
def test_whoever_leaves_ends_the_search_that_was_on_the_page(front: Browser, published):
    leads = front.post(PAGE, {"place": "Montréal"}).headers["Location"]
    page = front.get(leads).content.decode()
    (way_out,) = re.findall(r'<a class="exit-button" href="(/exit/\?[\w-]+)"', page)
    assert "Open door" in page
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    front.get(way_out, headers=elsewhere)
    assert "Open door" in front.get(leads).content.decode()
    front.get(way_out)
    over = front.get(leads)
    assert ("Open door" in over.content.decode(), "is over" in over.content.decode()) == (
        False,
        True,
    )
    assert 'value="Montréal"' not in over.content.decode()


@pytest.mark.hostile(1)
@pytest.mark.hostile(13)
def test_an_answer_of_any_length_or_kind_leads_to_a_page(front: Browser, published):
    asked: list[dict[str, Any]] = [
        {"place": "é" * 90_000, "words": "🕊" * 5_000, "need": "x" * 5_000},
        {"place": "\0\u202e", "when": "never", "language": "zz", "police": "on", "role": "x"},
        {"place": ["a", "Montréal"]},
        {},
    ]
    for each in asked:
        leads = front.post(PAGE, each).headers["Location"]
        assert len(leads) < 8_000
        assert front.get(leads).status_code == 200


@pytest.mark.parametrize("query", ["x", "%00", "a=b&" * 300, "A" * 503, "é"])
def test_a_query_that_is_not_ours_shows_an_empty_form(front: Browser, published, query):
    page = front.get(f"{PAGE}?{query}")
    assert (page.status_code, "is over" in page.content.decode()) == (200, True)


def test_without_a_list_the_page_says_so_and_gives_the_number(
    front: Browser, settings: LazySettings, tmp_path
):
    settings.DATA = tmp_path
    page = front.get(PAGE)
    assert page.status_code == 503
    assert settings.LINE_PHONE in page.content.decode()


@pytest.mark.hostile(41)
def test_on_every_page_what_can_be_typed_is_marked_as_not_to_be_remembered(
    front: Browser, published
):
    typed_on = set()
    for address in addresses():
        page = front.get(address).content.decode()
        fields = re.findall(r"<(?:textarea|input)\b[^>]*>", page)
        typed = [each for each in fields if 'type="hidden"' not in each]
        assert [each for each in typed if 'autocomplete="off"' not in each] == []
        typed_on |= {"/".join(address.split("/")[:3])} if typed else set()
    assert typed_on == {
        "/en/talk",
        "/en/places",
        "/en/plan",
        "/en/note",
        "/en/back",
    }  # a story types into them all
