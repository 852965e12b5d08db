"""How a colleague's browser reaches the engine: a socket for the talk about calls, and sound.

The engine has one web server, and our own program's door stands on it. So that door is shut to
every other machine by the engine itself, whichever port somebody knocks at.
"""

from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH = "/ws"  # the engine's own name for it
_SHUT = ("/ari", "/httpstatus", "/metrics", "/static", "/media")


@dataclass(frozen=True, slots=True)
class Secure:
    """Where browsers reach the engine over TLS: the port, a certificate with its chain, its key."""

    port: int
    certificate: Path
    key: Path


def http(program_port: int, host: str, secure: Secure | None) -> str:
    """http.conf: the program's port on this machine; with a certificate, TLS on `host` besides."""
    said = (
        f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={program_port}\n"
        "enable_static=no\nenable_status=no\nservername=\n"
    )
    if secure:
        said += (
            f"tlsenable=yes\ntlsbindaddr={host}:{secure.port}\ntlscertfile={secure.certificate}\n"
            f"tlsprivatekey={secure.key}\ntlsdisablev1=yes\ntlsdisablev11=yes\n"
        )
    return said + "".join(_only_from_here(path) for path in _SHUT)


def transports(host: str, secure: Secure | None) -> str:
    """pjsip.conf: the sockets, which the web server carries. The addresses are never bound."""
    kinds = ["ws", "wss"] if secure else ["ws"]
    return "".join(f"[{kind}]\ntype=transport\nprotocol={kind}\nbind={host}\n\n" for kind in kinds)


def _only_from_here(path: str) -> str:
    return f"\n[{path}]\ntype=restriction\ndeny=0.0.0.0/0\ndeny=::/0\npermit=127.0.0.1/32\n"
