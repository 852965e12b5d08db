"""Numbers that do not lead there, said by two different people and settled by nobody yet."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from havre.directory.models import DeadNumber
from havre.directory.numbers import in_full

ENOUGH = 2  # different people, until everybody is warned


def same(number: str) -> str:
    """What two ways of writing one number have in common."""
    return in_full(number) or "".join(c for c in number if c.isalnum()).casefold()


def open_of(organization: UUID) -> list[DeadNumber]:
    """Reports that nobody settled, of all its services: they share a switchboard."""
    rows = DeadNumber.objects.filter(service__organization=organization, numbersettled=None)
    return list(rows.order_by("at", "id"))


def doubted(organization: UUID) -> set[str]:
    """Numbers (as `same` has them) that enough different people found dead."""
    people: dict[str, set[str]] = {}
    for row in open_of(organization):
        people.setdefault(same(row.number), set()).add(row.by)
    return {number for number, by in people.items() if len(by) >= ENOUGH}


def numbers_on(card: dict[str, Any]) -> list[str]:
    """The numbers somebody may dial who sees a card, as they are written there."""
    rows = [*card.get("phones", ()), *card.get("organization", {}).get("phones", ())]
    front_gate = card.get("route", {}).get("number", "")
    written = [row["number"] for row in rows] + ([front_gate] if front_gate else [])
    return list(dict.fromkeys(written))


def among(written: Iterable[str], doubtful: set[str]) -> list[str]:
    """Of some numbers, those in doubt. Never another: who may not see one hears nothing of it."""
    return [number for number in written if same(number) in doubtful] if doubtful else []
