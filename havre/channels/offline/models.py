"""When an offline contact happened, as roughly as whoever logs it likes."""

import uuid

from django.db import models

from havre.contacts.models import Contact

WAYS = ("walk_in", "letter", "call_logged")
PARTS = ("morning", "afternoon", "evening", "night")


class Logged(models.Model):
    """That a contact was logged afterwards: on which day and part of it, both may be unsaid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    day = models.DateField(null=True)
    part = models.CharField(max_length=12, blank=True)
