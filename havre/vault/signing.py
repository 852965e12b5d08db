"""What staff write carries their signature: sealed boxes have no sender (security.md 2)."""

from typing import Protocol
from uuid import UUID

from django.db import models

from havre.vault import suite
from havre.vault.sealed import Sealed, SealedField, binding, seal


class Signer(Protocol):
    """Somebody signed in, with a signing key."""

    @property
    def id(self) -> UUID:
        """Their member id."""

    def sign(self, text: bytes) -> bytes:
        """A detached Ed25519 signature."""


def seal_signed(row: models.Model, field: str, text: str, public: bytes, *, by: Signer) -> Sealed:
    """Seal `text` into `row.field` with its author and signature inside."""
    column = row._meta.get_field(field)
    if not isinstance(column, SealedField):
        raise TypeError(f"{field} is not a sealed field")
    signature = by.sign(binding(row, column) + text.encode())
    return seal(row, field, text, public, prefix=b"\1" + by.id.bytes + signature)


def sign(text: bytes, secret: bytes) -> bytes:
    """For the signer's own implementation."""
    return suite.sign(text, secret)
