"""Opening what is sealed: the audit first, then the text. Only `access` drawers and the door."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib.prepared import PreparedQuery
from havre.vault import keys, suite
from havre.vault.models import LentKey, SealedSecret
from havre.vault.refusals import CannotRead, Forgotten, KeyNotHeld, NotGenuine
from havre.vault.sealed import OWN, Sealed

_SECRETS = PreparedQuery(lambda file: SealedSecret.objects.filter(file=file), file=UUID)
_TEXT = 1 + 16 + 64  # where the text begins behind a mark, its author and their signature


class Keyring(Protocol):
    """Who reads, with the role keys they hold. Staff fill it; the vault only uses it."""

    @property
    def actor(self) -> str:
        """How the audit names them."""

    @property
    def role_secrets(self) -> Mapping[tuple[str, int], bytes]:
        """(role, epoch) → secret, for the roles they hold."""

    def lent_key(self, file: UUID, compartment: str) -> bytes | None:
        """The secret of one compartment that was lent to them, while it is."""

    def verify_key(self, author: UUID) -> bytes | None:
        """The Ed25519 public key of a member."""


def open_sealed(value: Sealed, *, by: Keyring, why: Verb) -> str:
    """Write the audit, then open one value. Raises CannotRead."""
    return open_each([value], by=by, why=why)[0]


def open_each(values: Sequence[Sealed], *, by: Keyring, why: Verb) -> list[str]:
    """Write one audit row per file, then open all. Raises CannotRead, and then returns nothing.

    The row and the text are one transaction: a full or broken audit stops reading (register 98).
    What can be looked up before is, because the audit has one writer at a time.
    """
    secrets = _secrets({(value.file, value.compartment) for value in values}, by)
    targets = [keys.pseudonym(file) for file in dict.fromkeys(value.file for value in values)]
    with transaction.atomic():
        for target in targets:
            record(actor=by.actor, verb=why, target=target)
        return [_open(value, secrets[value.file, value.compartment], by) for value in values]


def lend(file: UUID, compartment: str, *, to: bytes, holder: UUID, by: Keyring) -> None:
    """Lend one compartment of one file to a member whose roles open nothing of it.

    Only whoever opens it by a role of their own can: what is lent is never lent on. The caller
    writes the audit, and `keys.take_back` ends it. Raises CannotRead.
    """
    place = (file, compartment)
    secret = _by_role({place}, by)[0].get(place)
    if secret is None:
        raise KeyNotHeld("None of your roles holds the key to this.")
    box = suite.seal_key(secret, to)
    LentKey.objects.update_or_create(
        file=file, compartment=compartment, holder=holder, defaults={"box": box}
    )


def _secrets(wanted: set[tuple[UUID, str]], by: Keyring) -> dict[tuple[UUID, str], bytes]:
    found, exists = _by_role(wanted, by)
    for place in wanted - set(found):
        lent = by.lent_key(*place) if place in exists else None
        if lent:
            found[place] = lent
        elif place[1] in OWN or place in exists:
            raise KeyNotHeld("None of your roles holds the key to this.")
        else:
            raise Forgotten("This was forgotten. Nobody can read it any more.")
    return found


def _by_role(
    wanted: set[tuple[UUID, str]], by: Keyring
) -> tuple[dict[tuple[UUID, str], bytes], set[tuple[UUID, str]]]:
    """Those that a role of theirs opens, and every place that still has a key at all."""
    held = by.role_secrets
    rows = [row for file in {file for file, _ in wanted} for row in _SECRETS.all(file=file)]
    found: dict[tuple[UUID, str], bytes] = {}
    exists: set[tuple[UUID, str]] = set()
    for row in rows:
        place = (row.file, row.compartment)
        exists.add(place)
        if place in wanted and place not in found and (row.role, row.epoch) in held:
            found[place] = _unseal_secret(bytes(row.box), held[row.role, row.epoch])
    return found, exists


def _unseal_secret(box: bytes, secret: bytes) -> bytes:
    try:
        return suite.unseal_key(box, secret)
    except suite.CannotOpen as error:
        raise KeyNotHeld("The key to this is damaged.") from error


def _open(value: Sealed, secret: bytes, by: Keyring) -> str:
    try:
        plain = suite.unseal(value.box, secret, value.bound_to)
    except suite.CannotOpen as error:
        raise CannotRead("This cannot be read: it was moved or changed.") from error
    try:
        return (_unsigned if value.author is None else _signed)(value, plain, by).decode()
    except UnicodeDecodeError as error:
        raise NotGenuine("This was not written by whom it says.") from error


def _unsigned(value: Sealed, plain: bytes, by: Keyring) -> bytes:
    if plain[:1] != b"\0":
        raise NotGenuine("Somebody signed this, but its row names nobody.")
    return plain[1:]


def _signed(value: Sealed, plain: bytes, by: Keyring) -> bytes:
    """The text, if the author whom the row names signed it for this place (register 86)."""
    author, signature, text = plain[1:17], plain[17:_TEXT], plain[_TEXT:]
    public = (
        by.verify_key(UUID(bytes=author)) if plain[:1] == b"\1" and len(plain) >= _TEXT else None
    )
    same = value.author is not None and author == value.author.bytes
    if not same or public is None or not suite.is_signed(value.bound_to + text, signature, public):
        raise NotGenuine("This was not written by whom it says.")
    return text
