"""The front's browser, for the tests beside this room."""

from collections.abc import Iterator

import pytest
from django.db import connection

from havre.lib.budget import Budget
from havre.lib.crowd import Crowd
from havre.tips import actions as tips
from havre.vault import spoken
from tests.faces import front, on_front  # noqa: F401 -- fixtures


@pytest.fixture
def no_database(db: None) -> Iterator[None]:
    """Whoever asks the database fails."""

    def stopped(*_: object) -> None:
        raise AssertionError("a guide asked the database")

    with connection.execute_wrapper(stopped):
        yield


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its smallest, and room for many notes."""
    monkeypatch.setattr(spoken, "MEMORY", 8_192)
    monkeypatch.setattr(spoken, "PASSES", 1)
    monkeypatch.setattr(tips, "CROWD", Crowd("note", most=100, a_second=1))
    monkeypatch.setattr(tips, "ADDED", Budget(most=100, a_second=1))
