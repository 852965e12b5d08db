"""A real Chromium that visits the person's side, as an old phone on a slow network does."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.browsers import find_bare_chromium
from tests.machine import NotReady

# 2G as it is on the road and in the North: bytes a second, milliseconds there and back.
SLOW_NETWORK = {
    "offline": False,
    "downloadThroughput": 250_000 / 8,
    "uploadThroughput": 50_000 / 8,
    "latency": 800,
}
OLD_PHONE = 4  # times slower than this machine
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Whichever this machine has. Raises NotReady."""
    found = find_bare_chromium()
    if found is None:
        raise NotReady(
            "There is no Chromium on this machine: run `bin/test` once, it installs one."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def phone(
    browser: Browser, *, with_script: bool = True, slow_network: bool = False
) -> Iterator[tuple[BrowserContext, Page, CDPSession]]:
    """A browser that knows nothing yet, on a processor four times slower."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, locale="en-CA", java_script_enabled=with_script
    )
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Emulation.setCPUThrottlingRate", {"rate": OLD_PHONE})
    if slow_network:
        tools.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    yield context, page, tools
    context.close()
