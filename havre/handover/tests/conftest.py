"""The desk's face, for the tests beside it."""

from havre.desk.tests.hand import on_desk  # noqa: F401 -- a fixture
