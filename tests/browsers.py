"""What the stories are played in, browsers above all: found, or installed where we may."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

from tests.machine import NotReady, install

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-core")
# The same Chromium without its own windows: it takes a third of the processor time.
BARE_BROWSER = "chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FOX_PACKAGES = ("firefox-esr",)
AROUND_PACKAGES = ("coturn",)  # for the sound of a browser that gets no UDP out


def chromium() -> Path:
    """Return a Chromium, installed first if need be; raise `NotReady` if that cannot be."""
    found = find_chromium()
    if found is None:
        install("Chromium", BROWSER_PACKAGES)
        found = find_chromium()
    if found is None:
        raise NotReady("Chromium was installed but is not on PATH; put it there and try again.")
    return found


def find_chromium() -> Path | None:
    """Return the Chromium on PATH, or nothing."""
    return next((Path(path) for path in map(shutil.which, BROWSERS) if path), None)


def bare_chromium() -> None:
    """Install Chromium without windows, if this system has it; else the whole one plays it all."""
    with suppress(NotReady):
        _ = shutil.which(BARE_BROWSER) or install("Chromium without windows", (BARE_BROWSER,))


def find_bare_chromium() -> Path | None:
    """Return the Chromium without windows of its own, or the whole one, or nothing.

    It has no second window with a voice: the stories of the phone are played in the whole one.
    """
    found = shutil.which(BARE_BROWSER)
    return Path(found) if found else find_chromium()


def firefox() -> None:
    """Install a Firefox if there is none and this system has one; else say aloud what is missed."""
    try:
        _ = find_firefox() or install("Firefox", FOX_PACKAGES)
    except NotReady as reason:
        print(f"The stories in Firefox are NOT played. {reason}", file=sys.stderr, flush=True)


def turn_server() -> None:
    """Install a TURN server if there is none and this system has one; else say what is missed."""
    try:
        _ = shutil.which("turnserver") or install("A TURN server", AROUND_PACKAGES)
    except NotReady as reason:
        print(f"The story around a shut network is NOT played. {reason}", file=sys.stderr)


def find_firefox() -> str | None:
    """Return the Firefox on PATH, or nothing."""
    return shutil.which("firefox-esr") or shutil.which("firefox")
