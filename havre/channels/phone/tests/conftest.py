"""The desk's face, for the tests of its pages beside them."""

from havre.desk.tests.hand import on_desk  # noqa: F401 -- a fixture
