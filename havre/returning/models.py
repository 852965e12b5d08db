"""What a way back is made of. No word of a phrase is stored, and it leads to no history."""

import uuid

from django.db import models

from havre.contacts.models import Contact
from havre.lib import clock
from havre.staff.models import Member
from havre.tips.models import Tip
from havre.vault.sealed import SealedField


class Way(models.Model):
    """Six words lead back to one contact, or to one tip. `id`: an HMAC of the first two of them.

    `public`: seals what is left for whoever comes back; its secret comes from the other four and
    `salt`, and stands nowhere. `line`: seals what they write about a tip; empty for a contact.
    `used_at`: when it last opened. The front reads neither `contact` nor who it is.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    file = models.UUIDField(editable=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE)
    tip = models.ForeignKey(Tip, null=True, on_delete=models.CASCADE)
    language = models.CharField(max_length=8)
    salt = models.BinaryField(max_length=16)
    public = models.BinaryField(max_length=32)
    line = models.BinaryField(max_length=32, default=b"")
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)


class Left(models.Model):
    """That something was left for whoever comes back. `said`: the message, or the question."""

    id = models.UUIDField(primary_key=True, editable=False)
    way = models.ForeignKey(Way, on_delete=models.CASCADE)
    said = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=clock.now)


class LeftCopy(models.Model):
    """Its words, for the phrase alone. `visit`: who fetched it; then it is gone within minutes."""

    id = models.UUIDField(primary_key=True, editable=False)
    way = models.ForeignKey(Way, on_delete=models.CASCADE)
    file = models.UUIDField(editable=False)
    text = SealedField(compartment="return")
    at = models.DateTimeField(default=clock.now)
    visit = models.UUIDField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")


class Return(models.Model):
    """Somebody came back by a phrase, and wrote on: this contact goes on where another ended."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="came_back"
    )
    way = models.ForeignKey(Way, on_delete=models.CASCADE)
    at = models.DateTimeField(default=clock.now)


class Erasure(models.Model):
    """Whoever came back asks that all this leads to is forgotten. The desk does it in a minute."""

    way = models.OneToOneField(Way, on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField(default=clock.now)


class Question(models.Model):
    """What whoever works with tips would like to know of whoever left one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE)
    file = models.UUIDField(editable=False)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    text = SealedField(compartment="tip", signed_by="by_id")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")


class Answer(models.Model):
    """What whoever left a tip added to it."""

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE)
    file = models.UUIDField(editable=False)
    text = SealedField(compartment="tip")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")


class Try(models.Model):
    """That words were tried. `mark`: an HMAC of the first two, wherever they lead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.UUIDField()
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("mark", "at"), name="tries_of_a_mark"),)
