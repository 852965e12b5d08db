"""What staff put beside what was said: a note of facts, and that a message is folded."""

import uuid

from django.db import models

from havre.contacts.models.conversation import Contact, Message
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField


class Hiding(models.Model):
    """That a message is folded at the desk, and by whom. It can be opened, and is never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="hiding")
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class Note(models.Model):
    """A short note by staff, signed by its author. Facts, never verbatim (domain.md 2.5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    author = models.ForeignKey(Member, on_delete=models.PROTECT)
    text = SealedField(compartment="notes", signed_by="author_id")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
