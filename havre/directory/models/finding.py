"""What the finder is fed with: one row a service, numbered in the order of the changes."""

import uuid

from django.db import models


class Counter(models.Model):
    """The number of the last change. Its row is locked while one is made, so order is commit
    order on both databases."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    house = models.UUIDField(default=uuid.uuid4, editable=False)  # numbers of another mean nothing
    n = models.PositiveBigIntegerField(default=0)


class SearchDoc(models.Model):
    """A service as each tier finds it; `entries`: tier → entry, without those who may not see it.

    Stays, empty, when the service is gone: whoever follows the numbers must hear of that too.
    """

    service = models.UUIDField(primary_key=True, default=uuid.uuid4)
    n = models.PositiveBigIntegerField(unique=True)
    entries = models.JSONField(default=dict)
