"""The front's browser, for the tests beside this room."""

from tests.faces import front, on_front  # noqa: F401 -- fixtures
