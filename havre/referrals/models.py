"""A referral is the sequence of its steps; its state is the last one (care.md 1.1)."""

import uuid

from django.db import models

from havre.consents.models import Consent
from havre.contacts.models import Contact
from havre.directory.models import Service
from havre.disclosures.models import Disclosure
from havre.lib import clock

TERMINAL = frozenset({"declined", "refused", "completed", "not_connected", "revoked", "expired"})
NEXT: dict[str, frozenset[str]] = {
    "offered": frozenset({"declined", "consented"}),
    "consented": frozenset({"sent", "declined"}),
    "sent": frozenset({"received"}),
    "received": frozenset({"accepted", "waitlisted", "refused"}),
    "waitlisted": frozenset({"accepted", "refused"}),
    "accepted": frozenset({"connected", "not_connected"}),
    "connected": frozenset({"completed", "not_connected"}),
}
LEAVING = frozenset({"revoked", "expired"})  # from every state that is not the end


class Referral(models.Model):
    """One service offered to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT)
    disclosure = models.OneToOneField(Disclosure, null=True, on_delete=models.PROTECT)
    offered_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("offered_at", "id")

    @property
    def state(self) -> str:
        """The last step's state."""
        steps = list(self.step_set.all())
        return steps[-1].state if steps else "offered"

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it."""
        return self.state not in TERMINAL

    @property
    def next_states(self) -> list[str]:
        """What somebody may report next; what follows by itself is not among them."""
        return sorted(NEXT.get(self.state, frozenset()) - {"sent", "consented"})

    def may_become(self, state: str) -> bool:
        """Whether the machine knows this step. Leaving never needs consent."""
        now = self.state
        if now in TERMINAL:
            return False
        return state in LEAVING or state in NEXT[now]


class Step(models.Model):
    """What happened to it, when, and who wrote it down (a member's id, or the house)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16)
    by = models.CharField(max_length=36)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("referral", "number"), name="one_step_at_a_time"),
        )
