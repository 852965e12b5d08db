"""Quick exit: from the press to a screen that shows nothing, and to the neutral page.

The first is measured inside the page, from the browser's own time of the press to the second frame
after the page blanked itself, while the way out gets no answer at all. The second from outside.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page

from bench import figures
from bench.line import line
from bench.visiting import chromium, phone

LIMIT = 200  # ms to a neutral screen
_WATCH = """
    let pressed = 0;
    const press = (event) => { pressed = event.timeStamp; };
    addEventListener("click", press, true);
    addEventListener("keyup", press, true);
    addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
        requestAnimationFrame(() => requestAnimationFrame(() => {
            console.log(`blank after ${performance.now() - pressed}`);
        }));
    }).observe(document.documentElement, { attributeFilter: ["data-leaving"] }));
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The choices of this benchmark."""
    parser.add_argument("--times", type=int, default=30, help="for each way (default 30)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Leave again and again, by every way; print and return the figures."""
    found: dict[str, Any] = {"times": options.times, "limit_ms": LIMIT}
    with line("sqlite", members=1) as served, chromium() as browser:
        for name, leaves in (("button", _by_click), ("keys", _by_keys)):
            took = [_until_blank(browser, served.front, leaves) for _ in range(options.times)]
            found[f"blank_by_{name}"] = figures.spread(took)
        ways = (("button", _by_click, True), ("keys", _by_keys, True), ("link", _by_click, False))
        for name, leaves, with_script in ways:
            for slow in (False, True):
                took = [
                    _until_neutral(
                        browser, served.front, leaves, with_script=with_script, slow=slow
                    )
                    for _ in range(max(1, options.times // 3))
                ]
                found[f"neutral_by_{name}{'_2g' if slow else ''}"] = figures.spread(took)
    for name, each in found.items():
        if isinstance(each, dict):
            print(figures.says(name.replace("_", " "), each))  # type: ignore[arg-type]
    return found


def _by_click(page: Page) -> None:
    page.click("[data-exit]", no_wait_after=True)


def _by_keys(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def _until_blank(browser: Browser, front: str, leaves: Callable[[Page], None]) -> float:
    """Seconds, as the page itself sees them."""
    with phone(browser) as (_, page, _tools):
        page.add_init_script(_WATCH)
        page.goto(front + "/en/talk/")
        page.fill("#first", "words " * 200)
        page.route("**/exit/**", lambda route: None)  # no answer, ever
        with page.expect_console_message(lambda said: "blank after" in said.text) as told:
            leaves(page)
        page.unroute_all(behavior="ignoreErrors")
        return float(told.value.text.rpartition(" ")[2]) / 1_000


def _until_neutral(
    browser: Browser,
    front: str,
    leaves: Callable[[Page], None],
    *,
    with_script: bool,
    slow: bool,
) -> float:
    """Seconds, as somebody sees them who sits before it; our own driving is in it."""
    with phone(browser, with_script=with_script, slow_network=slow) as (_, page, _tools):
        page.goto(front + "/en/talk/")
        page.fill("#first", "words " * 200)
        began = time.perf_counter()
        leaves(page)
        page.wait_for_url("**/calendar/", wait_until="commit")
        return time.perf_counter() - began
