"""Both faces, for the hostile tests: in this process, and one running line with real servers."""

from havre.desk.tests.hand import on_desk  # noqa: F401 -- a fixture
from tests.faces import front, on_front  # noqa: F401 -- fixtures
from tests.stories.conftest import line, night_shift, own_line  # noqa: F401 -- fixtures
