"""Founding a house: the root key, the first key of every role, and a printed recovery key each.

The root's secret is never stored: whoever founds the house keeps it away from the server. What the
front accepts later chains to its public half, which stands in the data folder as `root.pub`.
"""

from base64 import b32encode
from dataclasses import dataclass, field
from uuid import UUID

from havre.vault import own, suite
from havre.vault.keys import ROLES, role_statement
from havre.vault.models import RoleGrant, RoleKey

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A public half and its secret, which prints as nothing."""

    public: bytes
    secret: bytes = field(repr=False)

    @property
    def printed(self) -> str:
        """The secret for paper: base32 in groups of four."""
        letters = b32encode(self.secret).decode().rstrip("=")
        return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@dataclass(frozen=True, slots=True)
class Founding:
    """Everything a new house begins with, before any of it is stored."""

    root: Pair
    roles: dict[str, Pair]
    recovery: dict[str, Pair]

    @property
    def role_secrets(self) -> dict[str, tuple[int, bytes]]:
        """role → (epoch, secret), to be granted to the first members."""
        return {role: (FIRST_EPOCH, pair.secret) for role, pair in self.roles.items()}

    def record(self) -> None:
        """Store the signed public keys, and every role's secret sealed to its recovery key."""
        for role, pair in self.roles.items():
            signature = suite.sign(role_statement(role, FIRST_EPOCH, pair.public), self.root.secret)
            RoleKey.objects.create(
                role=role, epoch=FIRST_EPOCH, public=pair.public, signature=signature
            )
            paper = self.recovery[role].public
            RoleGrant.objects.create(
                holder=recovery_holder(paper),
                recovery=True,
                role=role,
                epoch=FIRST_EPOCH,
                box=suite.seal_key(pair.secret, paper),
            )


def draw() -> Founding:
    """Draw all the keys. Stores nothing."""
    root = Pair(*suite.signing_pair())
    roles = {role: Pair(*suite.keypair()) for role in ROLES}
    recovery = {role: Pair(*suite.keypair()) for role in ROLES}
    return Founding(root, roles, recovery)


def recovery_holder(public: bytes) -> UUID:
    """The name under which a printed key holds a grant: derived from its public half."""
    return own.derive_id(public, "recovery-holder")
