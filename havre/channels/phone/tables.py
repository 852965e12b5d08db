"""A member's own telephone on the table (SIP): what it signs in with is made, renewed, taken away.

The password is shown once, and kept nowhere: the engine checks it by its digest. Over TLS with
encrypted sound, or on a line that stays on this machine alone. It calls nobody: it is rung.
"""

import datetime as dt
import secrets
from base64 import b32encode
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.channels.phone import delivery
from havre.channels.phone.carrier import HERE
from havre.channels.phone.desk_phones import REALM, TOPIC, digest_of
from havre.channels.phone.models import TableTelephone, table_endpoint_of
from havre.lib import clock
from havre.lib.doorbell import ring
from havre.staff.models import Member
from havre.staff.signin import SignedIn

LIFE = dt.timedelta(days=400)  # as privacy.toml says; then one makes a new one
_RANDOM = 15  # bytes: 24 letters and digits, to be typed
_PART = 4


class InACall(Exception):
    """Whoever talks now talks on where they are; afterwards they may choose."""


class NotPossible(Exception):
    """Elsewhere than on this machine a line needs a certificate for that."""


@dataclass(frozen=True, slots=True)
class SignsIn:
    """What is typed into the telephone. `is_secure`: over TLS with SRTP; else UDP, in the open."""

    server: str
    port: int
    is_secure: bool
    user: str
    password: str


def is_secure() -> bool:
    """Whether telephones on the table come over TLS with encrypted sound."""
    return settings.PHONE_CERTIFICATE is not None


def is_possible() -> bool:
    """Whether this line can have telephones on the table at all."""
    return is_secure() or bool(settings.PHONE_HOST == HERE)


def of(member: Member) -> TableTelephone | None:
    """The one they have."""
    return TableTelephone.objects.filter(member=member).first()


def stands(member: Member) -> str:
    """`up` or `down`, where calls ring on the table; else nothing."""
    mine: TableTelephone | None = getattr(member, "tabletelephone", None)  # read with the session
    if mine is None or not mine.is_chosen:
        return ""
    return "up" if mine.is_up else "down"


@transaction.atomic
def make(*, by: SignedIn) -> SignsIn:
    """What their telephone signs in with, from now on; whatever was before is out at once.

    Raises NotPossible.
    """
    if not is_possible():
        raise NotPossible
    # First, because the audit has one writer at a time: of two who press at once the later wins.
    record(actor=by.actor, verb=Verb.TELEPHONE_MADE)
    user, password = table_endpoint_of(by.id), _password()
    fresh = {
        "realm": REALM,
        "digest": digest_of(user, password),
        "made_at": clock.now(),
        "is_up": False,
    }
    TableTelephone.objects.update_or_create(member=by.member, defaults=fresh)
    _tell(by)
    secure = is_secure()
    server = urlsplit(settings.PHONE_SOCKET).hostname if secure else None
    port = settings.PHONE_TLS_PORT if secure else settings.PHONE_SIP_PORT
    return SignsIn(server or settings.PHONE_HOST, port, secure, user, password)


@transaction.atomic
def take_away(*, by: SignedIn) -> bool:
    """It registers no more and rings no more, from this moment. Whether there was one."""
    if not TableTelephone.objects.filter(member=by.member).exists():
        return False
    record(actor=by.actor, verb=Verb.TELEPHONE_TAKEN_AWAY)
    gone = TableTelephone.objects.filter(member=by.member).delete()[0] > 0
    _tell(by)
    return gone


@transaction.atomic
def choose(*, by: SignedIn, on_the_table: bool) -> bool:
    """Where calls ring from now on. Whether they have such a telephone. Raises InACall."""
    mine = TableTelephone.objects.filter(member=by.member)
    if mine.exclude(is_chosen=on_the_table).exists() and by.id in delivery.talking():
        raise InACall
    mine.update(is_chosen=on_the_table)
    _tell(by)
    return mine.exists()


def _tell(by: SignedIn) -> None:
    by.member.refresh_from_db()  # the page that answers asks how it stands now
    ring(TOPIC, "queue", f"member:{by.id}")


def _password() -> str:
    """In parts of four; no digit among them that looks like a letter (RFC 4648, base32)."""
    letters = b32encode(secrets.token_bytes(_RANDOM)).decode().lower()
    return "-".join(letters[n : n + _PART] for n in range(0, len(letters), _PART))
