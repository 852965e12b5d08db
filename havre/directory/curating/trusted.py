"""Whether somebody may be sent to an organization, as its page says it to one member."""

from dataclasses import dataclass

from havre.directory import trust
from havre.directory.models import Organization, Record, Suspension, Verification
from havre.staff.names import aliases


@dataclass(frozen=True, slots=True)
class Trust:
    """Who said what, and what this member may do alone."""

    suspension: Suspension | None
    suspended_by: str
    verification: Verification | None
    verified_by: str
    lifts_alone: bool
    verifies_alone: bool


def of(row: Record, by: str) -> Trust | None:
    """For the member `by`; None of what is no organization."""
    if not isinstance(row, Organization):
        return None
    stopped, verified = trust.suspension_of(row), trust.verification_of(row)
    names = aliases(each.by for each in (stopped, verified) if each)
    return Trust(
        suspension=stopped,
        suspended_by=names.get(stopped.by, stopped.by) if stopped else "",
        verification=verified if row.address_is_verified else None,
        verified_by=names.get(verified.by, verified.by) if verified else "",
        lifts_alone=trust.may_lift_alone(row, by),
        verifies_alone=trust.may_verify_alone(row, by),
    )
