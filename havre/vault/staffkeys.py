"""Staff keys behind a passphrase, and their short life inside a signed-in session.

passphrase → Argon2id → U; U → verifier (stored) and U → KEK (wraps the keys). One stretch, then
two derivations: a wrong passphrase costs exactly what a right one does.
"""

import json
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from havre.lib.prepared import PreparedQuery
from havre.vault import suite
from havre.vault.models import LentKey, RoleGrant

SHORTEST, LONGEST = 12, 200  # characters of a passphrase
_AT_ONCE = threading.BoundedSemaphore(2)  # 128 MiB each; sign-in floods wait here (register 102)


_GRANTS = PreparedQuery(
    lambda holder: RoleGrant.objects.filter(holder=holder, recovery=False), holder=UUID
)
_LENT = PreparedQuery(
    lambda holder, file, compartment: LentKey.objects.filter(
        holder=holder, file=file, compartment=compartment
    ),
    holder=UUID,
    file=UUID,
    compartment=str,
)


class WeakPassphrase(ValueError):
    """A passphrase that is too short, too long or too plain; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Chest:
    """What a member's passphrase protects. Never stored, never logged."""

    box: bytes  # X25519 secret
    sign: bytes  # Ed25519 secret, 64 bytes
    code: str  # the second factor's shared secret, base32

    def __repr__(self) -> str:
        return "Chest"


@dataclass(frozen=True, slots=True)
class Publics:
    """A member's public halves."""

    box: bytes
    sign: bytes


@dataclass(frozen=True, slots=True)
class Locked:
    """A chest as it is stored with its member."""

    salt: bytes
    verifier: bytes
    wrapped: bytes


def make_chest(code: str) -> tuple[Chest, Publics]:
    """New keys for a new member."""
    box_public, box = suite.keypair()
    sign_public, sign = suite.signing_pair()
    return Chest(box, sign, code), Publics(box_public, sign_public)


def lock(chest: Chest, passphrase: str, member: UUID) -> Locked:
    """Lock a chest under a passphrase. Raises WeakPassphrase."""
    salt = secrets.token_bytes(suite.SALT)
    strong = _stretch(_words(passphrase), salt)
    return Locked(salt, _verifier(strong), suite.encrypt(_kek(strong), _pack(chest), member.bytes))


def unlock(locked: Locked, passphrase: str, member: UUID) -> Chest | None:
    """Open a chest, or None for a wrong passphrase. Always the same work (register 67)."""
    try:
        words = _words(passphrase)
    except WeakPassphrase:
        words = b"-"
    strong = _stretch(words, locked.salt)
    if not secrets.compare_digest(_verifier(strong), locked.verifier):
        return None
    return _unpack(suite.decrypt(_kek(strong), locked.wrapped, member.bytes))


def decoy(name: str, house_secret: str) -> Locked:
    """What a name that nobody bears is checked against."""
    salt = suite.derive(suite.digest(f"{house_secret}|{name}"), "decoy-salt")[: suite.SALT]
    return Locked(salt, b"", b"")


def wrap_for_session(chest: Chest, token: bytes, session: UUID) -> bytes:
    """The chest under a key that only the cookie has."""
    return suite.encrypt(suite.derive(token, "desk-session"), _pack(chest), session.bytes)


def unwrap_for_session(wrapped: bytes, token: bytes, session: UUID) -> Chest | None:
    """The chest back, or None for another cookie."""
    try:
        return _unpack(suite.decrypt(suite.derive(token, "desk-session"), wrapped, session.bytes))
    except suite.CannotOpen:
        return None


def open_grants(holder: UUID, chest: Chest) -> dict[tuple[str, int], bytes]:
    """(role, epoch) → secret, for every role this holder was granted."""
    return {
        (grant.role, grant.epoch): suite.unseal_key(bytes(grant.box), chest.box)
        for grant in _GRANTS.all(holder=holder)
    }


def open_lent(holder: UUID, chest: Chest, file: UUID, compartment: str) -> bytes | None:
    """A compartment's secret that was lent to this holder; None if none is, or it is damaged."""
    found = _LENT.first(holder=holder, file=file, compartment=compartment)
    try:
        return suite.unseal_key(bytes(found.box), chest.box) if found else None
    except suite.CannotOpen:
        return None


def grant(secret: bytes, role: str, epoch: int, *, to: bytes, holder: UUID) -> None:
    """Seal a role's secret to a holder's public key."""
    RoleGrant.objects.create(holder=holder, role=role, epoch=epoch, box=suite.seal_key(secret, to))


def revoke_grants(holder: UUID) -> None:
    """A leaver's sealed role keys, and what was lent to them, are destroyed; rotation of the epoch
    is a later story."""
    RoleGrant.objects.filter(holder=holder).delete()
    LentKey.objects.filter(holder=holder).delete()


def _words(passphrase: str) -> bytes:
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise WeakPassphrase(f"A passphrase has {SHORTEST} to {LONGEST} characters.")
    if len(set(passphrase)) < 6 or "\0" in passphrase:
        raise WeakPassphrase("This passphrase is too plain. Four or more unrelated words are good.")
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")


def _stretch(words: bytes, salt: bytes) -> bytes:
    with _AT_ONCE:
        return suite.stretch(words, salt)


def _verifier(strong: bytes) -> bytes:
    return suite.derive(suite.derive(strong, "verifier"), "verifier-stored")


def _kek(strong: bytes) -> bytes:
    return suite.derive(strong, "kek-passphrase")


def _pack(chest: Chest) -> bytes:
    return json.dumps(
        {"box": chest.box.hex(), "sign": chest.sign.hex(), "code": chest.code}
    ).encode()


def _unpack(plain: bytes) -> Chest:
    found = json.loads(plain)
    return Chest(bytes.fromhex(found["box"]), bytes.fromhex(found["sign"]), found["code"])
