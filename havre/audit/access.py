"""Reading the chain, newest first."""

from havre.audit.models import Entry


def newest(most: int, *, before: int = 0) -> list[Entry]:
    """At most so many rows, all of them before row `before` if it is given."""
    rows = Entry.objects.order_by("-n")
    return list(rows.filter(n__lt=before)[:most] if before else rows[:most])
