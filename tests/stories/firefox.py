"""A real Firefox, driven by keys through its own Marionette: a socket and JSON, no more."""

import base64
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browsers import find_firefox
from tests.stories.conftest import free_port

FOUND = find_firefox()
PATIENCE = 30.0  # seconds for a page, or for a start on a busy machine
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015"}
KEYS |= {"Control": "\ue009"}


class Firefox:
    """One window."""

    def __init__(self, port: int) -> None:
        self.link = _connected(port)
        self._read()  # it greets
        self._number = 0
        self._ask("WebDriver:NewSession", capabilities={})

    def goto(self, address: str) -> None:
        """Open this page."""
        self._ask("WebDriver:Navigate", url=address)

    def js(self, script: str) -> Any:
        """What this expression is on the page."""
        found = self._ask("WebDriver:ExecuteScript", script=f"return {script}", args=[])
        return found["value"]

    def run(self, script: str) -> None:
        """Let the page do this, as a script of its own would."""
        self._ask("WebDriver:ExecuteScript", script=script, args=[])

    def wait_for(self, script: str) -> None:
        """Until it is true."""
        for _ in range(int(PATIENCE * 10)):
            if self.js(script):
                return
            time.sleep(0.1)
        raise AssertionError(f"never true: {script}")

    def press(self, *keys: str) -> None:
        """One after the other; «Control+k» holds the first."""
        for key in keys:
            held = [KEYS.get(part, part) for part in key.split("+")] if len(key) > 1 else [key]
            actions = [{"type": "keyDown", "value": one} for one in held]
            actions += [{"type": "keyUp", "value": one} for one in reversed(held)]
            hand = {"type": "key", "id": "hand", "actions": actions}
            self._ask("WebDriver:PerformActions", actions=[hand])

    def type(self, words: str) -> None:
        """Letter by letter."""
        self.press(*words)

    def picture(self, path: Path) -> None:
        """As it is on the screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shot = self._ask("WebDriver:TakeScreenshot", full=False)
        path.write_bytes(base64.b64decode(shot["value"]))

    def _ask(self, name: str, **how: Any) -> Any:
        self._number += 1
        said = json.dumps([0, self._number, name, how]).encode()
        self.link.sendall(b"%d:%s" % (len(said), said))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        size = b""
        while (sign := self.link.recv(1)) != b":":
            size += sign
        whole = b""
        while len(whole) < int(size):
            whole += self.link.recv(int(size) - len(whole))
        return json.loads(whole)


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """One with nothing of anybody in it, which asks nobody elsewhere for anything."""
    assert FOUND
    port = free_port()
    profile.mkdir()
    (profile / "user.js").write_text(
        f'user_pref("marionette.port", {port});\n'
        'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        'user_pref("network.captive-portal-service.enabled", false);\n'
        'user_pref("intl.accept_languages", "en-CA");\n'
        'user_pref("permissions.default.desktop-notification", 1);\n'  # allowed, as if pressed
    )
    command = [FOUND, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        found = Firefox(port)
        with found.link:
            yield found
    finally:
        process.terminate()
        process.wait(timeout=15)


def _connected(port: int) -> socket.socket:
    for _ in range(int(PATIENCE * 5)):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Firefox did not open its Marionette.")
