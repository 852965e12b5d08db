"""Whether a message could be taken at this moment."""

from django.db import DatabaseError, connections, transaction

from havre.vault.keys import NoRoleKey, current_role_keys


def can_receive() -> bool:
    """Both databases take a write, and the role keys chain to the root key."""
    try:
        current_role_keys()
        for name in ("default", "keystore"):
            with transaction.atomic(using=name), connections[name].cursor() as cursor:
                cursor.execute("SELECT 1")
    except (DatabaseError, NoRoleKey):
        return False
    return True
