"""What may be told of the vault to whoever looks after the machine: versions and counts."""

from collections import Counter

import nacl

from havre.vault.models import RoleGrant


def libsodium() -> str:
    """Which libsodium is in use. Raises nothing: one that did not start would not import."""
    return f"as bundled with PyNaCl {nacl.__version__}"


def holders() -> dict[str, int]:
    """How many members hold each role's key; printed recovery keys do not count."""
    grants = RoleGrant.objects.filter(recovery=False).values_list("role", "holder").distinct()
    return dict(Counter(role for role, _ in grants))
