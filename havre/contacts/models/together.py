"""Colleagues who help each other: a hand raised, a conversation handed over, somebody beside."""

import uuid

from django.db import models

from havre.contacts.models.conversation import Contact
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField


class Help(models.Model):
    """A member asks colleagues for something. `to`: one of them, a team, or who supervises."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)  # consult | hand_over | hand | alarm | alone
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE)
    to_member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    to_team = models.CharField(max_length=40, blank=True)
    note = SealedField(compartment="notes", signed_by="member_id", null=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("kind", "at"), name="help_of_kind"),)


class HelpEnding(models.Model):
    """How it ended: a colleague came, nobody could, it was called off, or it is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help = models.OneToOneField(Help, on_delete=models.CASCADE, related_name="ending")
    how = models.CharField(max_length=12)  # came | declined | called_off | over
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class Beside(models.Model):
    """A colleague who reads along, openly: whoever answers sees it, and the person is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, db_index=False)
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contact", "member"),
                condition=models.Q(ended_at=None),
                name="beside_once",
            ),
        )
        indexes = (  # of a member only where they sit now
            models.Index(fields=("member",), condition=models.Q(ended_at=None), name="beside_now"),
        )
