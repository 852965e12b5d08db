"""One face in a process of its own: `python -m havre.prompt.face NAME SOCKET READY`.

`havre serve` starts two of these and hands each a listening socket, so that whoever reaches the
line while a face restarts waits a moment instead of being refused.
"""

import os
import socket
import subprocess
import sys
import threading
import time

import uvicorn

from havre.prompt.hardening import harden
from havre.prompt.said import warn

_AT_ONCE = 8_000  # connections: 4,000 streams and as many pages; beyond it 503 at once
_KEEP_ALIVE = 30  # seconds; pages look again every 20, so they keep their connection
_GRACE = 1  # seconds for open streams when the face is asked to end
_HEADERS = 32 * 1024  # bytes of an unfinished request's head


class Face(uvicorn.Server):
    """Tells its parent, by one byte, that it answers now."""

    def __init__(self, config: uvicorn.Config, ready: int) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            os.write(self._ready, b".")
        os.close(self._ready)


def configuration(name: str) -> uvicorn.Config:
    """How uvicorn serves a face: no access log, no header of its own, nobody's address believed."""
    return uvicorn.Config(
        f"havre.{name}.asgi:application",
        interface="asgi3",
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_HEADERS,
    )


def keep_a_watch() -> None:
    """For ever: the desk's watch beside it, started again a second after it died.

    It ends with the thread that started it, and so with this process (see hardening).
    """
    command = [sys.executable, "-P", "-m", "havre.prompt.watch", str(os.getpid())]
    while True:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
        warn(f"The desk's watch ended with code {ended.returncode}; it starts again.")
        time.sleep(1)


def main(name: str, listening: int, ready: int) -> None:
    """Serve until SIGTERM."""
    harden()
    if name == "desk":
        threading.Thread(target=keep_a_watch, name="beside", daemon=True).start()
    server = Face(configuration(name), ready)
    with socket.socket(fileno=listening) as door:
        server.run(sockets=[door])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
