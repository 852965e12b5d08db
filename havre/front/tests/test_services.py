"""Anybody finds a service without a name, a cookie or a database."""

import pytest
from django.conf import LazySettings
from django.db import connection

from havre.directory import finding
from havre.directory.tests.scenes import service
from tests.faces import Browser

PAGE = "/en/services/"


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
    [(PAGE, "Open door", "Quiet house"), ("/fr/services/", "Porte ouverte", "Maison calme")],
)
def test_anybody_finds_a_service_with_the_database_stopped(
    front: Browser, published, *, page, name, quiet
):
    def stopped(*_: object) -> None:
        raise AssertionError("the public search asked the database")

    with connection.execute_wrapper(stopped):
        assert front.get(page).status_code == 200
        found = front.post(page, {"place": "Montréal", "need": "emergency_shelter"})
    told = found.content.decode()
    assert found.status_code == 200
    assert name in told
    assert 'href="tel:5145550118"' in told
    assert quiet not in told
    assert not found.cookies


def test_what_is_looked_for_stands_in_no_address(front: Browser, published):
    assert "Open door" not in front.get(PAGE, {"place": "Montréal"}).content.decode()


def test_without_a_list_the_page_says_so_and_gives_the_number(
    front: Browser, settings: LazySettings, tmp_path
):
    settings.DATA = tmp_path
    page = front.get(PAGE)
    assert page.status_code == 503
    assert settings.LINE_PHONE in page.content.decode()
