"""A telephone on the table that speaks TLS and SRTP: a second engine, which registers as one, and
passes what rings to the plain telephone of a test behind it.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from havre.channels.phone import configuration
from havre.channels.phone.configuration import Engine
from havre.channels.phone.tests.benches import an_engine
from havre.prompt.phone import engine as engines


@dataclass(frozen=True)
class SignsIn:
    """What somebody typed into it. `authority`: by whom the line's certificate must be signed."""

    host: str
    port: int
    user: str
    password: str
    authority: Path


@contextmanager
def table_end(folder: Path, typed: SignsIn, *, behind: int, srtp: bool = True) -> Iterator[Engine]:
    """It runs, and registers by itself. `behind`: the port of the telephone of the test."""
    engine = replace(an_engine(folder, (24_800, 24_899)), folder=folder / "table")
    for each in configuration.folders(engine):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = configuration.files(engine) | {
        "pjsip.conf": _pjsip(engine, typed, behind, srtp=srtp),
        "extensions.conf": "[rings]\nexten => _.,1,Dial(PJSIP/behind,30)\n",
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
        yield engine
    finally:
        engines._end(process)


def says(engine: Engine) -> str:
    """How its registration stands: `Registered`, `Rejected`, `Unregistered`."""
    rows = engines.ask(engine, "pjsip show registrations").splitlines()
    row = next((each for each in rows if each.strip().startswith("line/")), "")
    return next((word for word in row.split() if word.endswith(("gistered", "jected"))), row)


def _pjsip(engine: Engine, typed: SignsIn, behind: int, *, srtp: bool) -> str:
    here = "127.0.0.1"
    where = f"sip:{typed.host}:{typed.port}\\;transport=tls"
    sound = f"disallow=all\nallow=ulaw\ndirect_media=no\nmedia_address={here}\n"
    return (
        "[global]\ntype=global\nendpoint_identifier_order=ip\n\n"
        f"[udp]\ntype=transport\nprotocol=udp\nbind={here}:{engine.sip_port}\n\n"
        f"[tls]\ntype=transport\nprotocol=tls\nbind={here}:0\nmethod=tlsv1_2\n"
        f"ca_list_file={typed.authority}\nverify_server=yes\n\n"
        f"[behind]\ntype=endpoint\ncontext=nowhere\naors=behind\ntransport=udp\n{sound}\n"
        f"[behind]\ntype=aor\ncontact=sip:behind@{here}:{behind}\n\n"
        f"[line]\ntype=endpoint\ncontext=rings\naors=line\ntransport=tls\n{sound}"
        f"{'media_encryption=sdes' if srtp else ''}\n\n[line]\ntype=aor\ncontact={where}\n\n"
        f"[line-from]\ntype=identify\nendpoint=line\nmatch={here}\n\n"
        f"[line]\ntype=auth\nauth_type=userpass\nusername={typed.user}\n"
        f"password={typed.password}\n\n[line]\ntype=registration\ntransport=tls\n"
        f"outbound_auth=line\nserver_uri={where}\nclient_uri=sip:{typed.user}@{typed.host}\n"
        f"contact_user={typed.user}\nretry_interval=1\nforbidden_retry_interval=1\n"
        "fatal_retry_interval=1\nauth_rejection_permanent=no\nmax_retries=1000\n"
        "expiration=60\n"
    )
