"""Whose address it is, and where nobody is sent: what one person may say of it, and what waits.

A verified address gets a person's story, so nobody makes one alone: where somebody sleeps, and
where whoever says so put the address there too, somebody else agrees. Stopping is anybody's, at
once; what somebody else stopped, and a house that shelters, is let go on by two.
"""

from typing import Any

from havre.directory import actions
from havre.directory.models import Change, Organization, Record, Suspension, Verification
from havre.directory.shapes import Malformed
from havre.directory.tiers import is_guarded

VERIFIED, LIFTED = "_verified", "_lifted"  # in proposals, beside the fields
KEYS = frozenset({VERIFIED, LIFTED})


def suspension_of(row: Record) -> Suspension | None:
    """Since when and by whom nothing is sent there, if so."""
    return Suspension.objects.filter(organization=row.pk).first()


def verification_of(row: Organization) -> Verification | None:
    """Who last said that the address that stands here now is theirs."""
    return row.verification_set.filter(address=row.email).order_by("-at").first()


def may_verify_alone(row: Organization, by: str) -> bool:
    """Whether one person's word is enough: nobody sleeps there, and another put the address."""
    put = Change.objects.filter(record=row.pk, after__has_key="email").order_by("-version").first()
    return not is_guarded(row) and put is not None and put.by != by


def may_lift_alone(row: Organization, by: str) -> bool:
    """Whether one person may: their own mistake, where nobody sleeps."""
    stopped = suspension_of(row)
    return not is_guarded(row) and stopped is not None and stopped.by == by


def look(row: Record, changes: dict[str, Any]) -> Organization:
    """Whether it still holds what it is about. Raises Malformed."""
    stands = isinstance(row, Organization) and not _is_past(row, changes)
    if not isinstance(row, Organization) or not stands:
        raise Malformed("is not as it was when somebody looked", "past")
    return row


def is_past(row: Record, changes: dict[str, Any]) -> bool:
    """Whether a proposal's address, or what it would lift, is there no more."""
    return not isinstance(row, Organization) or _is_past(row, changes)


def apply(row: Record, changes: dict[str, Any], *, by: str) -> None:
    """Say it: `by` is who spoke with them. Raises Malformed."""
    organization = look(row, changes)
    if VERIFIED in changes:
        actions.verify_address(organization, by=by)
    else:
        actions.lift(organization, by=by)


def _is_past(row: Organization, changes: dict[str, Any]) -> bool:
    if VERIFIED in changes:
        return not row.email or row.email != changes[VERIFIED]
    stopped = suspension_of(row)
    return stopped is None or str(stopped.pk) != changes[LIFTED]
