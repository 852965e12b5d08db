"""What passes through an address of the browser: sealed for minutes, and kept nowhere.

An answer to a post stays in a browser's files with all that was typed; the page that a post leads
on to does not, and there is no cookie before a conversation. So what was typed goes on in the
address, under a key that only this process has and never writes: to whoever finds the address
later, in a history or on a disk, it is noise. A restart ends them all, and so does `end`.
"""

import base64
import hashlib
import time

from havre.vault import suite

LASTS = 600.0  # seconds, by a clock that nobody sets
_LONGEST = 8_192  # signs of a token that is looked at
_BOUND_TO = b"passing"
_PUBLIC, _SECRET = suite.keypair()
_ended: dict[bytes, float] = {}  # which were ended, and when; each is forgotten once it is too old


def hand_on(text: str) -> str:
    """A token of some text, fit for an address; its length tells that of the text only roughly."""
    sealed = suite.seal(f"{time.monotonic()}\n{text}".encode(), _PUBLIC, _BOUND_TO)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def take_up(token: str) -> str | None:
    """The text; None when it is not ours, older than LASTS or was ended."""
    box = _box(token)
    if not box or _name(box) in _ended:
        return None
    try:
        at, _, text = suite.unseal(box, _SECRET, _BOUND_TO).decode().partition("\n")
    except suite.CannotOpen:
        return None
    return text if time.monotonic() - float(at) <= LASTS else None


def end(token: str) -> None:
    """From now on it opens nothing. What is no token of ours is not noted."""
    now = time.monotonic()
    for name in [name for name, at in list(_ended.items()) if now - at > LASTS]:
        _ended.pop(name, None)
    if take_up(token) is not None:
        _ended[_name(_box(token))] = now


def _box(token: str) -> bytes:
    """The sealed bytes, or none: several spellings of a token are the same bytes."""
    if len(token) > _LONGEST:
        return b""
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return b""


def _name(box: bytes) -> bytes:
    return hashlib.blake2b(box, digest_size=16).digest()
