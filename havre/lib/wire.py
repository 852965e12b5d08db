"""The wire: the only module that talks to the outside world.

`post` carries what the door has released, `house_mail` carries fixed words that tell nothing,
`look_at` asks a web page of somebody else whether it is there, and says nothing.
"""

import contextlib
import http.client
import ipaddress
import re
import smtplib
import socket
import ssl
import threading
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

IN_MEMORY = "memory:"
_HOUSE_MAIL = frozenset({"permission_withdrawn", "called_in", "entry_due"})
_REFERENCE = re.compile(r"[0-9A-Z]{4,16}|[2-7A-Z]{26}")  # or the random part of a link
_TIMEOUT = 20  # seconds
_LOOK, _LOOK_WHOLE = 8, 15  # seconds of silence, and in all, until a web page does not answer
_HOPS = 5
_WEB_PORTS = {"http": 80, "https": 443}
_MOVED, _MOVED_FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
# Networks that stand for another address inside them: what they lead to cannot be told by them.
_STANDS_FOR = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))
# The standard library's parser of addresses stumbles over broken ones in more ways than it names.
_UNWRITABLE = (ValueError, AttributeError, IndexError, TypeError, MessageError)


class WireDown(Exception):
    """Nothing was sent; the sentence says why."""


class WireUnsure(Exception):
    """The connection broke after the letter was handed over: it may have arrived or not."""


class WireForbidden(Exception):
    """An address leads, or may lead, inside this house or its network. Nobody was asked."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a web page answered: its status at the end, and where it moved for good, if it did."""

    status: int
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one address."""

    to: str
    subject: str
    body: str


SENT_IN_MEMORY: list[Letter] = []  # the demo's outbox: gone with the process


def post(letter: Letter) -> None:
    """Send one letter, once. Raises WireDown (not sent) or WireUnsure (nobody knows)."""
    url = urlsplit(settings.SMTP_URL)
    if settings.SMTP_URL == IN_MEMORY:
        SENT_IN_MEMORY.append(letter)
        return
    if not url.hostname:
        raise WireDown("No mail server is set. HAVRE_SMTP_URL names it.")
    message = _message(letter)
    try:
        server = _connect(url.scheme, url.hostname, url.port)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise WireDown(f"The mail server does not answer ({type(error).__name__}).") from error
    try:
        _log_in(server, url.username, url.password)
        _hand_over(server, message)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()  # how we part changes nothing of what was said before
        server.close()


def house_mail(template: str, *, to: str, language: str, codes: dict[str, str]) -> None:
    """A letter of fixed words; `codes` are references of the house, never free text.

    Raises ValueError for an unknown template or a code that is no plain reference.
    """
    if template not in _HOUSE_MAIL or not all(map(_REFERENCE.fullmatch, codes.values())):
        raise ValueError("House mail takes known templates and short references only")
    with override(language):
        words = codes | {"house": settings.FRONT_URL, "language": language}
        subject, _, body = render_to_string(f"havre/mail/{template}.txt", words).partition("\n")
    post(Letter(to, subject.strip(), body.strip() + "\n"))


def look_at(address: str) -> Looked:
    """Ask a web page whether it is there; nothing of it is read but its status.

    Only ports 80 and 443 of public addresses; each hop is resolved and judged anew, and asked at
    the very address that was judged. Raises WireDown, or WireForbidden.
    """
    moved, for_good = "", True
    for _ in range(_HOPS):
        status, target = _asked(_page(address))
        if status not in _MOVED or not target:
            return Looked(status, moved)
        address = _onward(address, target)
        for_good = for_good and status in _MOVED_FOR_GOOD
        moved = address if for_good else moved
    raise WireDown("The page leads on and on.")


def check_certificate(certificate: Path, key: Path) -> None:
    """Raises WireDown with the reason if the two files cannot carry TLS together."""
    try:
        # An empty word: a key behind one is refused here, and never asked for at a terminal.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, "")
    except OSError as error:  # an error of TLS is one too
        raise WireDown(str(error.strerror or error)) from error


def _page(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        plain = url.port in {None, _WEB_PORTS.get(url.scheme)} and "@" not in url.netloc
    except ValueError:
        raise WireForbidden("This is no web address.") from None
    if not plain or not url.hostname or url.scheme not in _WEB_PORTS:
        raise WireForbidden("Only plain web addresses are asked, at their usual ports.")
    return url


def _onward(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        raise WireForbidden("It leads on to what is no web address.") from None


def _asked(url: SplitResult) -> tuple[int, str]:
    """Status, and where it leads. A timer ends what drips on for ever."""
    host, port = str(url.hostname), _WEB_PORTS[url.scheme]
    try:
        link = socket.create_connection((_public(host, port), port), timeout=_LOOK)
    except (OSError, UnicodeError) as error:
        raise WireDown(f"The page does not answer ({type(error).__name__}).") from error
    held, over = [link], threading.Event()
    end = threading.Timer(_LOOK_WHOLE, _hang_up, [held, over])
    end.daemon = True
    end.start()
    try:
        if url.scheme == "https":
            held[0] = veiled = _veiled(link, host)
            veiled.do_handshake()  # the timer holds for it too
        ask = http.client.HTTPConnection(host, port)
        ask.sock = held[0]  # no name is resolved a second time
        path = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        ask.request("GET", path, headers={"User-Agent": "link check", "Connection": "close"})
        answer = ask.getresponse()
        if over.is_set():
            raise TimeoutError  # what came until then is half an answer
        return answer.status, answer.headers.get("Location", "")
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise WireDown(f"The page does not answer ({type(error).__name__}).") from error
    finally:
        end.cancel()
        held[0].close()


def _veiled(link: socket.socket, host: str) -> ssl.SSLSocket:
    """TLS over it, with a certificate of this host, once the hands are shaken."""
    context = ssl.create_default_context()
    return context.wrap_socket(link, server_hostname=host, do_handshake_on_connect=False)


def _hang_up(held: list[socket.socket], over: threading.Event) -> None:
    over.set()  # first: whoever wakes by the next line must not take half an answer for one
    with contextlib.suppress(OSError):
        held[0].shutdown(socket.SHUT_RDWR)  # whoever waits for it hears that it is over


def _public(host: str, port: int) -> str:
    """An address of this host, if every one it has is public."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_public(str(each)) for each in found):
        raise WireForbidden("The address leads inside a network.")
    return str(found[0])


def _is_public(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # with a zone: of this link
        return False
    if isinstance(address, ipaddress.IPv6Address) and (inside := address.ipv4_mapped):
        address = inside
    if any(address.version == net.version and address in net for net in _STANDS_FOR):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=_TIMEOUT, context=context)
    if scheme == "smtp+plain":
        if not _is_this_machine(host):
            raise WireDown("Without encryption letters go to a relay on this machine only.")
        return smtplib.SMTP(host, port or 25, timeout=_TIMEOUT)
    if scheme != "smtp":
        raise WireDown("HAVRE_SMTP_URL starts with smtp://, smtps:// or smtp+plain://.")
    server = smtplib.SMTP(host, port or 587, timeout=_TIMEOUT)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _log_in(server: smtplib.SMTP, user: str | None, word: str | None) -> None:
    if not user:
        return
    try:
        server.login(unquote(user), unquote(word or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise WireDown("The mail server refused our sign-in.") from error


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
        raise WireDown("The mail server refused the address.") from error
    except smtplib.SMTPResponseException as error:
        raise WireDown(f"The mail server refused the letter ({error.smtp_code}).") from error
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        raise WireDown("The mail server cannot write to this address.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise WireUnsure("The connection broke while sending.") from error


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage()
    try:
        message["From"] = formataddr((settings.LINE_NAME, settings.MAIL_FROM))
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message.set_content(letter.body)
    except _UNWRITABLE as error:
        raise WireDown(
            "No letter can be made of this: an address or the subject is broken."
        ) from error
    return message
