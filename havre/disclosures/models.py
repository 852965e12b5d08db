"""What left, to whom and by what right; and the parcel on its short way to the carrier."""

import hashlib
import secrets
import uuid

from django.db import models

from havre.consents.models import BY_EMAIL, Consent
from havre.contacts.models import Contact
from havre.directory.models import Organization
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField

SENT, STOPPED, FAILED, UNKNOWN = ENDINGS = ("sent", "stopped", "failed", "unknown")
_LETTERS = "ACDEFHJKMNPRTWXY34679"


def new_reference() -> str:
    """Eight letters that mean nothing, for both sides to name a letter by."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def reference_of(disclosure: uuid.UUID) -> str:
    """The same, drawn from the number of a disclosure: so a letter can be seen before it leaves."""
    drawn = hashlib.sha256(disclosure.bytes).digest()[:8]
    return "".join(_LETTERS[each % len(_LETTERS)] for each in drawn)


class Disclosure(models.Model):
    """A record of its own, kept without the person. `content`: what left, for the person to see.

    Of a note of the public `consent` is empty, and what left is in `tip_content`, for those who
    read notes alone: neither role's keys open what left of the other (decision 16).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(db_index=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT)
    recipient = models.ForeignKey(Organization, on_delete=models.PROTECT)
    way = models.CharField(max_length=8, default=BY_EMAIL)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    shared = models.JSONField(default=list)
    content = SealedField(compartment="consent", null=True)
    tip_content = SealedField(compartment="tip", null=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(consent=None, content=None, tip_content__isnull=False)
                | models.Q(consent__isnull=False, content__isnull=False, tip_content=None),
                name="of_a_consent_or_of_a_note",
            ),
        )

    @property
    def state(self) -> str:
        """waiting | on_its_way | sent | stopped | failed | unknown."""
        ending = getattr(self, "ending", None)
        if ending is not None:
            return str(ending.how)
        return "on_its_way" if hasattr(self, "handingover") else "waiting"


class Parcel(models.Model):
    """The letter, sealed to a key that lives until it is sent. Then both go."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE)
    letter = SealedField(compartment="parcel")
    made_at = models.DateTimeField(default=clock.now)


class HandingOver(models.Model):
    """From this moment on it may have left: written before the carrier sends, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE)
    at = models.DateTimeField(default=clock.now)


class Ending(models.Model):
    """How the carriage ended: sent, stopped before it left, failed, or nobody knows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE)
    how = models.CharField(max_length=8)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=("how",), name="ended_how"),)


class Telling(models.Model):
    """Whether the recipient could be told by mail that the consent behind it was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE)
    worked = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
