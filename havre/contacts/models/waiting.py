"""What the queue stands on: what was asked for, who was offered what, and who let go."""

import uuid

from django.db import models

from havre.contacts.models.conversation import Contact
from havre.lib import clock
from havre.staff.models import Member


class Asked(models.Model):
    """What was asked for about being answered: danger (now), a wish, not (with this member), and
    the signs: cannot, company, can (see turn).

    Codes, unsealed, because the queue has no keys: nothing else of the person stands beside them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    what = models.CharField(max_length=16)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)


class Offer(models.Model):
    """Somebody who waits, offered: to one colleague, to all, to who supervises; at last, told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    step = models.CharField(max_length=16)  # one | all | supervisor | told | no_<wish>
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = (  # what stands has its end ahead, or not long behind
            models.Index(fields=("until",), name="offer_until"),
            models.Index(fields=("member", "until"), name="offer_to_until"),
        )


class OfferEnding(models.Model):
    """How an offer ended: taken, passed (on to the next), missed (nobody answered), gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="ending")
    how = models.CharField(max_length=8)
    at = models.DateTimeField(default=clock.now, db_index=True)


class Release(models.Model):
    """A member holds it no longer: their desk fell silent. It is offered again, first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    why = models.CharField(max_length=8)  # silent | gave
    at = models.DateTimeField(default=clock.now)
