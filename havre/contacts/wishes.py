"""By whom somebody would rather be answered: honoured, or answered with a sentence.

One mechanism for all of them. A wish is kept while they may wait, and no longer.
"""

from django.conf import settings

from havre.contacts.models import Asked, Contact, Offer

WISHES = ("woman", "indigenous", "youth", "labour")  # of the list `skill`, the nearest first
_NONE = "no_"


def none_of(wish: str) -> str:
    """The step at which a person hears that nobody like that is free."""
    return f"{_NONE}{wish}"


NONE_OF_THEM = frozenset(map(none_of, WISHES))


def on_offer() -> list[str]:
    """What a person may wish for on this line, as its operator says (HAVRE_WISHES)."""
    return [wish for wish in WISHES if wish in settings.WISHES]


def forget(contact: Contact) -> None:
    """They wait no more, in the caller's transaction: nothing unsealed tells of it any longer."""
    Asked.objects.filter(contact=contact, what__in=WISHES).delete()
    Offer.objects.filter(contact=contact, step__in=NONE_OF_THEM).delete()
