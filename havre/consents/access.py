"""Reading the ledger of one contact."""

from uuid import UUID

from havre.audit.verbs import Verb
from havre.consents.models import Consent, Refusal
from havre.contacts import access as contacts
from havre.contacts.models import Contact, Person
from havre.staff.access import Denied
from havre.staff.signin import SignedIn
from havre.vault.opening import open_each, open_sealed


def of_contact(contact: Contact, *, by: SignedIn) -> list[tuple[Consent, str]]:
    """The consents, newest first, each with its limits in the person's own words (or nothing)."""
    rows = list(
        Consent.objects.filter(contact=contact).select_related("recipient", "withdrawal", "doubt")
    )
    limited = [row for row in rows if row.limits is not None]
    texts = open_each([row.limits for row in limited], by=by, why=Verb.READ)
    words = {row.id: text for row, text in zip(limited, texts, strict=True)}
    return [(row, words.get(row.id, "")) for row in rows]


def refusals_of(contact: Contact) -> list[Refusal]:
    """What they said no to."""
    return list(Refusal.objects.filter(contact=contact).select_related("recipient").order_by("-at"))


def kind_of(contact: Contact, *, by: SignedIn) -> str:
    """What is written of who speaks, as it is now; empty if nothing is. Raises CannotRead."""
    kind = Person.objects.get(contact=contact.id).kind
    return "" if kind is None else open_sealed(kind, by=by, why=Verb.READ)


def held(consent_id: UUID, *, by: SignedIn) -> Consent:
    """A consent in a contact this member may write in. Raises Denied."""
    found = Consent.objects.filter(id=consent_id, contact__isnull=False).first()
    if found is None:
        raise Denied
    contacts.held(contact_of(found), by=by)
    return found


def contact_of(consent: Consent) -> UUID:
    """The conversation it was said in. Raises Denied once that is forgotten."""
    if consent.contact_id is None:
        raise Denied
    return consent.contact_id
