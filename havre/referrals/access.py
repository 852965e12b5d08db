"""The referrals of one contact."""

from uuid import UUID

from havre.contacts import access as contacts
from havre.contacts.models import Contact
from havre.referrals.models import Referral
from havre.staff.access import Denied
from havre.staff.signin import SignedIn


def of_contact(contact: Contact) -> list[Referral]:
    """Oldest first, with their steps."""
    rows = Referral.objects.filter(contact=contact).select_related("service__organization")
    return list(rows.prefetch_related("step_set"))


def held(referral_id: UUID, *, by: SignedIn) -> Referral:
    """A referral in a contact this member may write in. Raises Denied."""
    found = Referral.objects.filter(id=referral_id).select_related("contact").first()
    if found is None:
        raise Denied
    contacts.held(found.contact_id, by=by)
    return found
