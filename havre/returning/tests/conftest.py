"""The house, and both faces' browsers."""

import pytest

from havre.desk.tests.hand import on_desk
from havre.vault import spoken
from tests.faces import front, on_front

__all__ = ["front", "on_desk", "on_front"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at its smallest: what it costs is tested in test_phrase.py."""
    monkeypatch.setattr(spoken, "MEMORY", 8_192)
    monkeypatch.setattr(spoken, "PASSES", 1)
