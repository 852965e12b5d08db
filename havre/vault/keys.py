"""The keys of a file: made where somebody reaches the line, held by roles, destroyed to forget.

A file is a random UUID, the owner of keys. Each compartment is a pair of its own whose secret is
sealed to the roles entitled to it; whoever makes a file throws the secrets away.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import IntegrityError, transaction

from havre.lib.prepared import PreparedQuery
from havre.vault import suite
from havre.vault.models import (
    AuditKey,
    Compartment,
    HouseKey,
    LentKey,
    ParcelKey,
    RoleKey,
    SealedSecret,
    Tombstone,
)

ENTITLED: dict[str, tuple[str, ...]] = {
    "conversation": ("responder", "supervisor"),
    "notes": ("responder", "supervisor"),
    "identity": ("responder", "supervisor"),
    "safety": ("responder", "supervisor"),
    "consent": ("responder", "supervisor", "legal"),
}
# What the directory alone may read (a sealed address, a provider's answer): files of their own,
# of nobody who reached the line.
PLACES: dict[str, tuple[str, ...]] = {"place": ("directory", "supervisor")}
# What the public saw (001-05): apart from everybody who asks for help.
TIPS: dict[str, tuple[str, ...]] = {"tip": ("tips", "supervisor")}
# Whose keys a conversation needs: without another role's, only what is sealed to that one waits.
_LISTENING = frozenset(role for entitled in ENTITLED.values() for role in entitled)
ROLES = ("responder", "supervisor", "legal", "directory", "tips")
_COMPARTMENT = PreparedQuery(
    lambda file, name: Compartment.objects.filter(file=file, name=name), file=uuid.UUID, name=str
)
_AUDIT_KEY = PreparedQuery(lambda file: AuditKey.objects.filter(file=file), file=uuid.UUID)
_ROLE_KEYS = PreparedQuery(lambda: RoleKey.objects.order_by("epoch"))


class NoRoleKey(Exception):
    """A role has no signed key: the house is not set up, or somebody tampered with its keys."""


@dataclass(frozen=True, slots=True)
class FileKeys:
    """The public halves of a new file."""

    file: uuid.UUID
    publics: dict[str, bytes]

    def record(self) -> None:
        """Store the public halves, inside the transaction that stores what they seal."""
        Compartment.objects.bulk_create(
            Compartment(file=self.file, name=name, public=public)
            for name, public in self.publics.items()
        )


def make_file(entitled_to: dict[str, tuple[str, ...]] = ENTITLED) -> FileKeys:
    """A new file. The keystore commits first (security.md 7): an orphan there is swept later.

    Raises NoRoleKey. Needs public keys only, so the front can do it.
    """
    roles = current_role_keys({role for entitled in entitled_to.values() for role in entitled})
    file = uuid.uuid4()
    publics: dict[str, bytes] = {}
    rows: list[SealedSecret] = []
    for name, entitled in entitled_to.items():
        publics[name], secret = suite.keypair()
        rows.extend(
            SealedSecret(
                file=file,
                compartment=name,
                role=role,
                epoch=roles[role].epoch,
                box=suite.seal_key(secret, bytes(roles[role].public)),
            )
            for role in entitled
        )
    with transaction.atomic(using="keystore"):
        SealedSecret.objects.bulk_create(rows)
        AuditKey.objects.bulk_create([AuditKey(file=file, key=suite.new_key())])
    return FileKeys(file, publics)


def public_of(file: uuid.UUID, compartment: str) -> bytes:
    """The public half of a compartment. Raises Compartment.DoesNotExist once it is forgotten."""
    found = _COMPARTMENT.first(file=file, name=compartment)
    if found is None:
        raise Compartment.DoesNotExist
    return bytes(found.public)


def current_role_keys(wanted: Iterable[str] = _LISTENING) -> dict[str, RoleKey]:
    """The newest key of these roles, each proved against the root key. Raises NoRoleKey."""
    newest = {key.role: key for key in _ROLE_KEYS.all()}
    found: dict[str, RoleKey] = {}
    for role in wanted:
        if role not in newest:
            raise NoRoleKey(f"The role {role} has no key. `havre init` makes the first ones.")
        key = newest[role]
        statement = role_statement(role, key.epoch, bytes(key.public))
        if not _is_signed(statement, bytes(key.signature), settings.ROOT_KEY):
            raise NoRoleKey(f"The key of the role {role} is not signed by this house's root key.")
        found[role] = key
    return found


def role_statement(role: str, epoch: int, public: bytes) -> bytes:
    """What the root key signs."""
    return f"havre-role|1|{role}|{epoch}|{public.hex()}".encode()


@lru_cache(maxsize=64)
def _is_signed(statement: bytes, signature: bytes, root: str) -> bool:
    try:
        key = bytes.fromhex(root)
    except ValueError:  # no key, or a line that is none
        return False
    return suite.is_signed(statement, signature, key)


def pseudonym(file: uuid.UUID) -> str:
    """What the audit may know of a file; `-` once its audit key is destroyed."""
    found = _AUDIT_KEY.first(file=file)
    return suite.pseudonym(bytes(found.key), "file") if found else "-"


def pseudonyms(files: Iterable[uuid.UUID]) -> dict[str, uuid.UUID]:
    """Pseudonym → file, for those whose audit key still lives."""
    rows = AuditKey.objects.filter(file__in=list(files)).values_list("file", "key")
    return {suite.pseudonym(bytes(key), "file"): file for file, key in rows}


def destroy(file: uuid.UUID) -> None:
    """Destroy a file's keys. What they sealed, here and in every older copy, is noise from now on.

    Writes the tombstone first. Safe to run again after a crash at any step.
    """
    with transaction.atomic(using="keystore"):
        Tombstone.objects.bulk_create([Tombstone(mark=_mark(file))], ignore_conflicts=True)
        SealedSecret.objects.filter(file=file).delete()
        LentKey.objects.filter(file=file).delete()
        AuditKey.objects.filter(file=file).delete()


def destroy_compartment(file: uuid.UUID, name: str) -> None:
    """Destroy one compartment's keys, when its time is over before the file's."""
    SealedSecret.objects.filter(file=file, compartment=name).delete()
    LentKey.objects.filter(file=file, compartment=name).delete()


def lent() -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(holder, file) of everything that is lent now."""
    return list(LentKey.objects.values_list("holder", "file"))


def take_back(holder: uuid.UUID, file: uuid.UUID | None = None) -> None:
    """What was lent to this member opens nothing any more: of one file, or of every file."""
    lent = LentKey.objects.filter(holder=holder)
    (lent.filter(file=file) if file else lent).delete()


def is_forgotten(file: uuid.UUID) -> bool:
    """Whether a tombstone stands for it, whatever is left of it elsewhere."""
    return Tombstone.objects.filter(mark=_mark(file)).exists()


def forgotten_among(files: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these files for which a tombstone stands."""
    marks = set(Tombstone.objects.values_list("mark", flat=True))
    return [file for file in files if _mark(file) in marks] if marks else []


def make_parcel_key(parcel: uuid.UUID) -> bytes:
    """A short-lived key for one parcel; its public half."""
    public, secret = suite.keypair()
    ParcelKey.objects.create(parcel=parcel, secret=secret)
    return public


def drop_parcel_key(parcel: uuid.UUID) -> None:
    """The parcel can never be opened again."""
    ParcelKey.objects.filter(parcel=parcel).delete()


def _mark(file: uuid.UUID) -> str:
    return suite.pseudonym(_tombstone_key(), file.hex)


def _tombstone_key() -> bytes:
    key = HouseKey.objects.filter(name="tombstones").values_list("key", flat=True).first()
    if key is None:
        try:
            with transaction.atomic(using="keystore"):
                key = HouseKey.objects.create(name="tombstones", key=suite.new_key()).key
        except IntegrityError:
            key = HouseKey.objects.get(name="tombstones").key
    return bytes(key)
