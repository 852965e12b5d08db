"""How a page is looked at: once it is whole, at every width, in both lights, and by axe."""

from itertools import product
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

_IS_STILL = """() => document.readyState === "complete"
  && document.getAnimations().every((one) => one.playState !== "running")"""
_TOO_WIDE = """(width) => [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > width && !one.closest(".table-wrap"))
  .map((one) => one.outerHTML.slice(0, 120))"""
# What passes is not told: there is much of it on every page.
_AXE = 'axe.run({ reporter: "no-passes", resultTypes: ["violations"] })'


def settle(page: Page) -> None:
    """Wait until the page is whole, and nothing fades in or changes its colour any more."""
    page.wait_for_load_state()
    for _ in range(300):
        if page.evaluate(_IS_STILL):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page did not come")


def width_of(page: Page) -> int:
    """How wide its content is, in CSS pixels."""
    settle(page)
    return int(page.evaluate("document.documentElement.scrollWidth"))


def assert_accessible(page: Page) -> None:
    """axe finds nothing on this page."""
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(_AXE))
    assert found.violations_count == 0, found.generate_report()


_WIDTHS = (320, 768, 1440)
_LIGHTS: tuple[Literal["dark", "light"], ...] = ("dark", "light")


def look_at(page: Page, picture: Path) -> None:
    """At every width in both lights: nothing is too wide, axe finds nothing, and some pictures."""
    for scheme, width in product(_LIGHTS, _WIDTHS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_selector("main")  # a page that is just being left has none
        assert width_of(page) <= width, (picture.name, width, page.evaluate(_TOO_WIDE, width))
        assert_accessible(page)
        if (scheme == "dark") == (width == min(_WIDTHS)):
            path = picture.with_name(f"{picture.name}-{width}-{scheme}.png")
            page.screenshot(path=path, full_page=True)
