"""A tip: what somebody saw, in their words, sealed. Nothing about whoever left it (001-05)."""

import datetime as dt
import uuid

from django.db import models

from havre.lib import clock
from havre.staff.models import Member
from havre.vault.sealed import SealedField

MAY, MAY_NOT = "yes", "no"
CORROBORATED, UNCLEAR, UNFOUNDED = "corroborated", "unclear", "unfounded"
STANDINGS = (CORROBORATED, UNCLEAR, UNFOUNDED)
KEPT = dt.timedelta(days=90)  # privacy.toml says the same (tested)


class Tip(models.Model):
    """`words` is JSON: what, where, when, who, vehicle, online; each of them may be missing.

    `passing_on`: whether it may be passed on, police included; nothing said is no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.UUIDField(editable=False)
    language = models.CharField(max_length=8)
    passing_on = models.CharField(max_length=3, default=MAY_NOT)
    words = SealedField(compartment="tip")
    at = models.DateTimeField(default=clock.now)

    @property
    def is_taken_back(self) -> bool:
        """Whoever left it let it be passed on, and does so no longer."""
        return hasattr(self, "takingback")

    @property
    def has_yes(self) -> bool:
        """Whoever left it lets it be passed on."""
        return self.passing_on == MAY and not self.is_taken_back

    @property
    def is_over(self) -> bool:
        """Its time is over, whether the nightly run came by or not."""
        return self.at + KEPT <= clock.now()

    @property
    def newest_standing(self) -> str | None:
        """What was made of it last; None is unverified."""
        return self.assessment_set.values_list("standing", flat=True).first()

    @property
    def stands(self) -> bool:
        """Whether it may go on in this moment: a yes, in its time, and not a thing of nothing."""
        return self.has_yes and not self.is_over and self.newest_standing != UNFOUNDED


class Assessment(models.Model):
    """What one member makes of a tip; the newest counts, and none yet is «unverified»."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    standing = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-id")


class TakingBack(models.Model):
    """The yes to pass it on was taken back, and by whom that was heard. Effective at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tip = models.OneToOneField(Tip, on_delete=models.CASCADE)
    heard_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)
