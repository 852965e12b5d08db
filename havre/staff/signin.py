"""Signing in: one stretch of the passphrase, one code, and the keys are open for this browser."""

import hmac
import secrets
import time
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

import pyotp
from django.conf import settings
from django.db import transaction

from havre.audit.actions import NOTHING, record
from havre.audit.verbs import Verb
from havre.lib import clock, lang
from havre.lib.doorbell import ring
from havre.lib.prepared import PreparedQuery
from havre.staff import calling, presence
from havre.staff.models import DeskSession, Member, SignInTry
from havre.vault import own, signing, staffkeys
from havre.vault.sealed import Sealed

IDLE = timedelta(minutes=15)  # then the keys are locked (security.md 2, rule 2)
SHIFT = timedelta(hours=12)  # the longest a session lasts
_TRIES, _WINDOW, _PAUSE = 5, timedelta(minutes=15), timedelta(seconds=30)
_BREATH = timedelta(seconds=5)
_AHEAD = timedelta(minutes=2)  # a session from further in the future: the clock was set back
_BESIDE = ["member__deactivation"]  # what every page asks of whoever is signed in, read with them
_SESSION = PreparedQuery(
    lambda id: DeskSession.objects.select_related(*_BESIDE).filter(id=id), id=uuid.UUID
)
_MEMBER = PreparedQuery(lambda id: Member.objects.filter(id=id), id=uuid.UUID)
_STEP = 30  # seconds of one code (RFC 6238)


class Refused(Exception):
    """Not signed in. One sentence for every reason (register 67)."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody on duty in this request: fills the vault's Keyring and Signer."""

    member: Member
    session: DeskSession
    token: bytes = field(repr=False)

    @property
    def id(self) -> uuid.UUID:
        """Their member id."""
        return self.member.id

    @property
    def actor(self) -> str:
        """How the audit names them."""
        return str(self.member.id)

    @cached_property
    def roles(self) -> frozenset[str]:
        """What they may do."""
        return self.member.roles

    @cached_property
    def _chest(self) -> staffkeys.Chest:
        wrapped = bytes(self.session.wrapped)
        chest = staffkeys.unwrap_for_session(wrapped, self.token, self.session.id)
        if chest is None:
            raise Refused
        return chest

    @cached_property
    def role_secrets(self) -> Mapping[tuple[str, int], bytes]:
        """(role, epoch) → secret, opened once per request and only when something is read."""
        return staffkeys.open_grants(self.member.id, self._chest)

    def lent_key(self, file: uuid.UUID, compartment: str) -> bytes | None:
        """What one conversation lent to them, while they interpret in it."""
        return staffkeys.open_lent(self.member.id, self._chest, file, compartment)

    def open_own(self, value: Sealed) -> str:
        """What is sealed to this member alone; nobody is told. Raises CannotRead."""
        return own.open_own(value, self._chest.box)

    @cached_property
    def _verify_keys(self) -> dict[uuid.UUID, bytes | None]:
        """Those asked for in this request: a conversation has few authors and many messages."""
        return {}

    def sign(self, text: bytes) -> bytes:
        """A detached signature over what they write."""
        return signing.sign(text, self._chest.sign)

    def verify_key(self, author: uuid.UUID) -> bytes | None:
        """The public signing key of a member."""
        if author not in self._verify_keys:
            member = _MEMBER.first(id=author)
            self._verify_keys[author] = bytes(member.sign_public) if member else None
        return self._verify_keys[author]


def sign_in(name: str, passphrase: str, code: str) -> str:
    """The cookie of a new session. Raises Refused; the same work and sentence for every reason.

    The stretch runs outside any transaction; each code opens once (register 59).
    """
    name = lang.clean(name)
    name_hash = _name_hash(name)
    member = Member.objects.filter(name=lang.fold(name)).first()
    locked = member.locked if member else staffkeys.decoy(name, settings.SECRET_KEY)
    chest = staffkeys.unlock(locked, passphrase, member.id if member else uuid.UUID(int=0))
    wait = _must_wait(name_hash)
    if wait:
        record(actor=NOTHING, verb=Verb.SIGN_IN_REFUSED, target=name_hash)  # moves no pause on
    elif (
        member is None
        or chest is None
        or not member.is_active
        or not _spend(member, chest.code, code)
    ):
        _refuse(name_hash)
    else:
        return _open_session(member, chest, name_hash)
    raise Refused


def signed_in(cookie: str) -> SignedIn | None:
    """Who this cookie is, if the session still lives; it does not count as being seen."""
    token = _token(cookie)
    if token is None:
        return None
    session = _SESSION.first(id=own.derive_id(token, "desk-session-id"))
    if session is None or not session.member.is_active:
        return None
    moment = clock.now()
    is_over = session.seen_at < moment - IDLE or session.opened_at < moment - SHIFT
    if is_over or max(session.seen_at, session.opened_at) > moment + _AHEAD:
        session.delete()
        return None
    return SignedIn(session.member, session, token)


def read_with(path: str) -> None:
    """Read a one-to-one row of the member's with every session, instead of by a query of its own.

    For a later room's `ready`: its rows, which this room need not know, cost its pages nothing.
    """
    _BESIDE.append(path)


def seen(who: SignedIn) -> None:
    """They did something themselves just now."""
    if who.session.seen_at < clock.now() - timedelta(seconds=20):
        DeskSession.objects.filter(id=who.session.id).update(seen_at=clock.now())


def alive(who: SignedIn) -> None:
    """Their desk gave a sign of life, by itself or by them. Written every few seconds at most."""
    now = clock.now()
    if not now - _BREATH < who.session.alive_at < now + _BREATH:
        DeskSession.objects.filter(id=who.session.id).update(alive_at=clock.now())


@transaction.atomic
def sign_out(who: SignedIn) -> None:
    """Lock the keys of this browser for good."""
    DeskSession.objects.filter(id=who.session.id).delete()
    presence.go(who.member)
    record(actor=who.actor, verb=Verb.SIGNED_OUT)
    ring(f"member:{who.id}", "queue")


def code_now(chest_code: str) -> str:
    """The current code. For the authenticator's place in tests and the demo's terminal only."""
    return pyotp.TOTP(chest_code, interval=_STEP).now()


def _refuse(name_hash: str) -> None:
    with transaction.atomic():
        SignInTry.objects.create(name_hash=name_hash)
        record(actor=NOTHING, verb=Verb.SIGN_IN_REFUSED, target=name_hash)


def _must_wait(name_hash: str) -> bool:
    """After five wrong tries in a quarter of an hour: one every 30 seconds, never a lock-out."""
    tries = SignInTry.objects.filter(name_hash=name_hash, at__gt=clock.now() - _WINDOW)
    if tries.count() < _TRIES:
        return False
    return tries.filter(at__gt=clock.now() - _PAUSE).exists()


def _spend(member: Member, secret: str, code: str) -> bool:
    """Whether the code is right, now or one step beside, and was not used before."""
    totp = pyotp.TOTP(secret, interval=_STEP)
    step = int(time.time()) // _STEP
    given = "".join(code.split()).encode("utf-8", "replace")
    for candidate in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.generate_otp(candidate).encode(), given):
            spent = Member.objects.filter(id=member.id, last_step__lt=candidate)
            return spent.update(last_step=candidate) == 1
    return False


@transaction.atomic
def _open_session(member: Member, chest: staffkeys.Chest, name_hash: str) -> str:
    token = secrets.token_bytes(32)
    session_id = own.derive_id(token, "desk-session-id")
    DeskSession.objects.create(
        id=session_id,
        member=member,
        wrapped=staffkeys.wrap_for_session(chest, token, session_id),
    )
    SignInTry.objects.filter(name_hash=name_hash).delete()
    presence.arrive(member)
    calling.came(member)
    record(actor=str(member.id), verb=Verb.SIGNED_IN)
    ring("queue")
    return urlsafe_b64encode(token).decode().rstrip("=")


def _token(cookie: str) -> bytes | None:
    try:
        token = urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    except (NotBase64, ValueError):
        return None
    return token if len(token) == 32 else None


def _name_hash(name: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), lang.fold(name).encode(), "sha256").hexdigest()
