"""A telephone of our own: calls, is rung, talks (a tone), presses keys, and hears (RTP, µ-law).

SIP over UDP, digest (RFC 2617), keys as events (RFC 4733). `dies` leaves it lying there.
"""

import hashlib
import re
import secrets
import socket
import struct
import threading
import time
from typing import Any

from havre.channels.phone.tests.caller import spoken
from havre.channels.phone.tests.ear import Ear, numbers

_SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
)
_FRAME = 160  # numbers in 20 ms


class Telephone:
    """One telephone. `answers` a ring: "at once", "no" (declines), "never". `at`: its own port."""

    def __init__(self, port: int, *, tone: float = 0, answers: str = "at once", at: int = 0):
        self._engine = ("127.0.0.1", port)
        self._sip, self._rtp = self._open(at), self._open()
        self._voice = spoken(tone) if tone else (b"\xff" * _FRAME,)
        self.answers = answers
        self.number, self.name = "+15550100000", "Somebody"
        self.dials = "18339001010"
        self.ear = Ear()
        self._replies: dict[int, str] = {}  # CSeq → last reply
        self._far: tuple[str, int] | None = None
        self._keys: list[str] = []
        self.key_ended_at = 0.0  # steady seconds, when the last key was let go
        self._dialog: dict[str, str] = {}
        self._seq = 0
        self.invited = ""  # what rang last, word for word
        self.rang = 0
        self.was_left = threading.Event()
        self.talks = threading.Event()
        self.is_silent = False  # a network that carries no sound for a while
        self._ends = threading.Event()
        for work in (self._listen, self._hear, self._talk):
            threading.Thread(target=work, daemon=True).start()

    def __enter__(self) -> "Telephone":
        return self

    def __exit__(self, *_: object) -> None:
        if self.talks.is_set():
            self.hangs_up()
        self.dies()

    def dies(self) -> None:
        """Nothing more comes from it, and nobody is told."""
        self._ends.set()
        self.talks.clear()
        time.sleep(0.05)
        self._sip.close()
        self._rtp.close()

    def registers(self, user: str, password: str) -> int:
        """Sign in at the engine; the last status."""
        return self._asks_as(user, password, "REGISTER", "sip:127.0.0.1")

    def calls_out(self, user: str, password: str, target: str) -> int:
        """Try to call somebody as a phone of the desk; the last status."""
        return self._asks_as(user, password, "INVITE", f"sip:{target}@127.0.0.1")

    def _asks_as(self, user: str, password: str, method: str, uri: str) -> int:
        """Ask, and again with the digest that the engine wants (RFC 2617)."""
        call = secrets.token_hex(8)
        who = f"<sip:{user}@127.0.0.1>"
        to = who if method == "REGISTER" else f"<{uri}>"
        head = {"From": f"{who};tag={secrets.token_hex(4)}", "To": to, "Call-ID": call}
        head |= {"Contact": f"<sip:{user}@{self._me}>", "Expires": "120"}
        asked = self._request(method, uri, head)
        found = re.search(r'realm="([^"]+)".*?nonce="([^"]+)"', asked, re.DOTALL)
        if not found:
            return int(asked.split()[1])
        realm, nonce = found.groups()
        first = hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()
        second = hashlib.md5(f"{method}:{uri}".encode()).hexdigest()
        proof = hashlib.md5(f"{first}:{nonce}:00000001:{call}:auth:{second}".encode()).hexdigest()
        said = (
            f'Digest username="{user}",realm="{realm}",nonce="{nonce}",uri="{uri}",'
            f'response="{proof}",algorithm=MD5,qop=auth,nc=00000001,cnonce="{call}"'
        )
        if opaque := re.search(r'opaque="([^"]+)"', asked):
            said += f',opaque="{opaque[1]}"'
        return int(self._request(method, uri, head | {"Authorization": said}).split()[1])

    def calls(self, *, within: float = 5) -> int:
        """Call the line; the last status."""
        head = {
            "From": f'"{self.name}" <sip:{self.number}@127.0.0.1>;tag={secrets.token_hex(4)}',
            "To": f"<sip:{self.dials}@127.0.0.1>",
            "Call-ID": secrets.token_hex(8),
            "Contact": f"<sip:{self.number}@{self._me}>",
            "P-Asserted-Identity": f'"{self.name}" <sip:{self.number}@127.0.0.1>',
            "Content-Type": "application/sdp",
        }
        target = f"sip:{self.dials}@127.0.0.1"
        body = _SDP.format(port=self._rtp.getsockname()[1])
        answer = self._request("INVITE", target, head, body, within=within)
        status = int(answer.split()[1])
        if status == 200:
            head["To"] = _header(answer, "To")
            target = (re.search(r"<(.+?)>", _header(answer, "Contact")) or [target, target])[1]
            self._dialog = {**head, "target": target}
            self._begins(answer)
        self._send(f"ACK {target} SIP/2.0", {**head, "CSeq": f"{self._seq} ACK"})
        return status

    def presses(self, key: str) -> None:
        """A key, for 120 ms."""
        self._keys.append(key)
        end = time.monotonic() + 2
        while self._keys and time.monotonic() < end:
            time.sleep(0.02)

    def hears(self, seconds: float) -> list[int]:
        """The sound of the next seconds, as numbers."""
        begin = time.monotonic()
        time.sleep(seconds)
        return numbers(self.ear.since(begin))

    def hangs_up(self) -> None:
        """End the call."""
        self.talks.clear()
        target = self._dialog.pop("target", "")
        if target:
            self._request("BYE", target, self._dialog, within=1)
        self._dialog = {}

    # ------------------------------------------------------------------------------- inside

    @property
    def _me(self) -> str:
        return f"127.0.0.1:{self._sip.getsockname()[1]}"

    @staticmethod
    def _open(at: int = 0) -> socket.socket:
        found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        found.bind(("127.0.0.1", at))
        found.settimeout(0.2)
        return found

    def _begins(self, sdp: str) -> None:
        port = re.search(r"m=audio (\d+)", sdp)
        host = re.search(r"c=IN IP4 (\S+)", sdp)
        if port and host:
            self._far = (host[1], int(port[1]))
            self.was_left.clear()
            self.talks.set()

    def _request(
        self, method: str, target: str, head: dict[str, str], body: str = "", *, within: float = 5
    ) -> str:
        self._seq += 1
        mine = self._seq
        self._send(f"{method} {target} SIP/2.0", {**head, "CSeq": f"{mine} {method}"}, body)
        end = time.monotonic() + within
        while time.monotonic() < end:
            if (reply := self._replies.get(mine)) and int(reply.split()[1]) >= 200:
                return reply
            time.sleep(0.01)
        return self._replies.get(mine, "SIP/2.0 0 nothing")

    def _send(self, first: str, head: dict[str, str], body: str = "", to: Any = None) -> None:
        rows = [first]
        if not first.startswith("SIP/2.0"):
            rows.append(f"Via: SIP/2.0/UDP {self._me};branch=z9hG4bK{secrets.token_hex(6)};rport")
            rows.append("Max-Forwards: 70")
        rows += [f"{name}: {value}" for name, value in head.items() if name != "target"]
        rows.append(f"Content-Length: {len(body)}")
        self._sip.sendto(("\r\n".join(rows) + "\r\n\r\n" + body).encode(), to or self._engine)

    def _listen(self) -> None:
        while not self._ends.is_set():
            try:
                raw, at = self._sip.recvfrom(8192)
            except TimeoutError:
                continue
            except OSError:
                return
            said = raw.decode(errors="replace")
            if said.startswith("SIP/2.0"):
                self._replies[int(_header(said, "CSeq").split()[0])] = said
            else:
                self._is_asked(said.split()[0], said, at)

    def _is_asked(self, method: str, said: str, at: Any) -> None:
        if method == "INVITE" and not self.talks.is_set():
            if _header(said, "Call-ID") == _header(self.invited, "Call-ID"):
                return  # asked again, because our answer came late: it rings already
            self.rang += 1
            self.invited, self._invited_by = said, at
            self._reply(said, "180 Ringing", at)
            if self.answers == "at once":
                self.picks_up()
            elif self.answers == "no":
                self.declines()
        elif method in ("BYE", "CANCEL", "OPTIONS"):
            self._reply(said, "200 OK", at)
            if method == "BYE":
                self.talks.clear()
                self._dialog = {}
                self.was_left.set()
            if method == "CANCEL":
                self._reply(self.invited, "487 Request Terminated", self._invited_by)

    def declines(self) -> None:
        """Say no to what rings."""
        self._reply(self.invited, "603 Decline", self._invited_by)

    def picks_up(self) -> None:
        """Answer what rings."""
        said = self.invited
        self._reply(said, "200 OK", self._invited_by, _SDP.format(port=self._rtp.getsockname()[1]))
        target = (re.search(r"<(.+?)>", _header(said, "Contact")) or ["", ""])[1]
        self._dialog = {
            "From": f"{_header(said, 'To')};tag={self._tag}",
            "To": _header(said, "From"),
            "Call-ID": _header(said, "Call-ID"),
            "target": target,
        }
        self._begins(said)

    _tag = "us"

    def _reply(self, said: str, status: str, at: Any, body: str = "") -> None:
        head = {
            "Via": _header(said, "Via"),
            "From": _header(said, "From"),
            "To": _header(said, "To")
            + ("" if "tag=" in _header(said, "To") else f";tag={self._tag}"),
            "Call-ID": _header(said, "Call-ID"),
            "CSeq": _header(said, "CSeq"),
            "Contact": f"<sip:x@{self._me}>",
        }
        if body:
            head["Content-Type"] = "application/sdp"
        self._send(f"SIP/2.0 {status}", head, body, at)

    def _hear(self) -> None:
        while not self._ends.is_set():
            try:
                data = self._rtp.recv(2048)
            except TimeoutError:
                continue
            except OSError:
                return
            if data[1] & 0x7F == 0:
                self.ear.hears(data[12:])

    def _talk(self) -> None:
        """20 ms and 20 ms again; a key is its own six packets."""
        number, stamp, mark, due = 0, 0, secrets.randbits(32), time.monotonic()
        while not self._ends.is_set():
            due += 0.02
            time.sleep(max(0.0, due - time.monotonic()))
            if self.is_silent or not self.talks.is_set() or not self._far:
                continue
            number, stamp = number + 1, stamp + _FRAME
            if self._keys:
                key = "0123456789*#".index(self._keys[0])
                for n in range(8):
                    body = struct.pack("!BBH", key, 0x8A if n > 4 else 0x0A, _FRAME * min(n + 1, 6))
                    self._packet(
                        101 | (0x80 if n == 0 else 0), number + n, stamp, mark=mark, body=body
                    )
                    if n == 5:  # the first that says that it is over
                        self.key_ended_at = time.monotonic()
                    time.sleep(0.02)
                number, stamp, due = number + 8, stamp + 8 * _FRAME, time.monotonic()
                self._keys.pop(0)
                continue
            said = self._voice[number % len(self._voice)]
            self._packet(0, number, stamp, mark=mark, body=said)

    def _packet(self, kind: int, number: int, stamp: int, *, mark: int, body: bytes) -> None:
        head = struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, stamp & 0xFFFFFFFF, mark)
        try:
            if self._far:
                self._rtp.sendto(head + body, self._far)
        except OSError:
            pass


def _header(said: str, name: str) -> str:
    rows = [row for row in said.split("\r\n") if row.lower().startswith(f"{name.lower()}:")]
    return rows[0].partition(":")[2].strip() if rows else ""
