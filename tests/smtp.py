"""A mail server of a few lines on this machine, which fails where a test wants it to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

OK = {"EHLO": "250 here", "HELO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok",
      "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye", "RSET": "250 ok"}  # fmt: skip
HANG_UP = ""  # instead of an answer


class MailServer(socketserver.ThreadingTCPServer):
    """Answers from `answers`; what it took is in `taken`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answers = OK | answers
        self.taken: list[str] = []

    @property
    def url(self) -> str:
        """For HAVRE_SMTP_URL."""
        return f"smtp+plain://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if not self._say(self.server.answers.get("HELLO", "220 hello")):
            return
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb = line.split()[0].upper()
            if not self._say(self.server.answers.get(verb, "500 what?")):
                return
            if verb == "DATA" and self.server.answers["DATA"].startswith("3"):
                letter = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                self.server.taken.append(letter)
                if not self._say(self.server.answers["."]):
                    return

    def _say(self, answer: str) -> bool:
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return answer != HANG_UP


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    """A running server; `answers` by verb, the one after a letter under `TAKEN`."""
    if "TAKEN" in answers:
        answers["."] = answers.pop("TAKEN")
    with MailServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
