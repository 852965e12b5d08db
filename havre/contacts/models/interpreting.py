"""An interpreter beside a conversation: asked for, let in, and gone again."""

import uuid
from typing import ClassVar

from django.db import models

from havre.contacts.models.conversation import Contact
from havre.lib import clock
from havre.staff.models import Interpreter, Member
from havre.vault.sealed import SealedField


class InterpreterCall(models.Model):
    """Whoever listens asks for an interpreter. It stands until they need none any more: if one
    steps back, the next is asked. `gender`: woman, man, or empty for no matter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    language = models.CharField(max_length=8)
    gender = models.CharField(max_length=8, blank=True)
    dialect = SealedField(compartment="conversation", signed_by="member_id", null=True)
    at = models.DateTimeField(default=clock.now)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("contact",), condition=models.Q(over_at=None), name="one_call_at_once"
            ),
        )


class Interpreting(models.Model):
    """One interpreter and one call: they said that they can and know nobody in it (`said_at`),
    were let in (`joined_at`), and left (`ended_at`). Exactly one at once, of either.

    `member`: who signs in here; none for a service outside. `how`: see NEVER_AGAIN for three of
    them; not_now, thanked, lost (their desk fell silent), over (the conversation moved on).
    """

    NEVER_AGAIN: ClassVar = ("stepped_back", "may_know", "another")  # in this conversation

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(InterpreterCall, on_delete=models.CASCADE)
    interpreter = models.ForeignKey(Interpreter, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)
    let_in_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(null=True)
    cents = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("said_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("call",), condition=models.Q(ended_at=None), name="one_comes"
            ),
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(ended_at=None), name="in_one_at_once"
            ),
        )
