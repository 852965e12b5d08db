"""Fixtures of the directory's tests."""

import pytest

from havre.desk.tests.hand import on_desk
from havre.directory import finding
from havre.directory.api import views
from havre.directory.api.budget import Budget
from havre.directory.tests import hsds
from havre.directory.tests.scenes import service
from tests.faces import front, on_front

__all__ = ["front", "on_desk", "on_front"]


@pytest.fixture
def public_town(db, settings, tmp_path, monkeypatch):
    """What everybody may know, in full and bare, and something that only responders may."""
    settings.DATA = tmp_path
    monkeypatch.setattr(views, "BUDGET", Budget())
    found = hsds.full(), hsds.bare()
    service("quiet", visibility="responder")
    finding.publish()
    return found
