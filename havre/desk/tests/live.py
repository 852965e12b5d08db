"""Hands on the real servers: browsers of a few lines, a page's stream of rings, and raw bytes."""

import http.client
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.stories.conftest import LiveLine

PATIENCE = 20  # seconds for an answer


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Browser:
    """One browser at one face: keeps cookies, and the form token of the last page it saw."""

    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        """Look at a page."""
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: Any = (), **headers: str) -> Answer:
        """Post a form as a page of this face does. `fields`: a dict, pairs, or raw bytes."""
        if not isinstance(fields, bytes):
            pairs = list(dict(fields).items())
            pairs += [("csrfmiddlewaretoken", self.token)] if self.token else []
            fields = urlencode(pairs, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, fields, self.here | kind | headers)

    @property
    def here(self) -> dict[str, str]:
        """What a browser adds to a post from our own page."""
        return {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """One request, on a connection of its own; keeps cookies and the form's token."""
        link = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=PATIENCE)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        link.request(method, path, body, {"Cookie": jar, **headers})
        reply = link.getresponse()
        answer = Answer(reply.status, dict(reply.getheaders()), reply.read())
        for said in reply.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(said).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        link.close()
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
        self.token = found[1].decode() if found else self.token
        return answer


def person(line: LiveLine, *words: str) -> Browser:
    """Somebody who reaches the line and says these things."""
    front = Browser(line.front)
    key = re.search(r'name="key" value="([\w-]+)"', front.get("/en/talk/").text)
    assert key
    assert front.post("/en/talk/", {"key": key[1], "text": words[0] if words else ""}).status == 303
    front.get("/en/talk/")
    for text in words[1:]:
        say(front, text)
    return front


def say(front: Browser, text: str) -> Answer:
    """Press Send in the open conversation, as its script does."""
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', front.get("/en/talk/").text)
    return front.post(
        "/en/talk/messages/",
        {"key": key[1] if key else "", "text": text},
        Accept="application/json",
    )


def member(line: LiveLine, name: str) -> Browser:
    """Somebody signed in at the desk."""
    desk = Browser(line.desk)
    desk.get("/")
    typed = {"name": name, "passphrase": line.sign_in_of(name).passphrase}
    answer = desk.post("/sign-in/", typed | {"code": line.fresh_code(name)})
    assert answer.status == 302, answer.text
    desk.get("/")
    return desk


def newest_waiting(desk: Browser) -> str:
    """The id of whoever reached the line last and waits."""
    return re.findall(r'action="/talk/([0-9a-f-]{36})/taking/"', desk.get("/waiting/").text)[-1]


class Stream:
    """A page's open stream of rings."""

    def __init__(self, browser: Browser, **headers: str) -> None:
        jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        netloc = urlsplit(browser.origin).netloc
        sent = {"Host": netloc, "Cookie": jar, "Accept": "text/event-stream"} | headers
        self.link = socket.create_connection(tuple(netloc.split(":")), timeout=PATIENCE)  # type: ignore[arg-type]
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        self.link.sendall(f"GET /bell/ HTTP/1.1\r\n{lines}\r\n".encode())
        self.heard = b""

    @property
    def status(self) -> int:
        """Of the answer's head."""
        self.until(b"\r\n\r\n")
        return int(self.heard.split(b" ", 2)[1])

    def until(self, words: bytes, within: float = PATIENCE) -> float:
        """Listen until these words came; how many seconds it took. Fails when they do not come."""
        began = time.monotonic()
        while words not in self.heard:
            left = within - (time.monotonic() - began)
            assert left > 0, (words, self.heard)
            self.link.settimeout(left)
            more = self.link.recv(65_536)
            assert more, (words, self.heard)
            self.heard += more
        return time.monotonic() - began

    def ends(self, within: float) -> bool:
        """Whether the server ends it in this time."""
        self.link.settimeout(within)
        try:
            while not self.heard.endswith(b"0\r\n\r\n"):
                more = self.link.recv(65_536)
                if not more:
                    break
                self.heard += more
        except TimeoutError:
            return False
        return True

    def __del__(self) -> None:
        self.link.close()


@contextmanager
def raw(origin: str) -> Iterator[socket.socket]:
    """A bare connection to a face."""
    host, _, port = urlsplit(origin).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as link:
        yield link


def status_of(link: socket.socket) -> int:
    """The status of the next answer; 0 when the connection was ended without one."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        more = link.recv(65_536)
        if not more:
            return 0
        heard += more
    head, _, rest = heard.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(rest) < int(length[1]):
        rest += link.recv(65_536)
    return int(head.split(b" ", 2)[1])


def pids_of(line: LiveLine) -> dict[str, int]:
    """The two faces' processes."""
    parent = line.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    found = {}
    for pid in children:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"havre.prompt.face" in command:
            found[command[command.index(b"havre.prompt.face") + 1].decode()] = int(pid)
    return found


def memory_of(pid: int) -> int:
    """Resident bytes at their highest since the mark was last reset, or now if that is hidden."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) * 1024  # type: ignore[index]
