"""The desk stands in the languages that the house writes, whatever the person's side offers."""

import pytest

from havre.desk.tests.hand import desk_of
from tests.people import House


@pytest.mark.parametrize("asked", ["es", "ar", "zh-TW", "es-MX,fr;q=0.1"])
def test_nobody_at_the_desk_gets_another_language(on_desk: None, house: House, asked: str) -> None:
    desk = desk_of(house)
    for address in ("/", "/?lang=es", "/?lang=ar"):
        page = desk.get(address, headers={"Accept-Language": asked}).content.decode()
        assert '<html lang="en"' in page, address
        assert 'lang="fr"' in page
        assert 'lang="es"' not in page
