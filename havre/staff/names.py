"""Aliases for the ids in the audit."""

from collections.abc import Iterable
from uuid import UUID

from havre.staff.models import Member


def aliases(actors: Iterable[str]) -> dict[str, str]:
    """Actor id → alias, for those who are members; jobs keep their own name."""
    ids = set()
    for actor in actors:
        try:
            ids.add(UUID(actor))
        except ValueError:
            continue
    return {str(m.id): m.alias for m in Member.objects.filter(id__in=ids)}
