"""A pack: bytes that leave the house on a laptop, locked by words and by nothing else.

magic, version, salt, then XChaCha20-Poly1305 under a key that Argon2id made of the words
(security.md 2). Magic, version and salt are bound to it.
"""

import secrets

from havre.vault import suite

_MAGIC = b"havre-pack"
_VERSION = b"\x01"
_HEAD = len(_MAGIC) + len(_VERSION) + suite.SALT
_PURPOSE = "pack"


class NotOpened(ValueError):
    """It is no pack, was damaged or changed, or the words are others. Nothing was read."""


def lock(plain: bytes, words: str) -> bytes:
    """Lock bytes with words, drawn and not chosen. Takes some tenths of a second."""
    head = _MAGIC + _VERSION + secrets.token_bytes(suite.SALT)
    return head + suite.encrypt(_key(words, head), plain, head)


def unlock(pack: bytes, words: str) -> bytes:
    """Open a pack. Raises NotOpened."""
    head, box = pack[:_HEAD], pack[_HEAD:]
    if not head.startswith(_MAGIC + _VERSION) or len(head) < _HEAD:
        raise NotOpened("This is no pack of this version.")
    try:
        return suite.decrypt(_key(words, head), box, head)
    except suite.CannotOpen as error:
        raise NotOpened("The words are others, or the pack was damaged.") from error


def _key(words: str, head: bytes) -> bytes:
    folded = " ".join(words.casefold().split())
    strong = suite.stretch(folded.encode(), head[-suite.SALT :])
    return suite.derive(strong, _PURPOSE)
