"""Suite 1: XChaCha20-Poly1305, X25519 sealed boxes, Ed25519, BLAKE2b key derivation (libsodium).

Nothing of our own: every primitive, and the padding, is libsodium's. Only the vault calls this.
"""

import hashlib
import hmac
import secrets

from nacl import bindings
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b

SUITE = 1
KEY = 32
PURPOSE = 16  # bytes
_NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_BOXED_KEY = KEY + bindings.crypto_box_SEALBYTES
# Bytes; what is stored tells only which of these. A message of the longest kind, signed, fits the
# fourth; what the door lets out (seven items of the longest kind in one letter) fits the last.
_BUCKETS = (256, 1_024, 4_096, 16_384, 65_536, 262_144)


class CannotOpen(Exception):
    """The key is not this box's, or the box was moved or changed."""


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY)


def keypair() -> tuple[bytes, bytes]:
    """(public, secret) of a new X25519 pair."""
    public, secret = bindings.crypto_box_keypair()
    return public, secret


def public_of(secret: bytes) -> bytes:
    """The public half of an X25519 secret."""
    return bindings.crypto_scalarmult_base(secret)


def seal_key(key: bytes, public: bytes) -> bytes:
    """Seal a short secret to a public key."""
    return bindings.crypto_box_seal(key, public)


def unseal_key(box: bytes, secret: bytes) -> bytes:
    """Open what `seal_key` sealed. Raises CannotOpen."""
    try:
        return bindings.crypto_box_seal_open(box, public_of(secret), secret)
    except (CryptoError, ValueError, TypeError) as error:
        raise CannotOpen("This key does not open it.") from error


def encrypt(key: bytes, text: bytes, bound_to: bytes) -> bytes:
    """nonce + ciphertext; opens only with the same `bound_to`."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(text, bound_to, nonce, key)


def decrypt(key: bytes, box: bytes, bound_to: bytes) -> bytes:
    """Open what `encrypt` made. Raises CannotOpen."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            box[_NONCE:], bound_to, box[:_NONCE], key
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise CannotOpen("It was moved or changed, or the key is another.") from error


def seal(text: bytes, public: bytes, bound_to: bytes) -> bytes:
    """A value as it is stored: suite, a fresh key sealed to `public`, the padded text."""
    key = new_key()
    return bytes([SUITE]) + seal_key(key, public) + encrypt(key, _pad(text), bound_to)


def unseal(box: bytes, secret: bytes, bound_to: bytes) -> bytes:
    """Open what `seal` made. Raises CannotOpen, also for a suite nobody knows."""
    if not box or box[0] != SUITE:
        raise CannotOpen("It was sealed with a suite this version does not know.")
    key = unseal_key(box[1 : 1 + _BOXED_KEY], secret)
    padded = decrypt(key, box[1 + _BOXED_KEY :], bound_to)
    if len(padded) not in _BUCKETS:  # whoever has the public key may seal anything
        raise CannotOpen("It was not sealed by this house.")
    try:
        return bindings.sodium_unpad(padded, len(padded))
    except CryptoError as error:
        raise CannotOpen("It was not sealed by this house.") from error


def derive(master: bytes, purpose: str) -> bytes:
    """An independent 32-byte key from a strong one (as libsodium's crypto_kdf: keyed BLAKE2b).

    Raises ValueError for a purpose of more than 16 bytes: two that begin alike would be one.
    """
    person = purpose.encode()
    if len(person) > PURPOSE:
        raise ValueError(f"A purpose has at most {PURPOSE} bytes: {purpose!r}")
    return blake2b(b"", key=master[:64], person=person, encoder=RawEncoder)


def digest(text: str) -> bytes:
    """BLAKE2b of some text, 32 bytes."""
    return blake2b(text.encode(), encoder=RawEncoder)


def pseudonym(key: bytes, text: str) -> str:
    """HMAC-SHA-256, hex: what the audit may know of a file."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def signing_pair() -> tuple[bytes, bytes]:
    """(public, secret) of a new Ed25519 pair; the secret is libsodium's 64-byte form."""
    public, secret = bindings.crypto_sign_keypair()
    return public, secret


def sign(text: bytes, secret: bytes) -> bytes:
    """A detached Ed25519 signature, 64 bytes."""
    return bindings.crypto_sign(text, secret)[: bindings.crypto_sign_BYTES]


def is_signed(text: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the signature is by the holder of this key."""
    try:
        bindings.crypto_sign_open(signature + text, public)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


STRETCH_MEMORY = 128 * 1024 * 1024  # bytes
STRETCH_PASSES = 4


def stretch(
    words: bytes, salt: bytes, *, memory: int = STRETCH_MEMORY, passes: int = STRETCH_PASSES
) -> bytes:
    """Argon2id, 32 bytes; for staff 128 MiB, 4 passes (security.md 2): tenths of a second."""
    argon = bindings.crypto_pwhash_ALG_ARGON2ID13
    return bindings.crypto_pwhash_alg(KEY, words, salt, passes, memory, argon)


SALT = bindings.crypto_pwhash_SALTBYTES


def _bucket(size: int) -> int:
    for bucket in _BUCKETS:
        if size < bucket:
            return bucket
    raise ValueError(f"{size} bytes do not fit; at most {_BUCKETS[-1] - 1} can be sealed")


def _pad(text: bytes) -> bytes:
    return bindings.sodium_pad(text, _bucket(len(text)))
