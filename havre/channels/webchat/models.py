"""What an open browser may see again. All the front reads of anybody."""

import uuid
from datetime import timedelta

from django.db import models

from havre.contacts.models import Contact
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField

GRACE = timedelta(minutes=10)  # after the last sign of life; privacy.toml says the same (tested)
# A page that is open asks at least once a minute, in a browser that slows down what nobody looks at
# too: after this, it was closed or had no connection.
CUT_OFF = timedelta(minutes=2)


class Session(models.Model):
    """An open browser. Its id and its key are derived from the cookie, which is stored nowhere.

    `public`: seals copies for this browser. `conversation`: the compartment's public half, so
    that the front needs to read no other row to receive a message. `hidden_at`: the person hid
    what stands here, and it shows nothing until they want it back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    file = models.UUIDField()
    public = models.BinaryField(max_length=32)
    conversation = models.BinaryField(max_length=32)
    language = models.CharField(max_length=8)
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    hidden_at = models.DateTimeField(null=True)
    paused = models.PositiveSmallIntegerField(default=0)  # how long the last pause here was: a step


REFUSED, HALF = "draft", "half"  # could not be sent; was not sent yet
IN_THE_BOX = (REFUSED, HALF)


class SessionCopy(models.Model):
    """The same words under another key: this browser's. Deleted when it is left."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE)
    file = models.UUIDField()
    kind = models.CharField(max_length=12)  # person | staff | … | draft | half
    text = SealedField(compartment="session")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("session", "at"), name="copy_in_order"),)


class Pause(models.Model):
    """Nobody begins to write from this open browser until then; danger said opens it at once.

    `session`: of the browser that had the conversation open; it may be gone. `step`: how long, of
    a few steps; 0 once it was lifted. `asked_at`: when they asked us to look at it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    session = models.UUIDField(db_index=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")

    @property
    def asks(self) -> bool:
        """Whether they ask to be let in, and it still stands."""
        return self.asked_at is not None and self.stands

    @property
    def stands(self) -> bool:
        """Whether it is not over."""
        return self.at <= clock.now() < self.until


class PauseReview(models.Model):
    """That a supervisor looked at a pause, and whether it stood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pause = models.OneToOneField(Pause, on_delete=models.CASCADE, related_name="review")
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    how = models.CharField(max_length=8)  # kept | lifted
    at = models.DateTimeField(default=clock.now)


def copy_id(message: uuid.UUID, session: uuid.UUID) -> uuid.UUID:
    """One copy of a message per browser, however often it is posted."""
    return uuid.uuid5(session, message.hex)
