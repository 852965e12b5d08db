"""A tip: what somebody saw, in their words, sealed. Nothing about whoever left it (001-05)."""

import uuid

from django.db import models

from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField

MAY, MAY_NOT = "yes", "no"
CORROBORATED, UNCLEAR, UNFOUNDED = "corroborated", "unclear", "unfounded"
STANDINGS = (CORROBORATED, UNCLEAR, UNFOUNDED)


class Tip(models.Model):
    """`words` is JSON: what, where, when, who, vehicle, online; each of them may be missing.

    `passing_on`: whether it may be passed on, police included; nothing said is no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(editable=False)
    language = models.CharField(max_length=8)
    passing_on = models.CharField(max_length=3, default=MAY_NOT)
    words = SealedField(compartment="tip")
    at = models.DateTimeField(default=clock.now)


class Assessment(models.Model):
    """What one member makes of a tip; the newest counts, and none yet is «unverified»."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    standing = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-id")
