"""What the vault stores: public halves beside the data, everything secret in the keystore.

The keystore is a database of its own with back-ups of its own that live 30 days at most, so that
destroying a key destroys what it sealed, older copies included.
"""

import uuid

from django.db import models


class RoleKey(models.Model):
    """The public key of a role in an epoch, signed by the root key that is not on the server."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=16)
    epoch = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("role", "epoch"), name="one_key_per_role_and_epoch"),
        )


class Compartment(models.Model):
    """The public half of one compartment of a file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(db_index=True)
    name = models.CharField(max_length=16)
    public = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("file", "name"), name="one_compartment_of_a_name"),
        )


class SealedSecret(models.Model):
    """Keystore: a compartment's secret, sealed to one role's key of one epoch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=16)
    role = models.CharField(max_length=16)
    epoch = models.PositiveIntegerField()
    box = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)


class AuditKey(models.Model):
    """Keystore: makes a file's pseudonym in the audit. Destroyed with the file."""

    file = models.UUIDField(primary_key=True)
    key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(auto_now_add=True)


class RoleGrant(models.Model):
    """Keystore: a role's secret, sealed to one holder (a member, or a printed recovery key)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField(db_index=True)
    recovery = models.BooleanField(default=False)
    role = models.CharField(max_length=16)
    epoch = models.PositiveIntegerField()
    box = models.BinaryField()


class LentKey(models.Model):
    """Keystore: one compartment of one file, sealed to one member whose roles do not open it.

    It stands while they help in that conversation, and is destroyed the moment they leave.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(db_index=True)
    compartment = models.CharField(max_length=16)
    holder = models.UUIDField(db_index=True)
    box = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("file", "compartment", "holder"), name="lent_once"),
        )


class ParcelKey(models.Model):
    """Keystore: opens one parcel on its short way from the door to the carrier."""

    parcel = models.UUIDField(primary_key=True)
    secret = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(auto_now_add=True)


class Tombstone(models.Model):
    """Keystore: a file that was forgotten, as an HMAC, so that a restore forgets it again."""

    mark = models.CharField(primary_key=True, max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)


class HouseKey(models.Model):
    """Keystore: keys of the house itself by name (the tombstones' HMAC key)."""

    name = models.CharField(primary_key=True, max_length=16)
    key = models.BinaryField(max_length=32)


KEYSTORE = frozenset(
    {"sealedsecret", "auditkey", "rolegrant", "lentkey", "parcelkey", "tombstone", "housekey"}
)
