"""Keys that are nobody's role: a browser's session, a parcel on its way, a member's own.

They never open a compartment (security.md 2, rule 9): what somebody with the person's phone can
open is what this open browser showed, and nothing else.
"""

import uuid

from havre.vault import suite
from havre.vault.models import ParcelKey
from havre.vault.refusals import CannotRead, Forgotten
from havre.vault.sealed import OWN, Sealed


def session_pair(secret: bytes) -> tuple[bytes, bytes]:
    """(public, secret) of a session, from the random bytes in its cookie."""
    private = suite.derive(secret, "session-box")
    return suite.public_of(private), private


def session_id(secret: bytes) -> uuid.UUID:
    """The name of a session: derived one way, so that the database never holds the cookie."""
    return uuid.UUID(bytes=suite.derive(secret, "session-id")[:16])


def derive_id(secret: bytes, purpose: str) -> uuid.UUID:
    """A stable id that only the holder of the secret can make (for replayed posts)."""
    return uuid.UUID(bytes=suite.derive(secret, purpose)[:16])


def open_own(value: Sealed, private: bytes) -> str:
    """Open a session copy with the session's own key. Raises CannotRead."""
    if value.compartment not in OWN:
        raise CannotRead("A session's key opens no compartment.")
    try:
        return suite.unseal(value.box, private, value.bound_to)[1:].decode()
    except (suite.CannotOpen, UnicodeDecodeError) as error:
        raise CannotRead("This cannot be read: it was moved or changed.") from error


def open_parcel(value: Sealed, parcel: uuid.UUID) -> str:
    """Open a parcel for its carrier. Raises Forgotten once its key was dropped."""
    secret = ParcelKey.objects.filter(parcel=parcel).values_list("secret", flat=True).first()
    if secret is None:
        raise Forgotten("The key of this parcel was dropped.")
    return open_own(value, bytes(secret))
