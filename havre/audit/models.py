"""One row per act, each bound to the one before it. Rows are never changed or deleted."""

import hashlib

from django.db import models

GENESIS = "0" * 64


class Entry(models.Model):
    """Row `n` of the chain: somebody did something to something.

    `actor` is a member's id or the name of a job; `target` a ready pseudonym (see vault.keys),
    so that forgetting a file destroys the link to the person and leaves the chain whole.
    """

    n = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    verb = models.CharField(max_length=24)
    target = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("n",)

    def digest_due(self) -> str:
        """The SHA-256 this row must carry, hex."""
        parts = (
            str(self.n),
            self.at.isoformat(),
            self.actor,
            self.verb,
            self.target,
            self.previous,
        )
        return hashlib.sha256("|".join(parts).encode()).hexdigest()
