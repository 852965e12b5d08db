"""A caller of our own: speaks SIP and sound (RTP, µ-law) over UDP, and hears what is played."""

import functools
import math
import secrets
import socket
import struct
import time
from dataclasses import dataclass, field

import numpy as np

RATE = 8000
_SDP = (
    "v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\n"
)


def _line(byte: int) -> int:
    """One µ-law byte as a number (ITU-T G.711)."""
    byte = ~byte & 0xFF
    size = (((byte & 0x0F) << 3) + 0x84 << ((byte & 0x70) >> 4)) - 0x84
    return -size if byte & 0x80 else size


LINEAR = [_line(byte) for byte in range(256)]


@functools.cache
def spoken(hertz: float) -> tuple[bytes, ...]:
    """One second of a tone, in packets of 20 ms, each number the nearest byte."""
    nearest: dict[int, int] = {}
    data = bytearray()
    for n in range(RATE):
        number = int(9_000 * math.sin(2 * math.pi * hertz * n / RATE))
        if number not in nearest:
            nearest[number] = min(range(256), key=lambda byte: abs(LINEAR[byte] - number))
        data.append(nearest[number])
    return tuple(bytes(data[n : n + 160]) for n in range(0, RATE, 160))


def strength(sound: list[int], tone: float) -> float:
    """How much of one tone is in the sound: 0 none, 1 it is that tone."""
    wave = np.asarray(sound, dtype=float)
    turns = np.exp(-2j * np.pi * tone / RATE * np.arange(len(wave)))
    energy = float(wave @ wave) or 1
    return float(2 * abs(wave @ turns) ** 2 / (energy * (len(wave) or 1)))


@dataclass
class Caller:
    """Somebody with a telephone. `number` and `name` are what their provider says of them."""

    port: int
    number: str = "+15550100000"
    name: str = "Somebody"
    host: str = "127.0.0.1"
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sip, self._rtp = self._open(), self._open()
        self.call_id, self.tag, self._to = secrets.token_hex(8), secrets.token_hex(4), ""

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self._sip.close()
        self._rtp.close()

    def invites(self, *, within: float = 5) -> int:
        """Call the line; the last status that was answered."""
        sound = _SDP.format(host=self.host, port=self._rtp.getsockname()[1])
        self._send("INVITE", sound)
        status = 0
        for answer in self._answers(within):
            status = int(answer.split()[1])
            if status >= 200:
                to = next(row for row in answer.split("\r\n") if row.lower().startswith("to:"))
                self._to = to.partition(":")[2].strip()
                self._send("ACK")
                break
        return status

    def hears(self, seconds: float) -> list[int]:
        """The next sound, as numbers."""
        sound: list[int] = []
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._rtp.settimeout(left)
            try:
                sound += [LINEAR[byte] for byte in self._rtp.recv(2048)[12:]]
            except TimeoutError:
                break
        return sound

    def hangs_up(self) -> None:
        """End the call."""
        self._send("BYE")

    def sends(self, raw: bytes) -> None:
        """Anything, as it is."""
        self._sip.sendto(raw, ("127.0.0.1", self.port))

    def is_left(self, *, within: float = 5) -> bool:
        """Whether the line ends the call in this time."""
        return any(answer.startswith("BYE") for answer in self._answers(within))

    def _open(self) -> socket.socket:
        found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        found.bind((self.host, 0))
        return found

    def _answers(self, within: float) -> "list[str]":
        end, found = time.monotonic() + within, []
        while (left := end - time.monotonic()) > 0:
            self._sip.settimeout(left)
            try:
                answer = self._sip.recv(8192).decode(errors="replace")
            except TimeoutError:
                break
            self.said.append(answer)
            found.append(answer)
            status = answer.split()[1]
            if answer.startswith("BYE") or (status.isdigit() and int(status) >= 200):
                break
        return found

    def _send(self, method: str, body: str = "") -> None:
        mine = f"{self.host}:{self._sip.getsockname()[1]}"
        to = self._to or f"<sip:18339001010@127.0.0.1:{self.port}>"
        rows = [
            f"{method} sip:18339001010@127.0.0.1:{self.port} SIP/2.0",
            f"Via: SIP/2.0/UDP {mine};branch=z9hG4bK{secrets.token_hex(6)}",
            "Max-Forwards: 70",
            f'From: "{self.name}" <sip:{self.number}@{self.host}>;tag={self.tag}',
            f"To: {to}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {1 if method in ('INVITE', 'ACK') else 2} {method}",
            f"Contact: <sip:{self.number}@{mine}>",
            f'P-Asserted-Identity: "{self.name}" <sip:{self.number}@{self.host}>',
            f'Remote-Party-ID: "{self.name}" <sip:{self.number}@{self.host}>;party=calling',
            "Content-Type: application/sdp",
            f"Content-Length: {len(body)}",
        ]
        self.sends(("\r\n".join(rows) + "\r\n\r\n" + body).encode())


@functools.cache
def tone(hertz: float, seconds: float) -> bytes:
    """A recording of one tone: WAV, 16 bit, 8,000 a second."""
    count = int(RATE * seconds)
    numbers = (int(12_000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count))
    data = struct.pack(f"<{count}h", *numbers)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body
