"""A Sealed value: everyone handles it, nobody reads it. It prints as a bar and refuses JSON.

It is bound to where it stands: suite, table, column, row, compartment. The binding is built from
the row in hand and never read from the stored bytes, so a value that was moved does not open.
"""

from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from havre.vault import suite

BAR = "████"
OWN = frozenset(
    {"session", "parcel", "member", "link", "return"}
)  # sealed to a key of its own, never to a role


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sealed:
    """Ciphertext and what it is bound to. `file` says whose keys open it, `author` who must have
    signed it (a member of staff), or None if it carries no signature."""

    box: bytes
    bound_to: bytes
    file: UUID
    compartment: str
    author: UUID | None

    def __str__(self) -> str:
        return BAR

    def __repr__(self) -> str:
        return "Sealed"

    def __format__(self, spec: str) -> str:
        return BAR

    def __reduce__(self) -> NoReturn:
        raise TypeError("A sealed value is not copied out of the house")


@dataclass(frozen=True, slots=True)
class _Stored:
    """Bytes as the database gave them, not yet bound to a row."""

    box: bytes


class SealedAttribute(DeferredAttribute):
    """Hands out a Sealed bound to its row, and takes nothing but that."""

    field: "SealedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        found = super().__get__(instance, cls)
        if isinstance(found, _Stored):
            return Sealed(
                found.box,
                binding(instance, self.field),
                instance.file,
                self.field.compartment,
                author_of(instance, self.field),
            )
        return found

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, Sealed) and value.bound_to != binding(instance, self.field):
            raise TypeError(f"{self.field.name}: this was sealed for another place")
        if value is not None and not isinstance(value, (Sealed, _Stored)):
            raise TypeError(f"{self.field.name}: only sealed values may be stored here")
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column of sealed values of one compartment. The model has a `file` column beside it.

    `signed_by`: the column that names the author, whose signature must then be inside; the row
    alone never says who wrote something. Without it (or where it is empty) nothing is signed.
    """

    descriptor_class = SealedAttribute

    def __init__(
        self, *args: Any, compartment: str, signed_by: str | None = None, **kwargs: Any
    ) -> None:
        self.compartment = compartment
        self.signed_by = signed_by  # no matter of the database: migrations do not know it
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "compartment": self.compartment}

    def get_default(self) -> None:
        """Nothing, until something is sealed; the database refuses a row that lacks it."""

    def from_db_value(self, value: Any, *_: Any) -> _Stored | None:
        """From the database: bytes that are not yet bound."""
        return None if value is None else _Stored(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """To the database: ciphertext or nothing."""
        if value is not None and not isinstance(value, (Sealed, _Stored)):
            raise TypeError(f"{self.name}: only sealed values may be stored here")
        return super().get_db_prep_value(value and value.box, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers get the bar."""
        return BAR


def seal(
    row: models.Model, field: str, text: str, public: bytes, *, prefix: bytes = b"\0"
) -> Sealed:
    """Seal `text` into `row.field`, to a compartment's (or session's) public key.

    Raises ValueError when it does not fit. There is no unsealed way: an error stores nothing.
    """
    column = row._meta.get_field(field)
    if not isinstance(column, SealedField):
        raise TypeError(f"{field} is not a sealed field")
    bound_to = binding(row, column)
    box = suite.seal(prefix + text.encode(), public, bound_to)
    author = author_of(row, column)
    sealed = Sealed(box, bound_to, row.file, column.compartment, author)  # type: ignore[attr-defined]
    setattr(row, field, sealed)
    return sealed


def author_of(row: Any, field: SealedField) -> UUID | None:
    """Who must have signed what stands there."""
    return getattr(row, field.signed_by) if field.signed_by else None


def binding(row: Any, field: SealedField) -> bytes:
    """What a value is bound to: suite | table | column | row | compartment | version."""
    where = f"{row._meta.db_table}|{field.column}|{row.pk.hex}"
    return f"{suite.SUITE}|{where}|{field.compartment}|1".encode()
