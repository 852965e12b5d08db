"""The wire: the only module that talks to the outside world.

`post` carries what the door has released, `house_mail` carries fixed words that tell nothing.
"""

import contextlib
import ipaddress
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

IN_MEMORY = "memory:"
_HOUSE_MAIL = frozenset({"permission_withdrawn", "called_in"})
_REFERENCE = re.compile(r"[0-9A-Z]{4,16}")
_TIMEOUT = 20  # seconds
# The standard library's parser of addresses stumbles over broken ones in more ways than it names.
_UNWRITABLE = (ValueError, AttributeError, IndexError, TypeError, MessageError)


class WireDown(Exception):
    """Nothing was sent; the sentence says why."""


class WireUnsure(Exception):
    """The connection broke after the letter was handed over: it may have arrived or not."""


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
        subject, _, body = render_to_string(f"havre/mail/{template}.txt", codes).partition("\n")
    post(Letter(to, subject.strip(), body.strip() + "\n"))


def check_certificate(certificate: Path, key: Path) -> None:
    """Raises WireDown with the reason if the two files cannot carry TLS together."""
    try:
        # An empty word: a key behind one is refused here, and never asked for at a terminal.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, "")
    except OSError as error:  # an error of TLS is one too
        raise WireDown(str(error.strerror or error)) from error


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
