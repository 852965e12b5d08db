"""The desk's browsers, and what is done on commit, for the tests beside this room."""

import pytest

from havre.desk.tests.hand import on_desk

__all__ = ["commit", "on_desk"]


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do what waits for the commit: a test stands in one transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
