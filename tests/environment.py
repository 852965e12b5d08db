"""What the tests' settings are made from. A plugin (`-p tests.environment` in pyproject.toml),
because pytest-django reads the settings before any conftest.py could say a word.
"""

import os
import tempfile

os.environ["HAVRE_TALKS_A_MINUTE"] = "60000"  # one process plays more of them than a line sees
if "HAVRE_DATA" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["HAVRE_DATA"] = tempfile.mkdtemp(prefix="havre-test-")
if _url := os.environ.get("HAVRE_TEST_DATABASE"):
    os.environ["HAVRE_DATABASE_URL"] = _url
    # A database of its own: two settings with one name would share one test database.
    os.environ["HAVRE_KEYSTORE_URL"] = (
        f"{_url}keystore" if _url.endswith("/") else f"{_url}_keystore"
    )
