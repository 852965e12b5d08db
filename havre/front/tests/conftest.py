"""The front's browser, for the tests beside this room."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.faces import front, on_front  # noqa: F401 -- fixtures


@pytest.fixture
def no_database(db: None) -> Iterator[None]:
    """Whoever asks the database fails."""

    def stopped(*_: object) -> None:
        raise AssertionError("a guide asked the database")

    with connection.execute_wrapper(stopped):
        yield
