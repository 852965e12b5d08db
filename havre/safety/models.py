"""What the person answered when asked whether they are safe. Asked again whenever it may change."""

import uuid

from django.db import models

from havre.contacts.models import Contact
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField


class SafetyCheck(models.Model):
    """One answer: safe, someone may see, in danger now, not said; or that none was noted.

    Unknown counts as unsafe.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    answer = SealedField(compartment="safety")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at",)
