"""The ledger. A consent names one recipient, its items, a purpose and an end; it is never changed,
but for whose it was, once that was in doubt and somebody said it.

Without the person it stays as a record: the contact goes, the row does not (security.md 7).
"""

import hashlib
import uuid
from datetime import timedelta
from typing import Self

from django.db import models

from havre.consents.whose import OWN, covers
from havre.contacts.models import Contact
from havre.directory.models import Organization
from havre.directory.numbers import to_dial
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField

PASS_ON, REACH_OUT, NEXT_STEPS = ACTS = ("pass_on", "reach_out", "next_steps")
BY_EMAIL, BY_CALL = WAYS = ("email", "call")  # how it leaves
DEFAULT_DAYS, LONGEST_DAYS = 30, 180  # care.md 1.1
READ_OUT = "2026-11"  # the version of the words that are read out when permission is asked


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Which consents stand."""

    def in_force(self) -> Self:
        """Not withdrawn, not expired, not in doubt."""
        return self.filter(withdrawal=None, doubt=None, until__gt=clock.now())


class Consent(models.Model):
    """One yes. The three acts are different consents (000-17): one never stands for another.

    `whose`: see whose.WHOSE; empty if nobody needed to ask.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(db_index=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL)
    act = models.CharField(max_length=12)
    recipient = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT)
    address_digest = models.CharField(max_length=64, blank=True)
    number_digest = models.CharField(max_length=64, blank=True)
    share = models.JSONField(default=list)
    whose = models.CharField(max_length=8, blank=True)
    purpose = models.CharField(max_length=24)
    until = models.DateTimeField()
    manner = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    limits = SealedField(compartment="consent", null=True)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    said_at = models.DateTimeField(default=clock.now)
    read_out = models.CharField(max_length=12, default=READ_OUT)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-said_at",)

    @property
    def is_withdrawn(self) -> bool:
        """Taken back."""
        return hasattr(self, "withdrawal")

    @property
    def is_expired(self) -> bool:
        """Its time is over: behaves as withdrawn."""
        return self.until <= clock.now()

    @property
    def is_doubted(self) -> bool:
        """It may not have been theirs to give: nothing leaves until somebody says whose it was."""
        return hasattr(self, "doubt")

    @property
    def stands(self) -> bool:
        """In force at this moment."""
        return not (self.is_withdrawn or self.is_expired or self.is_doubted)

    @property
    def covers_one_alone(self) -> bool:
        """Whether it names nothing but what is about whoever speaks."""
        return covers(OWN, self.share)

    def names_address(self, organization: Organization) -> bool:
        """Whether the recipient's address is still the one that was consented to."""
        return self.address_digest == digest_of(organization)

    def names_number(self, organization: Organization) -> bool:
        """Whether the recipient's number is still the one of when the person said yes."""
        return bool(self.number_digest) and self.number_digest == digest_of_number(organization)


class Withdrawal(models.Model):
    """Taken back, by whom it was heard, when. Effective at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.OneToOneField(Consent, on_delete=models.CASCADE)
    heard_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class Doubt(models.Model):
    """That it turned out otherwise who speaks, and by whom that was written down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.OneToOneField(Consent, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class Refusal(models.Model):
    """They said no. A good answer, with no consequence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    act = models.CharField(max_length=12)
    recipient = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


def digest_of_number(organization: Organization) -> str:
    """What of a recipient's number a consent remembers; empty if there is none to dial."""
    number = to_dial(organization)
    return hashlib.sha256(number.encode()).hexdigest() if number else ""


def digest_of(organization: Organization) -> str:
    """What of a recipient's address a consent remembers."""
    return hashlib.sha256(organization.email.casefold().encode()).hexdigest()


def end_after(days: int) -> "timedelta":
    """The span of a consent: at least a day, at most LONGEST_DAYS."""
    return timedelta(days=max(1, min(days, LONGEST_DAYS)))
