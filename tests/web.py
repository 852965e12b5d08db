"""A small web on this machine for tests: names have the addresses that a test gives them."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

PUBLIC = "93.184.216.34"


class Web:
    """What names resolve to, what is answered, and what was asked where."""

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {"page.example": [[PUBLIC]]}
        self.answers: list[bytes] = []
        self.drips = False
        self.heard: list[bytes] = []
        self.asked: list[str] = []
        self.server = socket.create_server(("127.0.0.1", 0))

    def resolve(self, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        """Each time the next of its answers, the last for ever: as a rebinding server does."""
        told = self.names.get(host)
        if told is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        now = told.pop(0) if len(told) > 1 else told[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in now]

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        """Wherever somebody wants to go, it is here."""
        self.asked.append(f"{address[0]}:{address[1]}")
        link = socket.socket()
        link.settimeout(timeout)
        link.connect(self.server.getsockname())
        return link

    def serve(self) -> None:
        """Answer one after the other, until the server is closed."""
        with contextlib.suppress(OSError):
            while True:
                link, _ = self.server.accept()
                with link, contextlib.suppress(OSError):
                    self.heard.append(link.recv(4096))
                    link.sendall(self.answers.pop(0) if self.answers else b"")
                    while self.drips:
                        time.sleep(0.02)
                        link.sendall(b"a")


@contextlib.contextmanager
def small_web(patch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The only web there is, for a while."""
    made = Web()
    patch.setattr(socket, "getaddrinfo", made.resolve)
    patch.setattr(socket, "create_connection", made.connect)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    yield made
    made.drips = False
    made.server.shutdown(socket.SHUT_RDWR)
    made.server.close()
    thread.join(5)


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    """An answer of HTTP/1.1."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body
