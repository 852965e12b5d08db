"""What an open browser may see again. All the front reads of anybody."""

import uuid
from datetime import timedelta

from django.db import models

from havre.contacts.models import Contact
from havre.lib import clock
from havre.vault.sealed import SealedField

GRACE = timedelta(minutes=10)  # after the last sign of life; privacy.toml says the same (tested)


class Session(models.Model):
    """An open browser. Its id and its key are derived from the cookie, which is stored nowhere.

    `public`: seals copies for this browser. `conversation`: the compartment's public half, so
    that the front needs to read no other row to receive a message.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    file = models.UUIDField()
    public = models.BinaryField(max_length=32)
    conversation = models.BinaryField(max_length=32)
    language = models.CharField(max_length=8)
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)


class SessionCopy(models.Model):
    """The same words under another key: this browser's. Deleted when it is left."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    file = models.UUIDField()
    kind = models.CharField(max_length=8)  # person | staff | line | draft
    text = SealedField(compartment="session")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("session", "at"), name="copy_in_order"),)


def copy_id(message: uuid.UUID, session: uuid.UUID) -> uuid.UUID:
    """One copy of a message per browser, however often it is posted."""
    return uuid.uuid5(session, message.hex)
