"""What is written and not yet said. It is its author's alone."""

import uuid

from django.db import models

from havre.contacts.models.conversation import Contact
from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField


class Draft(models.Model):
    """What stands in a box of whoever holds a conversation, so that no closed laptop loses it.

    `place`: the answer, or a note. `spent`: the form whose words were said last, as a mark: what
    that form sends late is kept no more. Then `text` is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    place = models.CharField(max_length=8)
    text = SealedField(compartment="conversation", signed_by="member_id", null=True)
    spent = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("contact", "member", "place"), name="draft_once"),
        )
