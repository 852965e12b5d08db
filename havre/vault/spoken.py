"""Keys from words that a person keeps: four words, stretched, open what was sealed for them.

Nothing of the words is stored: the row holds a salt of its own and a public half, and whoever has
the row must try the words one by one, at 64 MiB each (security.md 5).
"""

import hmac
import secrets
import threading

from havre.vault import suite

MEMORY = 64 * 1024 * 1024  # bytes
PASSES = 3
_AT_ONCE = threading.BoundedSemaphore(2)  # a flood waits here, not in the memory (register 102)


def new_salt() -> bytes:
    """A row's own."""
    return secrets.token_bytes(suite.SALT)


def salt_of(mark: bytes) -> bytes:
    """Of a row that is not there: always the same for the same mark, and as random as any."""
    return suite.derive(mark, "no-such-row")[: suite.SALT]


def pair(words: str, salt: bytes) -> tuple[bytes, bytes]:
    """(public, private) of an X25519 pair: Argon2id of the words, 64 MiB, 3 passes.

    Takes a tenth of a second. Never inside a transaction.
    """
    with _AT_ONCE:
        strong = suite.stretch(words.encode(), salt, memory=MEMORY, passes=PASSES)
    private = suite.derive(strong, "return-box")
    return suite.public_of(private), private


def is_same(public: bytes, other: bytes) -> bool:
    """Whether two public halves are one, in constant time."""
    return hmac.compare_digest(public, other)


def number(seed: bytes, purpose: str, below: int) -> int:
    """A number that only the holder of `seed` can draw; its bias is 2^-240."""
    return int.from_bytes(suite.derive(seed, purpose)) % below


def new_seed() -> bytes:
    """32 random bytes."""
    return suite.new_key()
