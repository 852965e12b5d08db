"""A tally waits with its contact until the month is over; then only counters remain."""

import uuid

from django.db import models

from havre.contacts.models import Contact

SINGLE = ("channel", "language", "province", "kind", "phase")  # one value per contact
DIMENSIONS = (*SINGLE, "need", "apart")
# By language: calls, those to which somebody came; minutes waited, started minutes, and their cost.
INTERPRETED = ("interp_asked", "interp_came", "interp_wait", "interp_mins", "interp_cents")

# How calls ended: answered within 20 seconds of the first ring, within a minute, later; given up
# within 10 seconds, or later.
CALL_ENDS = ("in20", "in60", "later", "gone10", "gone")
CALLS = ("call_hour", "call_lang")  # each value is `<hour or language> <how it ended>`


class PendingTally(models.Model):
    """What of a closed contact will be counted: codes only. Goes with the contact if it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    month = models.CharField(max_length=7)
    channel = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    province = models.CharField(max_length=8)
    kind = models.CharField(max_length=24)
    phase = models.CharField(max_length=12)
    needs = models.JSONField(default=list)
    interpreted = models.JSONField(default=list)  # [language, came, waited, minutes, cents] a call
    apart = models.CharField(max_length=16, blank=True)  # then it counts as this and nothing else


class Counted(models.Model):
    """That a contact was counted, so that reopening and closing it again counts nobody twice."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.CASCADE)


class Counter(models.Model):
    """How many contacts of a month had this value. No id that tells an order, no time."""

    key = models.CharField(primary_key=True, max_length=60)  # month|dimension|value
    month = models.CharField(max_length=7, db_index=True)
    dimension = models.CharField(max_length=12)
    value = models.CharField(max_length=24)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("month", "dimension", "value")


class CallsSoFar(models.Model):
    """How many calls of the running month ended so: a count from the first one on, and no row for
    any call, so that no order and no moment of a call is kept."""

    key = models.CharField(primary_key=True, max_length=40)  # month|hour|language|how
    month = models.CharField(max_length=7)
    hour = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, blank=True)  # none was chosen before it ended
    how = models.CharField(max_length=8)
    n = models.PositiveIntegerField(default=0)
