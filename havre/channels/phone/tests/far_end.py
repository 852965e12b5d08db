"""A carrier of our own: a second engine, with telephones behind it, that speaks TLS and SRTP."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from havre.channels.phone import configuration
from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import an_engine, free_port
from havre.prompt.phone import engine as engines

LINE = "18339001010"
USER, PASSWORD = "the-line", "Kiesel-und-Sand"


@dataclass
class FarEnd:
    """Where it listens: `tls_port` for the line, `port` for telephones. `called`: who is rung."""

    engine: Engine
    tls_port: int
    called: int
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.engine.folder / "log" / "engine"

    @property
    def port(self) -> int:
        """Where a telephone of ours calls."""
        return self.engine.sip_port

    def registered(self) -> str:
        """Who signed in with it now."""
        return engines.ask(self.engine, "pjsip show contacts")


@dataclass(frozen=True)
class Certified:
    """Files: by whom others must be signed, its own certificate, and the key of that."""

    authority: Path
    certificate: Path
    key: Path


@contextmanager
def far_end(
    folder: Path,
    by: Certified,
    *,
    line_port: int,
    called: int,
    srtp: str = "sdes",
    registers: bool = False,
) -> Iterator[FarEnd]:
    """It runs. `line_port`: where our line takes calls over TLS; `called`: a telephone's port."""
    engine = replace(an_engine(folder, (24_600, 24_799)), folder=folder / "far")
    found = FarEnd(engine, free_port(socket.SOCK_STREAM), called)
    for each in configuration.folders(engine):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    where = USER if registers else "${EXTEN}@line"
    told = configuration.files(engine) | {
        "pjsip.conf": _pjsip(found, by, line_port, srtp),
        "extensions.conf": (
            f"[from-telephones]\nexten => _X!,1,Dial(PJSIP/{where},20)\n"
            " same => n,Hangup(${HANGUPCAUSE})\n\n[from-line]\n"
            "exten => _+X!,1,Dial(PJSIP/called,20)\nexten => _X!,1,Goto(+${EXTEN},1)\n"
        ),
    }
    for name, text in told.items():
        (engine.settings / name).write_text(text)
    command = engines.program(engine.root, "sbin/asterisk", "-C")
    process = subprocess.Popen(
        [*command, str(engine.settings / "asterisk.conf"), "-f"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        engines._wait_until_ready(engine, process)
        yield found
    finally:
        engines._end(process)


def _pjsip(found: FarEnd, by: Certified, line_port: int, srtp: str) -> str:
    host = "127.0.0.1"
    sound = f"disallow=all\nallow=ulaw\ndirect_media=no\nmedia_address={host}\n"
    secure = f"media_encryption={srtp}\n" if srtp != "none" else ""
    return (
        "[global]\ntype=global\nendpoint_identifier_order=username,auth_username,ip\n\n"
        f"[udp]\ntype=transport\nprotocol=udp\nbind={host}:{found.port}\n\n"
        f"[tls]\ntype=transport\nprotocol=tls\nbind={host}:{found.tls_port}\nmethod=tlsv1_2\n"
        f"cert_file={by.certificate}\npriv_key_file={by.key}\nca_list_file={by.authority}\n"
        "verify_server=yes\n\n"
        # Telephones come by UDP, our line by TLS: it says who it is by the number it shows.
        f"[telephones]\ntype=endpoint\ncontext=from-telephones\n{sound}\n"
        f"[telephones-from]\ntype=identify\nendpoint=telephones\nmatch={host}\n\n"
        f"[called]\ntype=endpoint\ncontext=nowhere\naors=called\ntransport=udp\n{sound}\n"
        f"[called]\ntype=aor\ncontact=sip:called@{host}:{found.called}\n\n"
        f"[line]\ntype=endpoint\ncontext=from-line\naors=line\ntransport=tls\n{sound}{secure}\n"
        f"[line]\ntype=aor\ncontact=sip:{LINE}@{host}:{line_port}\\;transport=tls\n\n"
        f"[{LINE}]\ntype=endpoint\ncontext=from-line\naors=line\ntransport=tls\n{sound}{secure}\n"
        f"[{USER}]\ntype=endpoint\ncontext=from-line\naors={USER}\nauth={USER}\n"
        f"{sound}{secure}\n[{USER}]\ntype=aor\nmax_contacts=1\n\n"
        f"[{USER}]\ntype=auth\nauth_type=userpass\nusername={USER}\npassword={PASSWORD}\n"
    )
