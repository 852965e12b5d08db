"""A phone in somebody's hand: the whole Chromium, with a profile that stays on a disk.

Its memory of pages (bfcache) works as people have it; Playwright switches it off otherwise.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browsers import ARGUMENTS, find_chromium

Open = Callable[..., BrowserContext]


@pytest.fixture
def open_phone(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """A phone with a profile that stays; what it asks for is noted in `asked`."""
    made: list[BrowserContext] = []

    def make(**how: object) -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=find_chromium(),
            args=ARGUMENTS,
            ignore_default_args=["--disable-back-forward-cache"],
            viewport={"width": 390, "height": 600},
            locale="en-CA",
            **how,  # type: ignore[arg-type]
        )
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
