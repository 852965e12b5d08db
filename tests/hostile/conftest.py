"""Both faces, for the hostile tests: in this process, and one running line with real servers."""

from collections.abc import Iterator

import pytest

from havre.desk.tests.hand import on_desk  # noqa: F401 -- a fixture
from tests.faces import front, on_front  # noqa: F401 -- fixtures
from tests.stories.conftest import LiveLine, start_line, stop_line


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveLine]:
    """The real servers, seeded."""
    live = start_line(tmp_path_factory.mktemp("hostile") / "data")
    yield live
    assert stop_line(live) == 0
