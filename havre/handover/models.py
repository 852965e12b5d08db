"""What one shift leaves to the next: records and links. There is no field for words in it."""

import uuid

from django.db import models

from havre.contacts.models import Contact
from havre.lib import clock
from havre.staff.models import Member

CONVERSATION, REFERRAL, PERMISSION = KINDS = ("conversation", "referral", "permission")


class HandOver(models.Model):
    """A member went, and left what was open with them to whoever comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class OpenTask(models.Model):
    """One thing that is open in a contact: the conversation itself, an answer, a permission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    kind = models.CharField(max_length=12)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("hand_over", "contact", "kind"), name="left_once_in_a_hand_over"
            ),
        )


class Acknowledgement(models.Model):
    """«I have it.» One per task: whoever says so second finds it taken over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.OneToOneField(OpenTask, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)
